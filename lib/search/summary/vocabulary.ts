/**
 * Values that were recorded of a field, for whoever types: from the vocabulary, and from entries that are not settled yet. Whoever
 * may see a period alone has no vocabulary: they get the values of the rollups that lie in it, and of its newest entries.
 */
import type { Read } from "../../access/index.ts";
import { type Event, type FieldName, folded, foundWords } from "../../event/index.ts";
import type { Fragment } from "../find/condition.ts";
import { readSettled, type Settled } from "./counted.ts";

export interface Word {
  value: string;
  label: string | null;
  /** The day it was last seen, `2026-11-20`. */
  seen: string;
}

/** Values that are offered at most. */
export const mostOffered = 12;
/** Entries beside the vocabulary whose values are looked at. */
const mostLooked = 20_000;
/** Of them, people at most: those that begin as is typed, then the newest, who may go by a name that does. */
const mostNamed = 1_000;
/** Entries of which the whole is read, for what no column says. */
const mostOpened = 60;

/** Columns of `ledger.projection p` by field. */
const columns = {
  actor: "actor",
  behalf: "on_behalf_of",
  approver: "approvers",
  action: "action",
  event: "type",
  record: "record_type",
  field: "changed",
  system: "system",
  login: "login",
  address: "address",
  ticket: "ticket",
} as const satisfies Partial<Record<FieldName, string>>;
type ColumnField = keyof typeof columns;
export type WordField = ColumnField | "application";

const lists: readonly WordField[] = ["approver", "field"];

export function isWordField(field: string): field is WordField {
  return field === "application" || Object.hasOwn(columns, field);
}

/** Words of the field of which one begins with what is typed, most recent first. */
export async function readWords(read: Read, field: WordField, typed: string): Promise<Word[]> {
  const wanted = folded(typed.trim());
  const words = [...(await fromVocabulary(read, field, wanted)), ...(await fromEntries(read, field, wanted))];
  return newest(words.filter(({ value, label }) => begins(wanted, value) || (label !== null && begins(wanted, label))));
}

/** Each value once, by the day it was last seen. */
function newest(words: Word[]): Word[] {
  const found = new Map<string, Word>();
  for (const word of words) {
    const known = found.get(word.value);
    if (!known || known.seen < word.seen) found.set(word.value, { ...word, label: word.label ?? known?.label ?? null });
    else known.label ??= word.label;
  }
  return [...found.values()]
    .sort((a, b) => (a.seen === b.seen ? (a.value < b.value ? -1 : 1) : a.seen < b.seen ? 1 : -1))
    .slice(0, mostOffered);
}

/** Whether the text, or a word of it, begins so; case and accents aside. */
export function begins(wanted: string, text: string): boolean {
  return wanted === "" || folded(text).startsWith(wanted) || foundWords(text).some((word) => word.startsWith(wanted));
}

async function fromVocabulary({ sql, ledger, principal }: Read, field: WordField, wanted: string): Promise<Word[]> {
  const { from, to } = principal.scope;
  if (from !== undefined || to !== undefined) return fromRollups({ sql, ledger }, field, wanted);
  return sql<Word[]>`
    select value, max(label) as label, max(last_seen)::text as seen from ledger.vocabulary
    where ledger = ${ledger} and field = ${field} and (${beginsIn({ sql }, sql`value`, wanted)} or ${beginsIn({ sql }, sql`label`, wanted)})
    group by value order by seen desc, value limit ${mostOffered}`;
}

async function fromRollups(
  { sql, ledger }: Pick<Read, "sql" | "ledger">,
  field: WordField,
  wanted: string,
): Promise<Word[]> {
  const column = { actor: "actor", action: "action", record: "record_type" }[field as string];
  if (column === undefined) return [];
  const value = sql(column);
  return sql<Word[]>`
    select ${value} as value, null as label, max(starts)::date::text as seen from ledger.rollups
    where ledger = ${ledger} and grain = 'hour' and ${value} <> '' and ${beginsIn({ sql }, sql`${value}`, wanted)}
    group by 1 order by seen desc, value limit ${mostOffered}`;
}

/** As `begins`, and now and then too much: what is not plain is compared without its accents. */
function beginsIn({ sql }: Pick<Read, "sql">, text: Fragment, wanted: string): Fragment {
  if (wanted === "") return sql`true`;
  const plain = sql`case when octet_length(${text}) = char_length(${text}) then lower(${text})
    else lower(regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036f]', '', 'g')) end`;
  const spaced = (of: Fragment) => sql`(' ' || translate(${of}, '._-@/:', '      '))`;
  const variants = [wanted, wanted.toUpperCase(), wanted.charAt(0).toUpperCase() + wanted.slice(1)];
  const some = (so: Fragment, variant: string) =>
    sql`${so} or position(${spaced(sql`${variant}::text`)} in ${spaced(plain)}) > 0`;
  return sql`(${[...new Set(variants)].reduce(some, sql`false`)})`;
}

