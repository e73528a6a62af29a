/**
 * The act of revealing the concealed values of many entries: those of a search, as it found them when it was asked for. Who
 * asks sees them once, after somebody else approved; the entry of that says of which entries.
 */
import { createHash } from "node:crypto";
import { and, desc, eq, inArray } from "drizzle-orm";
import { projection } from "../../drizzle/schema/index.ts";
import { legible } from "../access/index.ts";
import type { Act, Effect, Sight } from "../approval/index.ts";
import { tables } from "../database/index.ts";
import { countOf, Fault, grouped, readValue, type Seen, type SeenField } from "../event/index.ts";
import { canonicalBytes } from "../integrity/index.ts";
import { type Concealed, concealedIn, countSides, sidesOf } from "./concealed.ts";
import { conditions, within } from "./events.ts";
import { type EventQuery, parseEventQuery } from "./query.ts";
import { dayWords, queryWords } from "./query-words.ts";

/** The search, and the indexes of the entries that it found, newest first. */
export type RevealMany = { query: Record<string, string>; entries: string[] };

/** Of one field of one entry: both sides of a change, or the one value that there is. */
export interface RevealedValue {
  entry: string;
  at: string;
  /** “customers 10482” */
  record: string;
  field: string;
  before?: string;
  after?: string;
  value?: string;
}

/** Entries whose values are revealed at once, and entries that are searched for them. */
export const mostRevealed = 200;
const mostSearched = 1_000;
const mostFieldsShown = 40;
const longestValue = 2_000;

export const revealMany: Act<RevealMany, RevealedValue[]> = {
  kind: "values.reveal",
  name: "Reveal concealed values",
  asks: "values.reveal_many",
  decides: "approvals.decide",
  previews: "events.search",
  minutes: { waiting: 24 * 60, approved: 8 * 60 },
  carriedOut: "by the asker",
  parse(given) {
    const { query, entries } = (given ?? {}) as { query?: unknown; entries?: unknown };
    const known = Array.isArray(entries) && entries.length > 0 && entries.length <= mostRevealed;
    if (!known || !entries.every((index) => typeof index === "string" && /^(0|[1-9]\d{0,17})$/.test(index))) {
      throw new Fault("invalid", `Expected 1 to ${mostRevealed} entries of a search. Search again, then ask.`);
    }
    return { query: textsOf(readQuery(query)), entries: [...new Set(entries as string[])] };
  },
  plan: async (sight, given) => {
    const query = readQuery(given);
    const found = await findConcealed(sight, query);
    return { query: textsOf(query), entries: found };
  },
  effect: async (sight, { query, entries }) => {
    const values = await readConcealed(sight, readQuery(query), entries);
    return effectOf(sight, readQuery(query), entries, values);
  },
  async carryOut(sight, { query, entries }) {
    const values = await readConcealed(sight, readQuery(query), entries);
    const fields = [...new Set(values.map(({ table, field }) => `${table}.${field.name}`))];
    const words = (texts: string[]) => texts.map((value) => ({ type: "text", value }));
    return {
      event: {
        type: "value.revealed",
        category: "sensitive_read",
        data: [
          { name: "values", type: "text", mode: "keep", value: String(countSides(values)) },
          { name: "entries", type: "array", mode: "keep", value: words(entries) },
          { name: "fields", type: "array", mode: "keep", value: words(fields) },
        ],
      },
    };
  },
  show: async ({ sql, ledger }, home, { entries }) => {
    const values = await concealedIn(sql, home, ledger, entries);
    return values.map(({ entry, at, record, field }) => ({
      entry,
      at,
      record,
      field: field.name,
      ...(field.before && { before: textOf(field.before, field) }),
      ...(field.after && { after: textOf(field.after, field) }),
      ...(field.value && { value: textOf(field.value, field) }),
    }));
  },
};

function readQuery(given: unknown): EventQuery {
  const texts = Object.entries(given ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const { query, problems } = parseEventQuery(Object.fromEntries(texts));
  const { cursor: _cursor, direction: _direction, ...asked } = query;
  const [problem] = problems.filter(({ field }) => field !== "cursor");
  if (problem) throw new Fault("invalid", `${problem.sentence} Correct the search, then ask.`);
  return asked;
}

function textsOf(query: EventQuery): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}

