/**
 * What may be sent and what is answered, declared once: requests are checked against it, and the OpenAPI document is made from it.
 * Numbers among free fields are no numbers here: lib/capture/http/json.ts keeps their text.
 */
import { z } from "zod";
import { reportable } from "../../access/index.ts";
import { actorKinds, channels, modes, operations } from "../../event/index.ts";
import { limits } from "./limits.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: names and ids hold none
const printable = /^[^\u0000-\u001f\u007f-\u009f]+$/;

/** A name, an id, a reference: one line. */
const line = (longest: number) => z.string().max(longest).regex(printable);
/** What may have several lines. */
const prose = (longest: number) => z.string().min(1).max(longest);
const fieldName = line(100);
const fields = z.record(fieldName, z.unknown());

const person = { id: line(200), kind: z.enum(actorKinds).optional(), name: line(200).optional() };
const actor = z.strictObject(person);

const target = z.strictObject({
  system: line(200).optional(),
  schema: line(200).optional(),
  type: line(200).meta({ description: "What it is: customers, invoice, user, job." }),
  id: line(500).optional().meta({ description: "Which one." }),
});

const changed = fields.meta({ maxProperties: limits.fields.change });
const change = z
  .strictObject({ operation: z.enum(operations), before: changed.optional(), after: changed.optional() })
  .meta({
    description: `The record's fields before and after, at most ${limits.fields.change}. An insert has after, a delete before, an update both, a truncate neither.`,
  });

const approver = z.strictObject({
  id: line(200),
  name: line(200).optional(),
  at: prose(40).meta({ format: "date-time" }),
  reason: prose(500).optional(),
});
const decision = z.strictObject({
  outcome: z.enum(["allowed", "denied", "approved"]),
  rule: line(200).optional(),
  policy: line(200).optional(),
  request: line(200).optional(),
  approvers: z.array(approver).max(5).optional(),
});

const about = {
  category: z
    .enum(reportable)
    .optional()
    .meta({ description: "Needed unless the type is a well-known one or the event is a change of a record." }),
  actor: actor
    .optional()
    .meta({ description: "Who acted, where that is not the key's identity. Recorded as claimed." }),
  onBehalfOf: actor.optional().meta({ description: "For whom the actor acted. Recorded as claimed." }),
  target: target.optional(),
  origin: z
    .strictObject({
      channel: z.enum(channels).optional(),
      address: line(100).optional(),
      userAgent: line(500).optional(),
    })
    .optional()
    .meta({ description: "Where the actor acted from, as far as you know it." }),
  change: change.optional(),
  decision: decision.optional(),
  agent: z
    .strictObject({
      model: line(200).optional(),
      run: line(200).optional(),
      prompt: line(200).optional().meta({ description: "A hash of the prompt, or a reference to it." }),
      reasoning: prose(20_000).optional(),
    })
    .optional(),
  correlation: z
    .strictObject({
      transaction: line(200).optional(),
      session: line(200).optional(),
      request: line(200).optional(),
      ticket: line(200).optional(),
      reason: prose(4_000).optional(),
    })
    .optional(),
  data: fields.optional().meta({
    maxProperties: limits.fields.data,
    description: `Whatever else there is to say, at most ${limits.fields.data} fields of any JSON. Numbers keep their digits.`,
  }),
  fields: z
    .record(fieldName, z.enum(modes))
    .optional()
    .meta({ description: "How fields are treated, by name; only more strictly than by default." }),
};

/** What a CloudEvent may say in `data.vouch`: our event without what its attributes say. */
export const aboutEvent = z.strictObject(about);

export const reportedEvent = z
  .strictObject({
    id: line(200).meta({
      description: "Yours, once for each event: sending it again under the same id changes nothing.",
    }),
    type: z
      .string()
      .max(200)
      .regex(/^[A-Za-z][\w-]*(\.[\w-]+)+$/)
      .meta({ description: "noun.verb, the verb in the past: invoice.approved" }),
    occurredAt: prose(40)
      .optional()
      .meta({
        format: "date-time",
        description: `RFC 3339 with any offset and up to six decimals; the time of receipt if you leave it out. At most ${limits.behind.days} days ago.`,
      }),
    ...about,
  })
  .meta({ id: "Event" });
export type ReportedEvent = z.infer<typeof reportedEvent>;

/** CloudEvents 1.0 in its JSON format; extension attributes besides. */
export const cloudEvent = z
  .looseObject({
    specversion: z.literal("1.0"),
    id: line(200),
    source: line(500),
    type: reportedEvent.shape.type,
    time: prose(40).optional().meta({ format: "date-time" }),
    subject: line(500).optional(),
    datacontenttype: line(200).optional(),
    dataschema: line(500).optional(),
    data: z.unknown().optional(),
    data_base64: z.string().optional(),
  })
  .meta({
    id: "CloudEvent",
    description: "Extension attributes category, actorid, actorkind, actorname and targettype are understood.",
  });

const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457" });
export type Problem = z.infer<typeof problem>;

const accepted = z
  .strictObject({
    id: z.string(),
    status: z.enum(["accepted", "duplicate", "skipped"]),
    detail: z.string().optional(),
  })
  .meta({
    id: "Accepted",
    description:
      "accepted: recorded. duplicate: recorded before. skipped: a read of a type of record that is not flagged, so it is not recorded.",
  });
export type Accepted = z.infer<typeof accepted>;

const item = z.strictObject({
  n: z.int().meta({ description: "Its place in what was sent, from 0." }),
  id: z.string().optional(),
  status: z.enum([...accepted.shape.status.options, "refused"]),
  problem: problem.optional(),
});
const batchAnswer = z
  .strictObject({
    accepted: z.int(),
    duplicates: z.int(),
    skipped: z.int(),
    refused: z.int(),
    items: z.array(item),
  })
  .meta({
    id: "BatchAnswer",
    description: "Each event is answered by itself: of a batch, some may be recorded and others refused.",
  });
export type BatchAnswer = z.infer<typeof batchAnswer>;

export const answers = { problem, accepted, batchAnswer };