interface Look {
  value: string;
  seen: string;
  index: bigint;
}

async function fromEntries(read: Read, field: WordField, wanted: string): Promise<Word[]> {
  const { sql } = read;
  const settled = await readSettled(read);
  if (field === "application") return readPrograms(read, settled);
  const column = sql(columns[field]);
  const value = lists.includes(field) ? sql`unnest(p.${column})` : sql`p.${column}`;
  const named = field === "actor" || field === "behalf" || field === "approver";
  const fits = beginsIn({ sql }, sql`value`, wanted);
  const looks = await sql<Look[]>`
    select value, max(seen)::text as seen, max(index) as index
    from (select ${value} as value, (p.occurred_at at time zone 'UTC')::date as seen, p.index from (${recent(read, settled)}) p) as looked
    where value <> '' and (${named} or ${fits})
    group by value order by case when ${fits} then 0 else 1 end, seen desc, max(index) desc limit ${named ? mostNamed : mostOffered}`;
  const words = looks.map(({ value, seen }): Word => ({ value, seen, label: null }));
  return named ? [...words, ...(await readNames(read, field, looks, settled))] : words;
}

/** The entries that are looked at beside the vocabulary, as rows of the projection. */
function recent({ sql, ledger, principal }: Read, settled: Settled): Fragment {
  const { from, to } = principal.scope;
  if (from === undefined && to === undefined)
    return sql`
      select * from ledger.projection
      where ledger = ${ledger} and index >= ${settled.to} and recorded_at >= ${settled.recorded}::timestamptz
      order by index desc limit ${mostLooked}`;
  return sql`
    select * from ledger.projection
    where ledger = ${ledger} and part_of is null and occurred_at >= ${from ?? "-infinity"}::timestamptz and occurred_at < ${to ?? "infinity"}::timestamptz
    order by occurred_at desc, index desc limit ${mostLooked / 4}`;
}

/** What actors are called, of those whose names the vocabulary does not know: their newest entries say it. */
async function readNames(read: Read, field: WordField, looks: Look[], settled: Settled): Promise<Word[]> {
  const { sql, ledger } = read;
  const values = looks.map(({ value }) => value);
  const known = await sql<{ value: string }[]>`
    select distinct value from ledger.vocabulary
    where ledger = ${ledger} and field = ${field} and value = any(${values}::text[]) and label is not null`;
  const named = new Set(known.map(({ value }) => value));
  return fromLeaves(read, field, looks.filter(({ value }) => !named.has(value)).slice(0, mostOpened), settled);
}

/** Programs, which no column says: an entry of each way in does. */
async function readPrograms(read: Read, settled: Settled): Promise<Word[]> {
  const { sql } = read;
  const looks = await sql<Look[]>`
    select '' as value, max(index) as index, (max(occurred_at) at time zone 'UTC')::date::text as seen
    from (${recent(read, settled)}) p group by source, login, channel, address limit ${mostOpened}`;
  return fromLeaves(read, "application", looks, settled);
}

async function fromLeaves(
  { sql, ledger, principal }: Read,
  field: WordField,
  looks: Look[],
  settled: Settled,
): Promise<Word[]> {
  if (looks.length === 0) return [];
  const seen = new Map(looks.map((look) => [look.index, look.seen]));
  const { from, to } = principal.scope;
  const recorded = from === undefined && to === undefined ? settled.recorded : "-infinity";
  const rows = await sql<{ index: bigint; leaf: Buffer }[]>`
    select index, leaf from ledger.entries
    where ledger = ${ledger} and index = any(${`{${[...seen.keys()].join(",")}}`}::text::bigint[]) and recorded_at >= ${recorded}::timestamptz`;
  return rows.flatMap(({ index, leaf }) => {
    const event = eventOf(leaf);
    return (event ? namesIn(event, field) : []).map((name): Word => ({ ...name, seen: seen.get(index) ?? "" }));
  });
}

/** Without looking at the form of every byte: what somebody changed is found by verification. */
function eventOf(leaf: Buffer): Event | undefined {
  try {
    return JSON.parse(leaf.toString("utf8")).event;
  } catch {
    return undefined;
  }
}

function namesIn({ actor, origin, decision }: Event, field: WordField): Pick<Word, "value" | "label">[] {
  if (field === "application") return origin?.application ? [{ value: origin.application, label: null }] : [];
  const people = field === "actor" ? [actor] : field === "behalf" ? [actor.onBehalfOf] : (decision?.approvers ?? []);
  return people.flatMap((one) => (one?.name === undefined ? [] : [{ value: one.id, label: one.name }]));
}
