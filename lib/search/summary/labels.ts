/** What the values of facets are called on the screen. */
import type { Read } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { searchField } from "../../event/index.ts";
import { findEntries, vouchSource } from "../../ledger/index.ts";
import type { FacetField } from "./tally.ts";

/** Sources by id, removed ones too. A name that two have names neither. */
export async function readSources({ sql, ledger, principal }: Read): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from app.sources where ledger = ${ledger} order by id`;
  const sources = new Map(rows.map(({ id, name }) => [id, name]));
  if (principal.scope.sources?.includes(vouchSource.id) ?? true) sources.set(vouchSource.id, vouchSource.name);
  return sources;
}

/** The value of a facet in words; names of actors and sources are known from `names`. */
export function labelOf(field: FacetField, value: string, names: ReadonlyMap<string, string>): string {
  if (field === "actor" || field === "source") return names.get(value) ?? value;
  if (field === "action") return wordsOf(value);
  return searchField(field).choices?.[value] ?? value;
}

/** "signed_in" → "Signed in" */
export function wordsOf(action: string): string {
  const words = action.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What actors are called, as their newest entries say it that the reader may see. */
export async function readActorNames(read: Read, home: Home, actors: string[]): Promise<Map<string, string>> {
  const { sql, ledger } = read;
  if (actors.length === 0) return new Map();
  const rows = await sql<{ value: string; label: string }[]>`
    select distinct on (value) value, label from ledger.vocabulary
    where ledger = ${ledger} and field = 'actor' and value = any(${actors}::text[]) and label is not null
    order by value, last_seen desc, label`;
  const names = new Map(rows.map(({ value, label }) => [value, label]));
  for (const [actor, name] of await readNewestNames(
    read,
    home,
    actors.filter((actor) => !names.has(actor)),
  ))
    names.set(actor, name);
  return names;
}

/** Of those that are not in the vocabulary yet, or not for this reader. */
async function readNewestNames(read: Read, home: Home, actors: string[]): Promise<[string, string][]> {
  const { sql, ledger, principal } = read;
  if (actors.length === 0) return [];
  const { from, to } = principal.scope;
  const rows = await sql<{ index: bigint }[]>`
    select newest.index from unnest(${actors}::text[]) as a (actor) cross join lateral (
      select index from ledger.projection p
      where p.ledger = ${ledger} and p.actor = a.actor
        and p.occurred_at >= ${from ?? "-infinity"}::timestamptz and p.occurred_at < ${to ?? "infinity"}::timestamptz
      order by p.occurred_at desc, p.index desc limit 1) as newest`;
  const entries = await findEntries(
    sql,
    home,
    ledger,
    rows.map(({ index }) => index),
  );
  return entries.flatMap(({ leaf }) => {
    const actor = leaf?.event.actor;
    return actor?.name === undefined ? [] : [[actor.id, actor.name] as [string, string]];
  });
}