/** The newest entries that a search finds and that hold concealed values. */
async function findConcealed(sight: Sight, query: EventQuery): Promise<string[]> {
  const found = await matching(sight, query, mostSearched + 1);
  if (found.length > mostSearched) {
    const limit = grouped(String(mostSearched));
    throw new Fault("invalid", `This search finds more than ${limit} entries. Narrow it, to a table or some days.`);
  }
  const values = await concealedIn(sight.sql, sight.home, sight.ledger, found.map(String));
  const entries = [...new Set(values.map(({ entry }) => entry))];
  if (entries.length === 0) throw none();
  if (entries.length <= mostRevealed) return entries;
  throw new Fault(
    "invalid",
    `${grouped(String(entries.length))} of these entries hold concealed values; at most ${mostRevealed} are revealed at once. Narrow the search.`,
  );
}

/** Throws where not all of `entries` are what the search finds: then the words that describe it would not be true. */
async function readConcealed(sight: Sight, query: EventQuery, entries: string[]): Promise<Concealed[]> {
  const found = await matching(sight, query, entries.length, entries);
  if (found.length !== entries.length) {
    throw new Fault("conflict", "Not all of these entries are found by the search any more. Search again, then ask.");
  }
  const values = await concealedIn(sight.sql, sight.home, sight.ledger, entries);
  if (values.length === 0) throw none();
  return values;
}

async function matching(
  { sql, ledger, asker }: Sight,
  query: EventQuery,
  limit: number,
  among?: string[],
): Promise<bigint[]> {
  const { occurredAt, index } = projection;
  const only = among && inArray(index, among.map(BigInt));
  const rows = await tables(sql)
    .select({ index })
    .from(projection)
    .where(and(eq(projection.ledger, ledger), only, ...conditions(query), ...within(asker)))
    .orderBy(desc(occurredAt), desc(index))
    .limit(limit);
  return rows.map((row) => row.index);
}

function textOf(side: Seen, { type, name }: SeenField): string {
  if (side.state !== "shown") return "Erased";
  const { text } = readValue(side.value, type, name);
  return text.length > longestValue
    ? `${text.slice(0, longestValue)}… (${grouped(String(text.length))} letters)`
    : text;
}

function effectOf({ asker }: Sight, query: EventQuery, entries: string[], values: Concealed[]): Effect {
  const sides = countOf(String(countSides(values)), "concealed value");
  const many = countOf(String(entries.length), "entry", "entries");
  const days = [...new Set(values.map(({ at }) => dayWords(at)).reverse())];
  const first = days[0] ?? "";
  const period = days.length > 1 ? `${first} to ${days.at(-1)}` : first;
  const records = new Set(values.map(({ table, record }) => `${table}\0${record}`)).size;
  const rows = byField(values);
  const exactly = values.map(({ entry, field }) => [entry, field.name, sidesOf(field).map(({ state }) => state)]);
  return {
    title: `reveal ${sides} of ${many}`,
    says: `${asker.person.name} would see the concealed values once, for 15 minutes, before and after each change. Nothing is changed, and an entry says which entries they were of. The search that found them: ${legible(queryWords(query), 500)}.`,
    facts: [
      { name: "Values", value: grouped(String(countSides(values))) },
      { name: "Entries", value: grouped(String(entries.length)) },
      { name: "Records they are about", value: grouped(String(records)) },
      { name: "Days (UTC)", value: period },
    ],
    examples: {
      title: "Which fields",
      note:
        rows.length > mostFieldsShown
          ? `${mostFieldsShown} of ${rows.length} fields, no values`
          : "No value is shown here",
      columns: ["Table", "Field", "Values", "Records"],
      rows: rows.slice(0, mostFieldsShown),
    },
    approve: `Let ${asker.person.name} see ${sides}`,
    follows: `${asker.person.name} may then open them once, within 8 hours.`,
    exactly: createHash("sha256").update(canonicalBytes(exactly)).digest("hex"),
  };
}

function byField(values: Concealed[]): string[][] {
  const groups = new Map<string, Concealed[]>();
  for (const value of values) {
    const key = JSON.stringify([value.table, value.field.name]);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups].map(([key, group]) => {
    const [table = "", field = ""] = JSON.parse(key) as string[];
    const records = new Set(group.map(({ record }) => record)).size;
    return [legible(table, 200), legible(field, 200), grouped(String(countSides(group))), grouped(String(records))];
  });
}

function none(): Fault {
  return new Fault("invalid", "None of the entries that this search finds holds a concealed value. Nothing to reveal.");
}
