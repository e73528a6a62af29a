/**
 * The act of revealing the concealed values of many entries: those of a search, as it found them when it was asked for. Who
 * asks sees them once, after somebody else approved; the entry of that says of which entries.
 */
import { createHash } from "node:crypto";
import { legible, type Read } from "../access/index.ts";
import type { Act, Effect, Sight } from "../approval/index.ts";
import { tables } from "../database/index.ts";
import { countOf, Fault, grouped, readValue, type Seen, type SeenField } from "../event/index.ts";
import { canonicalBytes } from "../integrity/index.ts";
import { type Concealed, concealedIn, countSides, sidesOf } from "./concealed.ts";
import { conditionOf, findIndexes, scoped } from "./find/index.ts";
import { freeze, printQuery, queryWords, readAsk, type Tree, withOwn } from "./language/index.ts";
import { dayWords } from "./parameters.ts";

/** The search with its times fixed, and the indexes of the entries that it found, newest first. */
export type RevealMany = { query: { q: string; zone: string }; entries: string[] };

interface Search {
  tree: Tree;
  zone: string;
}

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
    return { query: textOf(readSearch(query)), entries: [...new Set(entries as string[])] };
  },
  plan: async (sight, given) => {
    const { tree, zone } = readSearch(given);
    const search = { tree: freeze(tree, zone, await timeOf(sight)), zone };
    return { query: textOf(search), entries: await findConcealed(sight, search) };
  },
  effect: async (sight, { query, entries }) => {
    const search = readSearch(query);
    return effectOf(sight, search, entries, await readConcealed(sight, search, entries));
  },
  async carryOut(sight, { query, entries }) {
    const values = await readConcealed(sight, readSearch(query), entries);
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
      ...(field.before && { before: shownText(field.before, field) }),
      ...(field.after && { after: shownText(field.after, field) }),
      ...(field.value && { value: shownText(field.value, field) }),
    }));
  },
};

function readSearch(given: unknown): Search {
  const texts = Object.entries(given ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const { tree, zone, mistakes } = readAsk(Object.fromEntries(texts), "UTC");
  const [mistake] = mistakes;
  if (mistake) throw new Fault("invalid", `${mistake.sentence} Correct the search, then ask.`);
  return { tree, zone };
}

function textOf({ tree, zone }: Search): RevealMany["query"] {
  return { q: printQuery(tree), zone };
}

/** The database's time of this transaction. */
async function timeOf({ sql }: Sight): Promise<string> {
  const [row] = await sql<{ now: string }[]>`select now() as now`;
  return row?.now ?? "";
}

function readOf({ sql, ledger, asker }: Sight): Read {
  return { sql, ledger, tables: tables(sql), principal: { ...asker, session: "" } };
}

/** The newest entries that a search finds and that hold concealed values. */
async function findConcealed(sight: Sight, search: Search): Promise<string[]> {
  const moment = { zone: search.zone, now: await timeOf(sight) };
  const asked = { ...moment, tree: withOwn(search.tree) };
  const { indexes: found, more } = await findIndexes(readOf(sight), sight.home, asked, mostSearched);
  if (more) {
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
async function readConcealed(sight: Sight, search: Search, entries: string[]): Promise<Concealed[]> {
  const found = await countAmong(sight, search, entries);
  if (found !== entries.length) {
    throw new Fault("conflict", "Not all of these entries are found by the search any more. Search again, then ask.");
  }
  const values = await concealedIn(sight.sql, sight.home, sight.ledger, entries);
  if (values.length === 0) throw none();
  return values;
}

/** How many of these entries the search finds within the asker's scope. */
async function countAmong(sight: Sight, { tree, zone }: Search, entries: string[]): Promise<number> {
  const { home } = sight;
  const read = readOf(sight);
  const { sql, ledger } = read;
  const condition = conditionOf(read, home, withOwn(tree), { zone, now: await timeOf(sight) });
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ledger.projection p
    where p.ledger = ${ledger} and p.index = any(${`{${entries.join(",")}}`}::text::bigint[]) and ${scoped(read, condition)}`;
  return row?.count ?? 0;
}

function shownText(side: Seen, { type, name }: SeenField): string {
  if (side.state !== "shown") return "Erased";
  const { text } = readValue(side.value, type, name);
  return text.length > longestValue
    ? `${text.slice(0, longestValue)}… (${grouped(String(text.length))} letters)`
    : text;
}

function effectOf({ asker }: Sight, { tree }: Search, entries: string[], values: Concealed[]): Effect {
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
    says: `${asker.person.name} would see the concealed values once, for 15 minutes, before and after each change. Nothing is changed, and an entry says which entries they were of. The search that found them: ${legible(queryWords(tree), 500)}.`,
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
