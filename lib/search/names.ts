/**
 * The question: what are the records called that these entries are about, or refer to? A record's own name stands in its entry; that
 * of another is the one its latest entry gave it by then. At most two queries for a page, and none where no source has hints.
 */
import type { Read } from "../access/index.ts";
import type { Home } from "../database/index.ts";
import {
  type Hints,
  hintOf,
  hintsFor,
  type Names,
  nameIn,
  readHints,
  type SeenEntry,
  type SeenField,
} from "../event/index.ts";
import { findEntries, isUuid } from "../ledger/index.ts";
import { readProven, seen } from "./proven.ts";

/** Records whose names are looked up for one page; those beyond it are shown by their ids. */
const mostReferred = 200;

interface Reference {
  entry: SeenEntry;
  field: string;
  source: string;
  schema?: string;
  type: string;
  id: string;
}

/** The entries with `names`. `fields`: whose references are looked up, those that a sentence quotes or all of them; `most` of them at most. */
export async function withNames(
  read: Read,
  home: Home,
  entries: SeenEntry[],
  fields: "quoted" | "all" = "quoted",
  most = mostReferred,
): Promise<SeenEntry[]> {
  const hints = await readHintsOf(read, entries);
  if (hints.size === 0) return entries;
  const named = entries.map((entry) => nameOwn(entry, hints.get(entry.event.source.id)));
  const references = named.flatMap((entry) => referencesOf(entry, fields)).slice(0, most);
  if (references.length > 0) await nameReferred(read, home, references, hints);
  return named;
}

async function readHintsOf({ sql }: Read, entries: SeenEntry[]): Promise<Map<string, Hints>> {
  const ids = [...new Set(entries.map(({ event }) => event.source.id).filter(isUuid))];
  const rows = await sql<{ id: string; hints: unknown }[]>`
    select id, settings -> 'hints' as hints from app.sources where id = any(${ids}::uuid[]) and settings ? 'hints'`;
  return new Map(rows.map(({ id, hints }) => [id, readHints(hints)]));
}

function nameOwn(entry: SeenEntry, known: Hints | undefined): SeenEntry {
  const hints = hintsFor(known, entry.event.target);
  if (!hints) return entry;
  const record = nameIn(entry.event.change?.fields, hints);
  return { ...entry, names: { hints, ...(record && { record }) } };
}

function referencesOf(entry: SeenEntry, which: "quoted" | "all"): Reference[] {
  const fields = entry.event.change?.fields ?? [];
  const quoted = fields.find(({ changed }) => changed);
  return (which === "all" ? fields : quoted ? [quoted] : []).flatMap((field) => {
    const { refersTo } = hintOf(entry.names?.hints, field.name);
    if (!refersTo) return [];
    const dot = refersTo.indexOf(".");
    const table = { ...(dot > 0 && { schema: refersTo.slice(0, dot) }), type: refersTo.slice(dot + 1) };
    return idsIn(field).map((id) => ({ entry, field: field.name, source: entry.event.source.id, ...table, id }));
  });
}

function idsIn({ before, after, value }: SeenField): string[] {
  const ids = [before, after, value].flatMap((seen) =>
    seen?.state === "shown" && typeof seen.value === "string" && seen.value !== "" ? [seen.value] : [],
  );
  return [...new Set(ids)].filter((id) => id.length <= 200);
}

/** Puts the names beside the references; one that is concealed or erased is none, nor one beyond the reader's scope, which the database leaves out. */
async function nameReferred(read: Read, home: Home, references: Reference[], hints: Map<string, Hints>): Promise<void> {
  const { sql, ledger } = read;
  const places = await sql<{ at: number; index: bigint }[]>`
    select wanted.at::int, found.index
    from unnest(
      ${references.map(({ source }) => source)}::uuid[], ${references.map(({ type }) => type)}::text[],
      ${references.map(({ id }) => id)}::text[], ${references.map(({ entry }) => entry.event.occurredAt)}::timestamptz[]
    ) with ordinality as wanted(source, type, id, time, at)
    cross join lateral (
      select index from ledger.projection
      where ledger = ${ledger} and record_type = wanted.type and record_id = wanted.id and occurred_at <= wanted.time
        and source = wanted.source and category = 'record'
      order by occurred_at desc, index desc limit 1) as found`;
  const indexes = [...new Set(places.map(({ index }) => index))];
  const proven = await readProven(read);
  const found = await findEntries(sql, home, ledger, indexes);
  const entries = new Map(found.map((entry) => [entry.index, seen(entry, proven)]));
  for (const { at, index } of places) {
    const [reference, other] = [references[at - 1], entries.get(index)?.event];
    if (!reference || !other) continue;
    if (reference.schema !== undefined && other.target?.schema !== reference.schema) continue;
    const name = nameIn(other.change?.fields, hintsFor(hints.get(reference.source), other.target));
    if (name) remember(reference, name);
  }
}

function remember({ entry, field, id }: Reference, name: string): void {
  const names = entry.names as Names;
  names.referred ??= {};
  names.referred[field] = { ...names.referred[field], [id]: name };
}
