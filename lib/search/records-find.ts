/**
 * The question: which record does somebody mean? Keys are found by index, in every kind that is known. Names stand sealed beside the
 * leaves, so they are found only among the records that changed last.
 */
import type { Read } from "../access/index.ts";
import type { Home } from "../database/index.ts";
import { imageAfter, imageBefore, type SeenEntry, words } from "../event/index.ts";
import { lookAt } from "./look.ts";
import { kindOf, type RecordKey } from "./record-query.ts";
import type { Kind } from "./records.ts";

/** Lines among which names are looked for, newest first, and the records of them that are opened for it. */
const mostLines = 20_000;
const mostNamed = 200;
const mostFound = 25;

export interface FoundRecord {
  record: RecordKey;
  source: string;
  /** What people call it. */
  name?: string;
  /** Its newest version. */
  last: SeenEntry;
}

export interface Found {
  /** By key, or else by name; newest first. */
  found: FoundRecord[];
  /** Names were looked for from here on; absent where a key was found. */
  namesFrom?: string;
}

/** By key, and only where no record has that key by name: `kinds` are those that `list` tells of. */
export async function findNamed(read: Read, home: Home, text: string | undefined, kinds: Kind[]): Promise<Found> {
  const found = text === undefined ? [] : await findByKey(read, home, meanings(text, kinds));
  return found.length > 0 ? { found } : findNewest(read, home, text, kinds);
}

interface Meaning {
  source: string;
  type: string;
  id: string;
}

/** What a text may name: a key of any kind, or, where it begins with a kind, one of that kind. */
function meanings(text: string, kinds: Kind[]): Meaning[] {
  const keys = (typed: string) => {
    const parts = typed.split(/\s*,\s*/);
    return [typed, typed.toUpperCase(), ...(parts.length > 1 ? [JSON.stringify(parts)] : [])];
  };
  const all = kinds.flatMap((kind) => {
    const rest = afterKind(text, kind);
    return (rest === undefined ? [text] : [text, rest]).flatMap(keys).map((id) => ({ kind, id }));
  });
  const distinct = new Map(all.map(({ kind, id }) => [`${kind.source.id} ${kind.type} ${id}`, { kind, id }]));
  return [...distinct.values()].map(({ kind, id }) => ({ source: kind.source.id, type: kind.type, id }));
}

/** "10482" of "customers 10482" and "Customer 10482". */
function afterKind(text: string, { type }: Kind): string | undefined {
  const typed = text.toLowerCase();
  const names = [type, words(type)].map((name) => name.toLowerCase());
  const name = names.flatMap((one) => [one, one.replace(/s$/, "")]).find((one) => typed.startsWith(`${one} `));
  return name === undefined ? undefined : text.slice(name.length).trim() || undefined;
}

async function findByKey(read: Read, home: Home, meant: Meaning[]): Promise<FoundRecord[]> {
  const { sql, ledger, principal } = read;
  const { from, to } = principal.scope;
  const places = await sql<{ index: bigint }[]>`
    select p.index
    from unnest(${meant.map(({ source }) => source)}::uuid[], ${meant.map(({ type }) => type)}::text[], ${meant.map(({ id }) => id)}::text[]) as m(source, type, id),
      lateral (
        select index, occurred_at from ledger.projection
        where ledger = ${ledger} and record_type = m.type and record_id = m.id and source = m.source and category = 'record' and decision is distinct from 'denied'
          and occurred_at >= ${from ?? "-infinity"} and occurred_at < ${to ?? "infinity"}
        order by occurred_at desc, index desc limit 5 -- several, since a table of another schema may have the same name
      ) p
    order by p.occurred_at desc, p.index desc limit ${mostFound * 5}`;
  return distinctRecords(
    await lookAt(
      read,
      home,
      places.map(({ index }) => index),
    ),
  );
}

/**
 * Those that changed last; of them those that are called so, where a name is given. Of records with the same type and key in two schemas
 * of one source only the one that changed last is seen here; by key both are found.
 */
async function findNewest(read: Read, home: Home, text: string | undefined, kinds: Kind[]): Promise<Found> {
  const { sql, ledger, principal } = read;
  const { from, to } = principal.scope;
  const rows = await sql<{ index: bigint; oldest: string }[]>`
    with lines as materialized (
      select source, record_type, record_id, category, decision, occurred_at, index from ledger.projection
      where ledger = ${ledger} and part_of is null and occurred_at >= ${from ?? "-infinity"} and occurred_at < ${to ?? "infinity"}
      order by occurred_at desc, index desc limit ${mostLines}
    ), newest as (
      select distinct on (l.source, l.record_type, l.record_id) l.index, l.occurred_at
      from lines l join unnest(${kinds.map(({ source }) => source.id)}::uuid[], ${kinds.map(({ type }) => type)}::text[]) as k(source, type)
        on l.source = k.source and l.record_type = k.type
      where l.category = 'record' and l.decision is distinct from 'denied' and l.record_id is not null
      order by l.source, l.record_type, l.record_id, l.occurred_at desc, l.index desc
    )
    select index, min(occurred_at) over () as oldest
    from (select * from newest order by occurred_at desc, index desc limit ${text === undefined ? mostFound : mostNamed}) n order by occurred_at desc, index desc`;
  const entries = await lookAt(
    read,
    home,
    rows.map(({ index }) => index),
  );
  if (text === undefined) return { found: distinctRecords(entries) };
  const wanted = afterAnyKind(text, kinds).map((name) => name.toLowerCase());
  const named = entries.filter((entry) => {
    const name = nameOf(entry)?.toLowerCase();
    return name !== undefined && wanted.some((part) => name.includes(part));
  });
  return { found: distinctRecords(named), ...(rows[0] && { namesFrom: rows[0].oldest }) };
}

function afterAnyKind(text: string, kinds: Kind[]): string[] {
  return [text, ...kinds.flatMap((kind) => afterKind(text, kind) ?? [])];
}

/** What people call a record: by the source's hints, else by a column that is called so. Never a concealed value. */
export function nameOf({ event, names }: SeenEntry): string | undefined {
  if (names?.record !== undefined) return names.record;
  const image = imageAfter(event) ?? imageBefore(event);
  const field = image?.find(({ name }) => /^(name|title|full_?name|display_?name)$/i.test(name));
  return field?.seen.state === "shown" && typeof field.seen.value === "string" && field.seen.value.trim() !== ""
    ? field.seen.value.slice(0, 200)
    : undefined;
}

/** The newest entry of each record. */
function distinctRecords(entries: SeenEntry[]): FoundRecord[] {
  const found = new Map<string, FoundRecord>();
  for (const entry of entries) {
    const { source, target } = entry.event;
    if (target?.id === undefined || found.size >= mostFound) continue;
    const { schema, type, id } = target;
    const record = { source: source.id, ...(schema !== undefined && { schema }), type, id };
    const key = `${kindOf(record)} ${id}`;
    const name = nameOf(entry);
    if (!found.has(key))
      found.set(key, { record, source: source.name, ...(name !== undefined && { name }), last: entry });
  }
  return [...found.values()];
}
