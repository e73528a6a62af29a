/** One search on its way: what is asked, what is known of the ground, and when it has taken too long. */
import type { Home } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { segmentSize } from "../../ledger/index.ts";
import { is, type Times, type Tree, timesOf } from "../language/index.ts";
import { conditionOf, type Fragment, type Reading } from "./condition.ts";
import { isNothing, isOneByOne, isShared, required } from "./demand.ts";
import type { Moment } from "./found.ts";
import { type Plan, planOf, type Segment } from "./plan.ts";
import { type Ground, readGround } from "./segments.ts";
import { termsOfCondition } from "./terms.ts";

export interface Look {
  read: Reading;
  tree: Tree;
  moment: Moment;
  plan: Plan;
  /** Of every entry that is found, within the reader's scope too: `from` inclusive, `to` exclusive. */
  times: Times;
  ground: Pick<Ground, "settled" | "open">;
  /** Entries below it. */
  upTo: bigint;
  /** What is true of a bulk statement's rows is true of its own entry. */
  shared: boolean;
  /** Lines are entries of their own alone: rows of bulk statements need not be looked at. */
  heads: boolean;
  /** Every entry is a line of its own. */
  oneByOne: boolean;
  /** The tree, and the reader's scope, as a condition over `ledger.projection p`. */
  condition(): Fragment;
  /** The term that a statement's own entry and all its rows have. */
  termOf(statement: string): bigint;
  /** Throws `unavailable` where the search has taken longer than a person waits for. */
  goOn(): void;
}

/** Milliseconds after which a search that found too little is given up. */
const longest = 10_000;

export interface Lookout {
  tree: Tree;
  moment: Moment;
  /** Entries below it; without it: all that there are. */
  upTo?: bigint;
  /** Entries, not lines. */
  entries?: boolean;
  /** However long it takes. */
  patient?: boolean;
}

export async function lookout(read: Reading, home: Home, ask: Lookout): Promise<Look> {
  const { tree, moment } = ask;
  const known = await readGround(read, ask.upTo);
  const times = within(timesOf(tree, moment.zone, moment.now), read.principal.scope);
  const { upTo } = known;
  const ground = isNothing(tree) ? { settled: [], open: [] } : known;
  const ends = performance.now() + longest;
  return {
    read,
    tree,
    moment,
    plan: planOf(home, tree, moment),
    times,
    ground: narrowed(ground, tree, times),
    upTo,
    shared: ask.entries !== true && isShared(tree),
    // how many rows a statement affected is said by its own entry alone
    heads: ask.entries !== true && (isShared(tree) || required(tree).some(({ field }) => field === "rows")),
    oneByOne: ask.entries === true || isOneByOne(tree),
    condition: () => scoped(read, conditionOf(read, home, tree, moment)),
    termOf: (statement) => termsOfCondition(home, is("statement", statement))?.[0] ?? 0n,
    goOn() {
      if (!ask.patient && performance.now() > ends) throw tooLong();
    },
  };
}

export function tooLong(cause?: unknown): Fault {
  return new Fault(
    "unavailable",
    "This search took too long and was stopped. Narrow it: name a period, such as after:7d, a table or an actor.",
    { cause },
  );
}

/** Instants of one form are in order where their texts are. */
function within(times: Times, scope: Times): Times {
  const from = [times.from, scope.from]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  const to = [times.to, scope.to].filter((time) => time !== undefined).sort()[0];
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** A condition over `ledger.projection p`, within the reader's scope. */
export function scoped(
  { sql, principal: { scope } }: Pick<Reading, "sql" | "principal">,
  condition: Fragment,
): Fragment {
  const from = scope.from === undefined ? sql`` : sql`and p.occurred_at >= ${scope.from}::timestamptz`;
  const to = scope.to === undefined ? sql`` : sql`and p.occurred_at < ${scope.to}::timestamptz`;
  const sources =
    scope.sources === undefined
      ? sql``
      : sql`and p.source = any(${`{${scope.sources.map((id) => JSON.stringify(id)).join(",")}}`}::text::uuid[])`;
  return sql`(${condition} ${from} ${to} ${sources})`;
}

/** Without what lies wholly outside the times or the numbers that are asked for: nothing of it is read. */
function narrowed(
  { settled, open }: Pick<Ground, "settled" | "open">,
  tree: Tree,
  { from = "", to = "~" }: Times,
): Look["ground"] {
  const { least, most } = numbersOf(tree);
  const size = BigInt(segmentSize);
  return {
    settled: settled.filter(
      ({ segment, firstOccurred, lastOccurred }: Segment) =>
        lastOccurred >= from &&
        firstOccurred < to &&
        BigInt(segment + 1) * size > least &&
        BigInt(segment) * size <= most,
    ),
    open: open.filter((range) => range.to > least && range.from <= most),
  };
}

/** Between which numbers every entry lies that is found. */
function numbersOf(tree: Tree): { least: bigint; most: bigint } {
  let [least, most] = [0n, 1n << 63n];
  for (const { field, operator, value } of required(tree)) {
    if (field !== "entry" || !/^\d{1,18}$/.test(value)) continue;
    const asked = BigInt(value);
    if (operator === "is" || operator === "least" || operator === "over") least = asked > least ? asked : least;
    if (operator === "is" || operator === "most" || operator === "under") most = asked < most ? asked : most;
  }
  return { least, most };
}
