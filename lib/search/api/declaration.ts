/** What GET /api/entries answers, declared once: answers are made to it, and the OpenAPI document is made from it. */
import { z } from "zod";
import { actorKinds, attributions, categories, channels, modes, operations } from "../../event/index.ts";

const text = z.string();
const optional = z.string().optional();

/** A value as the reader may see it. */
const seen = z
  .union([
    z.object({
      state: z.literal("shown"),
      value: z.unknown().meta({ description: "Text, true, false, null, or a list of members {name?, type, value}." }),
    }),
    z.object({ state: z.enum(["hidden", "erased", "omitted"]) }),
    z.object({ state: z.literal("hashed"), hash: text }),
  ])
  .meta({
    id: "Seen",
    description:
      "A value as the reader may see it. hidden: concealed, and shown on the pages alone, with a reason. erased: destroyed since. omitted: never recorded. hashed: equal values have equal hashes.",
  });

const field = z
  .object({
    name: text,
    type: text,
    mode: z.enum(modes),
    changed: z.boolean().optional(),
    before: seen.optional(),
    after: seen.optional(),
    value: seen.optional(),
  })
  .meta({ id: "Field", description: "One field of a record. value stands for both sides where it did not change." });

const person = {
  id: text,
  name: optional,
  kind: z.enum(actorKinds).optional(),
  attribution: z.enum(attributions).meta({
    description: "verified: Vouch or the database authenticated it. claimed: somebody said so.",
  }),
};

export const entry = z
  .object({
    index: text.meta({ description: "The entry's number in the ledger." }),
    page: text.meta({ description: "The address of its page." }),
    sentence: text,
    occurredAt: text.meta({ format: "date-time", description: "By the source's clock, in UTC with six decimals." }),
    recordedAt: text.meta({ format: "date-time" }),
    type: text.meta({ examples: ["customers.updated"] }),
    action: text.meta({ examples: ["updated"] }),
    category: z.enum(categories),
    actor: z.object({ ...person, onBehalfOf: z.object(person).optional() }),
    source: z.object({ id: text, name: text, kind: text }),
    origin: z
      .object({
        channel: z.enum(channels).optional(),
        address: optional,
        login: optional,
        application: optional,
      })
      .optional(),
    record: z.object({ system: optional, schema: optional, type: text, id: optional, name: optional }).optional(),
    operation: z.enum(operations).optional(),
    changes: z.array(field).meta({ description: "The fields that the change tells of; none of other events." }),
    data: z.array(field),
    statement: z
      .object({ id: optional, partOf: optional, text: optional, rows: optional })
      .optional()
      .meta({ description: "The text is without its values. partOf: the bulk statement whose row this is." }),
    matched: z.object({ rows: z.int(), more: z.boolean() }).optional().meta({
      description: "Of a bulk statement's line: how many of its rows were found. Ask for statement:ID to have them.",
    }),
    decision: z
      .object({
        outcome: text,
        rule: optional,
        request: optional,
        approvers: z.array(z.object({ id: text, name: optional, at: text })).optional(),
      })
      .optional(),
    ticket: optional,
    transaction: optional,
    proof: z
      .object({ state: z.enum(["waiting", "signed", "anchored", "tampered"]), checkpointSize: optional })
      .meta({ description: "How far the entry is proven to be what was recorded." }),
  })
  .meta({ id: "Entry" });
export type EntryAnswer = z.infer<typeof entry>;

export const found = z
  .object({
    entries: z.array(entry).meta({ description: "Newest first. A bulk statement of many rows is one of them." }),
    older: optional.meta({ description: "The cursor of the page after this one, where there is one." }),
    newer: optional.meta({ description: "The cursor of the page before this one, with direction=newer." }),
    total: z.object({
      lines: z.int(),
      entries: z.int(),
      more: z.boolean().meta({ description: "There are more than were counted." }),
    }),
    query: text.meta({ description: "The query as it was understood, in its canonical text." }),
    zone: text,
    mistakes: z
      .array(z.object({ from: z.int(), to: z.int(), sentence: text }))
      .meta({ description: "What of q was not understood and left out, by characters from its start." }),
    size: text.meta({ description: "Number of entries that the ledger had." }),
  })
  .meta({ id: "FoundEntries" });
/** The schemas that the document names. */
export const named = [seen, field, entry, found];
export type FoundAnswer = z.infer<typeof found>;

/** Entries of a page at most. */
export const longestPage = 200;
