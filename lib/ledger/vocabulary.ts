/**
 * Values that a search can complete to: those of the projection's columns, and from some leaves what no column has, names and
 * programs. Values that are kept alone: nothing of a field's values is among them.
 */
import type { Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { type Leaf, readLeaf } from "../integrity/index.ts";
import type { Segment } from "./segments.ts";

/** Characters of a value that is offered. */
const longestWord = 200;

export async function addWords(sql: Transaction, segment: Segment): Promise<void> {
  await addLabels(sql, segment); // before their last day moves on
  await addColumns(sql, segment);
}

async function addColumns(sql: Transaction, { ledger, from, to }: Segment): Promise<void> {
  await sql`
    insert into ledger.vocabulary as v (ledger, field, value, source, first_seen, last_seen)
    select ${ledger}, field, value, source, min(day), max(day)
    from (
      select w.field, w.value, source, (occurred_at at time zone 'UTC')::date as day
      from ledger.projection p, lateral (
        values ('actor', actor), ('behalf', on_behalf_of), ('action', action), ('event', type), ('record', record_type), ('system', system),
          ('login', login), ('address', address), ('ticket', ticket)
        union all select 'field', unnest(changed)
        union all select 'approver', unnest(approvers)
      ) as w (field, value)
      where ledger = ${ledger} and index >= ${from} and index < ${to}
    ) as words
    where value <> '' and char_length(value) <= ${longestWord}
    group by field, value, source
    on conflict (ledger, field, value, source) do update set
      first_seen = least(v.first_seen, excluded.first_seen), last_seen = greatest(v.last_seen, excluded.last_seen)
    where v.first_seen > excluded.first_seen or v.last_seen < excluded.last_seen`;
}

interface Word {
  field: "actor" | "behalf" | "approver" | "source" | "application";
  value: string;
  source: string;
  label: string | null;
  day: string;
}

/** One newest entry of everybody who acts, approves or stands behind, and of each way in, says what they are called. */
async function addLabels(sql: Transaction, { ledger, from, to }: Segment): Promise<void> {
  const rows = await sql<{ leaf: Buffer }[]>`
    with rows as (
      select index, recorded_at, source, actor, on_behalf_of, login, channel, address, approvers from ledger.projection
      where ledger = ${ledger} and index >= ${from} and index < ${to}
    ), chosen as (
      select max(index) as index from rows group by source, actor, on_behalf_of
      union select max(index) from rows group by source, login, channel, address
      union select max(index) from rows where approvers <> '{}' group by source, approvers
    )
    select e.leaf from chosen join rows using (index)
    join ledger.entries e on e.ledger = ${ledger} and e.index = rows.index and e.recorded_at = rows.recorded_at
    order by rows.index`;
  await storeWords(sql, ledger, wordsOf(rows.flatMap(({ leaf }) => leafOf(leaf) ?? [])));
}

function leafOf(bytes: Buffer): Leaf | undefined {
  try {
    return readLeaf(bytes);
  } catch (error) {
    if (error instanceof Fault) return undefined; // somebody has changed it: verification says so
    throw error;
  }
}

/** Each word once for each source, with the newest label. */
function wordsOf(leaves: Leaf[]): Word[] {
  const words = new Map<string, Word & { first: string }>();
  for (const { event } of leaves) {
    const { source, actor, origin, decision } = event;
    const day = event.occurredAt.slice(0, 10);
    const add = (field: Word["field"], value = "", label?: string) => {
      if (value === "" || value.length > longestWord) return;
      const key = `${field}\0${value}\0${source.id}`;
      const known = words.get(key);
      const first = known && known.first < day ? known.first : day;
      const last = known && known.day > day ? known.day : day;
      words.set(key, { field, value, source: source.id, label: label ?? known?.label ?? null, day: last, first });
    };
    add("actor", actor.id, actor.name);
    add("behalf", actor.onBehalfOf?.id, actor.onBehalfOf?.name);
    for (const { id, name } of decision?.approvers ?? []) add("approver", id, name);
    add("source", source.name);
    add("application", origin?.application);
  }
  return [...words.values()];
}

async function storeWords(sql: Transaction, ledger: string, words: Word[]): Promise<void> {
  await sql`
    insert into ledger.vocabulary as v (ledger, field, value, source, label, first_seen, last_seen)
    select ${ledger}, w.field, w.value, w.source, w.label, w.first, w.day
    from json_to_recordset(${JSON.stringify(words).replaceAll("\\u0000", "\\ufffd")}::text::json)
      as w (field text, value text, source uuid, label text, first date, day date)
    on conflict (ledger, field, value, source) do update set
      label = case when excluded.last_seen >= v.last_seen or v.label is null then coalesce(excluded.label, v.label) else v.label end,
      first_seen = least(v.first_seen, excluded.first_seen), last_seen = greatest(v.last_seen, excluded.last_seen)`;
}
