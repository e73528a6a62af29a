/** Subscriptions that have something to look at, and whether they may look. */
import { may, type Person, type Principal, readScope } from "../../access/index.ts";
import type { Home, Sql } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { type Tree, withOwn } from "../language/index.ts";
import { zoneOf } from "./run.ts";
import { understand } from "./saved.ts";
import { openWebhook } from "./webhook-seal.ts";

export interface Due extends Person {
  subscription: string;
  upTo: bigint;
  trouble: string | null;
  search: { id: string; name: string; query: string; zone: string; owner: string; shared: boolean };
  /** As it is stored. */
  scope: unknown;
  deactivated: boolean;
  webhook: { id: string; name: string; place: string; sealed: string; ended: boolean } | null;
}

/** What one may look for, as whom, and where it is told beside Vouch. */
export interface Watch {
  principal: Principal;
  tree: Tree;
  zone: string;
  webhook?: { id: string; values: boolean };
  /** Why the webhook is left out. */
  trouble?: string;
}

/** Seconds between two notices of one subscription: what comes meanwhile is told together. */
export const quiet = 60;
const mostAtOnce = 500;

/** Those that have not looked at all entries below `head`, and were quiet for a minute; the furthest behind first, those in trouble last. */
export async function findDue(sql: Sql, ledger: string, head: bigint, quietSince: string): Promise<Due[]> {
  return sql<Due[]>`
    select s.id as subscription, s.up_to as "upTo", s.trouble,
      json_build_object('id', q.id, 'name', q.name, 'query', q.query, 'zone', q.zone, 'owner', q.owner, 'shared', q.shared) as search,
      p.id, p.email, p.name, p.role, p.scope, p.deactivated_at is not null as deactivated,
      case when w.id is not null then json_build_object('id', w.id, 'name', w.name, 'place', w.place,
        'sealed', encode(w.sealed, 'hex'), 'ended', w.ended_at is not null) end as webhook
    from app.subscriptions s join app.queries q on q.id = s.query join app.people p on p.id = s.person
    left join app.webhooks w on w.id = s.webhook
    where s.ended_at is null and q.removed_at is null and q.ledger = ${ledger} and s.up_to < ${head.toString()}::bigint
      and (s.last_found_at is null or s.last_found_at <= ${quietSince})
    order by s.trouble is not null, s.up_to, s.id limit ${mostAtOnce}`;
}

/** As the person may search now; a sentence where they may not, or the search says nothing that can be looked for. */
export function watchOf(due: Due, home: Home): Watch | string {
  const { id, email, name, role, search } = due;
  for (const permission of ["subscriptions.manage", "events.search"] as const)
    if (!may(role, permission)) return `Your role (${role}) may not search or be alerted any more.`;
  if (search.owner !== id && !search.shared) return "The search is no longer shared.";
  const { tree, mistakes } = understand(search.query);
  const [mistake] = mistakes;
  if (mistake) return `The search cannot be understood as it is written: ${mistake.sentence}`;
  try {
    const principal = { person: { id, email, name, role }, session: "alerts", scope: readScope(due.scope) };
    return { principal, tree: withOwn(tree), zone: zoneOf(search), ...webhookOf(due, home) };
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

function webhookOf({ webhook, role }: Due, home: Home): Pick<Watch, "webhook" | "trouble"> {
  if (!webhook) return {};
  if (webhook.ended) return { trouble: "Its webhook was removed: you are alerted in Vouch alone." };
  if (!may(role, "alerts.send"))
    return { trouble: `Your role (${role}) may not send alerts out of Vouch: you are alerted in Vouch alone.` };
  try {
    const { values } = openWebhook(home, webhook.id, Buffer.from(webhook.sealed, "hex"));
    return { webhook: { id: webhook.id, values } };
  } catch (error) {
    if (error instanceof Fault) return { trouble: `Nothing is sent to ${webhook.name}: ${error.message}` };
    throw error;
  }
}
