/** How many lines there are by the values of each facet, and by bar: from rows that counted.ts or lines.ts makes. */
import type { ActorKind, FieldName } from "../../event/index.ts";
import { searchable } from "../../event/index.ts";
import type { Fragment, Sqlish } from "../find/condition.ts";
import type { Stack } from "./summary.ts";

/** Fields that stand beside the list. */
export type FacetField = {
  [F in FieldName]: (typeof searchable)[F] extends { facet: true } ? F : never;
}[FieldName];

/** The column that each facet counts by: a new facet needs one in ledger.rollups. */
export const facetColumns = {
  actor: "actor",
  kind: "actor_kind",
  attribution: "attribution",
  action: "action",
  category: "category",
  record: "record_type",
  source: "source",
  origin: "channel",
  decision: "decision",
} as const satisfies Record<FacetField, string>;

export const facetFields = Object.keys(searchable).filter((name) => name in facetColumns) as FacetField[];

/** Values of a facet that are shown. */
export const mostShown = 10;

/**
 * Bulk statements that a tree finds by their rows alone. Rollups do not say which rows are of one statement, but rows share all
 * that is counted with it but category and decision: so many statements were found as there are statements beside such rows.
 * Of `counted`, with the same columns and what the statement's own entry says of itself.
 */
function withStatements({ sql }: Sqlish): Fragment {
  return sql`
    bulk as (
      select distinct on (bar, source, action, actor, actor_kind, attribution, record_type, channel, ticket) *
      from counted where entries > lines and mask <> 0
      order by bar, source, action, actor, actor_kind, attribution, record_type, channel, ticket, decision
    ), found as (
      select *, 0 as own_mask, decision as own_decision from counted
      union all
      select s.bar, s.source, s.source_kind, b.category, s.action, s.actor, s.actor_kind, s.attribution, s.record_type, b.decision, s.channel, s.ticket,
        b.mask, s.lines, 0, s.mask, s.decision
      from counted s join bulk b using (bar, source, action, actor, actor_kind, attribution, record_type, channel, ticket)
      where s.category = 'statement' and b.category <> 'statement' and s.lines > 0
    )`;
}

function grouped({ sql }: Sqlish, rows: Fragment): Fragment {
  return sql`
    counted as materialized (
      select bar, source, source_kind, category, action, actor, actor_kind, attribution, record_type, decision, channel, ticket, mask,
        sum(lines) as lines, sum(entries) as entries
      from (${rows}) as rows where mask <> 0 or (category = 'statement' and lines > 0)
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
    ), ${withStatements({ sql })}`;
}

/** A facet, the bit of the tree that it counts, and values that are to be among what is returned. */
export interface CountedFacet {
  field: FacetField;
  bit: number;
  named: string[];
}

export interface FacetRow {
  field: FacetField;
  /** As the column has it. */
  value: string;
  kind: ActorKind | null;
  lines: number;
  /** Values of the facet that have lines. */
  values: number;
}

/** The ten values of each facet that have most lines, those that are named, and the totals of the tree of bit 0. */
export async function countFacets(
  { sql }: Sqlish,
  rows: Fragment,
  facets: CountedFacet[],
): Promise<{ rows: FacetRow[]; total: { lines: number; entries: number } }> {
  const counts = facets.map(({ field, bit, named }) => {
    const column = sql(facetColumns[field]);
    const ofTree = sql`(mask & ${1 << bit}::int) <> 0`;
    const once = {
      category: sql`true`,
      decision: sql`((own_mask & ${1 << bit}::int) = 0 or own_decision <> decision)`,
    }[field as string];
    return sql`
      select ${field}::text as field, ${column}::text as value, ${field === "actor" ? sql`min(actor_kind)` : sql`null::text`} as kind,
        sum(lines) as lines, ${column}::text = any(${named}::text[]) as named
      from found where ${ofTree} and ${column}::text <> '' and ${once ?? sql`(own_mask & ${1 << bit}::int) = 0`}
      group by ${column} having sum(lines) > 0`;
  });
  const all = [...counts].reduce((so, each) => sql`${so} union all ${each}`);
  const found = await sql<(FacetRow & { entries: number })[]>`
    with ${grouped({ sql }, rows)}
    select field, value, kind, lines::float8 as lines, values::float8 as values, 0::float8 as entries
    from (
      select *, row_number() over (partition by field order by lines desc, value) as rank, count(*) over (partition by field) as values
      from (${all}) as counts) as ranked
    where rank <= ${mostShown}::int or named
    union all
    select '', '', null, coalesce(sum(lines) filter (where (own_mask & 1) = 0), 0)::float8, 0, coalesce(sum(entries), 0)::float8
    from found where (mask & 1) <> 0
    order by field, lines desc, value`;
  const total = found.find(({ field }) => (field as string) === "");
  return {
    rows: found.filter(({ field }) => (field as string) !== ""),
    total: { lines: total?.lines ?? 0, entries: total?.entries ?? 0 },
  };
}

/** Lines and entries of the tree of bit 0. */
export async function countTotal({ sql }: Sqlish, rows: Fragment): Promise<{ lines: number; entries: number }> {
  const [row] = await sql<{ lines: number; entries: number }[]>`
    with ${grouped({ sql }, rows)}
    select coalesce(sum(lines) filter (where (own_mask & 1) = 0), 0)::float8 as lines, coalesce(sum(entries), 0)::float8 as entries
    from found where (mask & 1) <> 0`;
  return row ?? { lines: 0, entries: 0 };
}

/** Lines by bar, from 1 on, and by part of it, of the tree of bit 0. `shared`: rows of statements need not be looked for. */
export async function countBars(
  { sql }: Sqlish,
  rows: Fragment,
  shared: boolean,
): Promise<{ bar: number; stack: Stack; lines: number }[]> {
  if (shared)
    return sql`
      select bar::int as bar, ${stackOf({ sql })} as stack, sum(lines)::float8 as lines
      from (${rows}) as found where (mask & 1) <> 0 group by 1, 2 having sum(lines) > 0`;
  return sql`
    with ${grouped({ sql }, rows)}
    select bar::int as bar, ${stackOf({ sql })} as stack, sum(lines)::float8 as lines
    from found where (mask & 1) <> 0 and (own_mask & 1) = 0 group by 1, 2 having sum(lines) > 0`;
}

function stackOf({ sql }: Sqlish): Fragment {
  return sql`case when decision = 'denied' then 'refused'
    when action in ('updated', 'altered', 'changed', 'renamed') then 'changed'
    when action in ('created', 'inserted') then 'created'
    when action in ('deleted', 'truncated', 'dropped', 'removed', 'erased') then 'deleted' else 'other' end`;
}
