/** The question: what does a subscription find among the entries that it has not looked at? */
import { randomBytes } from "node:crypto";
import { type Read, readAfter, type Web } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { eventId, microseconds } from "../../event/index.ts";
import { conditionOf } from "../find/index.ts";
import { demands, freeze, is, queryWords, searchAddress, type Tree } from "../language/index.ts";
import { lookAt } from "../look.ts";
import { alertBody, mostTold } from "./alert-body.ts";
import type { Due, Watch } from "./subscription.ts";

export interface Looked {
  /** Entries below it have been looked at. */
  to: bigint;
  count: number;
  /** When it was looked: rolling times are those of that moment. */
  now: string;
  /** What a webhook is told, where there is one and something was found. */
  body?: { id: string; text: string };
}

/** Entries of one step, and steps of one look: the rest is for the next. */
const step = 20_000n;
const mostSteps = 10n;

/** Reads as the subscriber may, and records nothing: nobody looks, and what is found stays where it was. */
export async function lookForNew(web: Web, due: Due, watch: Watch, head: bigint): Promise<Looked> {
  const now = web.clock();
  const from = due.upTo;
  const to = head < from + step * mostSteps ? head : from + step * mostSteps;
  return readAfter(
    watch.principal,
    async (read) => {
      const { count, first } = await findNew(read, web.home, watch, from, to, now);
      const looked = { to, count, now };
      if (count === 0 || !watch.webhook) return looked;
      const entries = await lookAt(read, web.home, first);
      const { id, name, query } = due.search;
      const delivery = eventId(microseconds(now), randomBytes(10));
      const search = { id, name, query, words: queryWords(watch.tree), zone: watch.zone };
      const address = addressOf(watch, from, to, now);
      const alert = { id: delivery, at: now, subscription: due.subscription, search, count, from, below: to, address };
      return { ...looked, body: { id: delivery, text: alertBody(alert, entries, watch.webhook.values) } };
    },
    web,
  );
}

/**
 * Whatever alerting writes about itself is left out, also for those who ask for Vouch's own entries: otherwise an alert would set
 * off the next one, for ever.
 */
async function findNew(read: Read, home: Home, { tree, zone }: Watch, from: bigint, to: bigint, now: string) {
  const { sql, ledger } = read;
  const condition = conditionOf(read, home, tree, { zone, now });
  let count = 0;
  const first: bigint[] = [];
  for (let at = from; at < to; at += step) {
    const end = at + step < to ? at + step : to;
    const [row] = await sql<{ count: number; first: bigint[] | null }[]>`
      select count(*)::int as count, (array_agg(p.index order by p.index))[1:${mostTold}] as first
      from ledger.projection p
      where p.ledger = ${ledger} and p.index >= ${at.toString()}::bigint and p.index < ${end.toString()}::bigint
        and not (p.source_kind = 'vouch' and p.type like 'alert.%') and ${condition}`;
    count += row?.count ?? 0;
    first.push(...(row?.first ?? []));
  }
  return { count, first: first.slice(0, mostTold) };
}

/** The same search with its times as they are then, of these entries alone. */
export function addressOf({ tree, zone }: Watch, from: bigint, to: bigint, now: string): string {
  const frozen = demands(freeze(tree, zone, now));
  const own = frozen.some((member) => "field" in member && member.field === "own" && member.value !== "hidden");
  const range: Tree[] = [
    { field: "entry", operator: "least", value: from.toString() },
    { field: "entry", operator: "under", value: to.toString() },
  ];
  const alerts: Tree[] = own ? [{ not: is("event", "alert.sent") }, { not: is("event", "alert.failed") }] : [];
  return searchAddress({ tree: { all: [...frozen, ...range, ...alerts] }, zone });
}
