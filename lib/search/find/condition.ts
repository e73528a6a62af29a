/**
 * A tree as a condition of SQL over `ledger.projection p`: always true or false and never null, so that its negation loses no row.
 * What the projection's terms tell is asked of them; numbers, times and places have their columns. Every value is a parameter.
 */
import type { PendingQuery, Row } from "postgres";
import type { Read } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { type FieldName, folded } from "../../event/index.ts";
import {
  type Compared,
  type Condition,
  comparedWith,
  isAll,
  isCondition,
  isNot,
  type Operator,
  resolveTime,
  type Tree,
  uuidForm,
} from "../language/index.ts";
import type { Moment } from "./found.ts";
import { termsOfCondition } from "./terms.ts";

/** What finding needs of a `Read`. */
export type Reading = Pick<Read, "sql" | "ledger" | "principal">;
/** What is needed of one to make SQL. */
export type Sqlish = Pick<Read, "sql">;
/** A piece of SQL with its parameters, to be put into another. */
export type Fragment = PendingQuery<Row[]>;

/** A condition over `ledger.projection p`. Times and relative ones are those of the moment. */
export function conditionOf(read: Sqlish, home: Home, tree: Tree, moment: Moment): Fragment {
  const { sql } = read;
  if (isCondition(tree)) return single(read, home, tree, moment);
  if (isNot(tree)) return sql`not (${conditionOf(read, home, tree.not, moment)})`;
  const members = (isAll(tree) ? tree.all : tree.any).map((member) => conditionOf(read, home, member, moment));
  const [first, ...others] = members;
  if (!first) return isAll(tree) ? sql`true` : sql`false`;
  const joined = isAll(tree)
    ? others.reduce((so, member) => sql`${so} and ${member}`, first)
    : others.reduce((so, member) => sql`${so} or ${member}`, first);
  return sql`(${joined})`;
}

function single(read: Sqlish, home: Home, condition: Condition, moment: Moment): Fragment {
  const { sql } = read;
  const compare = comparisons[condition.field];
  const compared = compare?.(read, condition, moment);
  const terms = condition.field === "own" ? undefined : termsOfCondition(home, condition);
  if (terms === undefined) return compared ?? sql`false`;
  if (terms.length === 0) return sql`true`;
  const has = sql`p.terms @> ${`{${terms.join(",")}}`}::text::bigint[]`;
  const older = olderRows[condition.field]?.(read, condition);
  const found = older ? sql`(${has} or (p.version < 2 and ${older}))` : has;
  return compared ? sql`(${found} or ${compared})` : found;
}

type Comparison = (read: Sqlish, condition: Condition, moment: Moment) => Fragment | undefined;

/** What is compared rather than found by a text. A new field says here whether it is. */
const comparisons = {
  rows: ({ sql }, { operator, value }) => sql`coalesce(${compareTo({ sql }, sql`p.rows`, operator, value)}, false)`,
  entry: ({ sql }, { operator, value }) => compareTo({ sql }, sql`p.index`, operator, value),
  after: betweenTimes,
  before: betweenTimes,
  on: betweenTimes,
  was: measured,
  became: measured,
  actor: undefined,
  kind: undefined,
  attribution: undefined,
  behalf: undefined,
  action: undefined,
  event: undefined,
  category: undefined,
  record: undefined,
  id: undefined,
  field: undefined,
  source: undefined,
  system: undefined,
  origin: undefined,
  application: undefined,
  login: undefined,
  address: undefined,
  statement: undefined,
  decision: undefined,
  approver: undefined,
  request: undefined,
  ticket: undefined,
  transaction: undefined,
  session: undefined,
  own: ({ sql }, { value }) =>
    value === "shown" ? sql`true` : value === "only" ? sql`p.source_kind = 'vouch'` : sql`p.source_kind <> 'vouch'`,
  text: undefined,
} as const satisfies Record<FieldName, Comparison | undefined>;

