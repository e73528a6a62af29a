/** Where capture was off, or not known to be on, in the range of a population: for its certificate. */
import type { Principal, Web } from "../../access/index.ts";
import { coverageCauses, everything, folded, type Interval, isGap } from "../../event/index.ts";
import { readCoverage, type SourceCoverage } from "../coverage.ts";
import { type Condition, demands, isCondition, type Tree } from "../language/index.ts";
import type { Certificate, CertifiedGap } from "./certificate.ts";

/** Gaps that a certificate names; how many there are beyond them it says. */
const mostNamed = 200;

/** The gaps of `[from, to)`, of the sources and tables that the query is about, as far as it names them. Oldest first. */
export async function gapsWithin(
  principal: Principal,
  tree: Tree,
  { from, to }: { from: string; to: string },
  web: Web,
): Promise<Certificate["coverage"]> {
  if (from >= to) return { from, to, gaps: [], more: 0 };
  // whole days reach beyond a scope that ends within one, so they are not asked for as such: the scope cuts them
  const period = { from: from.slice(0, 10), to: to.slice(0, 10), days: 1 };
  const { sources } = await readCoverage(principal, period, web);
  const found = sources.filter((source) => isAsked(tree, "source", [source.source.name, source.source.id]));
  const gaps = found.flatMap((source) => gapsOf(source, tree, from, to));
  gaps.sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  return { from, to, gaps: gaps.slice(0, mostNamed), more: Math.max(0, gaps.length - mostNamed) };
}

function gapsOf({ source, strips }: SourceCoverage, tree: Tree, from: string, to: string): CertifiedGap[] {
  return strips
    .filter(({ table }) => table === everything || isAsked(tree, "record", [bare(table), table]))
    .flatMap(({ table, intervals }) =>
      intervals
        .filter(
          (interval) => isGap(interval) && interval.from < to && (interval.to === undefined || interval.to > from),
        )
        .map((interval) => gapOf(source.name, table, interval)),
    );
}

function gapOf(source: string, table: string, { from, to, state, cause }: Interval): CertifiedGap {
  const what = state === "not_captured" ? "Not captured" : "Not known to be captured";
  const says = `${what}: ${coverageCauses[cause]}.`;
  return { source, ...(table !== everything && { table }), from, ...(to !== undefined && { to }), says };
}

const bare = (table: string) => table.slice(table.indexOf(".") + 1);

/** Whether a query that must hold as a whole lets any of these names through: one that names others alone does not. */
function isAsked(tree: Tree, field: Condition["field"], names: string[]): boolean {
  const wanted = demands(tree).filter((demand) => isCondition(demand) && demand.field === field) as Condition[];
  return wanted.every(({ value }) => names.some((name) => folded(name) === folded(value)));
}