function compareTo({ sql }: Sqlish, left: Fragment, operator: Operator, value: string): Fragment {
  const right = sql`${value}::text::numeric`;
  return {
    is: () => sql`${left} = ${right}`,
    over: () => sql`${left} > ${right}`,
    least: () => sql`${left} >= ${right}`,
    under: () => sql`${left} < ${right}`,
    most: () => sql`${left} <= ${right}`,
  }[operator]();
}

function betweenTimes({ sql }: Sqlish, condition: Condition, { zone, now }: Moment): Fragment {
  const { from, to } = resolveTime(condition, zone, now) ?? { to: "-infinity" };
  const least = from === undefined ? sql`true` : sql`p.occurred_at >= ${from}::timestamptz`;
  return to === undefined ? least : sql`(${least} and p.occurred_at < ${to}::timestamptz)`;
}

/** Of a field that is named. A value that is neither number nor time is found by its text alone. */
function measured({ sql }: Sqlish, condition: Condition, { zone, now }: Moment): Fragment | undefined {
  const { field, operator, of } = condition;
  const compared = of === undefined ? undefined : comparedWith(condition, zone, now);
  if (of === undefined || !compared) return undefined;
  const side = sql`(p.measures -> ${of}::text ->> ${field === "was" ? 0 : 1}::int)::numeric`;
  return sql`coalesce(${measuredBy({ sql }, side, operator, compared)}, false)`;
}

function measuredBy({ sql }: Sqlish, side: Fragment, operator: Operator, compared: Compared): Fragment {
  if ("number" in compared) return compareTo({ sql }, side, operator, compared.number);
  const between = ({ from, to }: { from: string; to: string }) => {
    const [first, after] = [sql`${from}::text::numeric`, sql`${to}::text::numeric`];
    return {
      is: () => sql`(${side} >= ${first} and ${side} < ${after})`,
      over: () => sql`${side} >= ${after}`,
      least: () => sql`${side} >= ${first}`,
      under: () => sql`${side} < ${first}`,
      most: () => sql`${side} < ${after}`,
    }[operator]();
  };
  if (!compared.days) return between(compared);
  // a date is measured as midnight UTC, and is that day in every zone
  return sql`case when ${side} % 86400 = 0 then ${between(compared.days)} else ${between(compared)} end`;
}

type OlderRow = (read: Sqlish, condition: Condition) => Fragment;
const equal =
  (column: string): OlderRow =>
  ({ sql }, { value }) =>
    sql`coalesce(lower(p.${sql(column)}) = ${folded(value)}, false)`;

/** Rows of the projection's first version have no terms until they are reindexed: until then they are found by what their columns tell. */
const olderRows: Partial<Record<FieldName, OlderRow>> = {
  actor: equal("actor"),
  kind: equal("actor_kind"),
  attribution: equal("attribution"),
  behalf: equal("on_behalf_of"),
  action: equal("action"),
  event: equal("type"),
  category: equal("category"),
  record: equal("record_type"),
  id: equal("record_id"),
  login: equal("login"),
  decision: equal("decision"),
  transaction: equal("transaction"),
  field: ({ sql }, { value }) => sql`exists (select from unnest(p.changed) as c where lower(c) = ${folded(value)})`,
  source: ({ sql }, { value }) => sql`p.source::text = ${folded(value)}`,
  statement: ({ sql }, { value }) =>
    uuidForm.test(value) ? sql`coalesce(coalesce(p.statement, p.part_of)::text = ${folded(value)}, false)` : sql`false`,
  ticket: ({ sql }, { value }) =>
    folded(value) === "none"
      ? sql`(p.ticket is null and p.category in ('record', 'statement') and p.source_kind <> 'vouch'
          and p.decision is distinct from 'denied' and p.type not like '%.failed')`
      : sql`coalesce(lower(p.ticket) = ${folded(value)}, false)`,
};
