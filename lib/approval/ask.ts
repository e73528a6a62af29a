/** Asking: what would it do, and may somebody else decide on it? */
import { randomBytes } from "node:crypto";
import {
  authorise,
  countAttempt,
  erasable,
  keep,
  minutesUntil,
  notify,
  type Principal,
  permit,
  type Web,
  web,
} from "../access/index.ts";
import type { Transaction } from "../database/index.ts";
import { eventId, Fault, instant, microseconds } from "../event/index.ts";
import type { Json } from "../integrity/index.ts";
import { theLedger } from "../ledger/index.ts";
import { type Act, approvalsNeeded, digestOf, type Effect, type Sight } from "./act.ts";
import { type Decider, findDeciders } from "./deciders.ts";
import { addressOfRequest, lockPeople, postStep, type Request, readReason, settle } from "./request.ts";

/** Requests of one person that may be open at once. */
const mostOpen = 20;

/** What somebody is about to ask for. */
export interface Preview {
  /** As `ask` takes them. */
  params: Json;
  effect: Effect;
  /** Hex; `ask` refuses another one. */
  digest: string;
  /** Who could decide on it; fewer than are needed, and nobody can. */
  deciders: Decider[];
  needed: number;
}

/** Shows what an act would do, without asking for it. Throws what `act.effect` throws. */
export async function previewAct(
  principal: Principal | undefined,
  act: Act,
  given: unknown,
  through: Web = web(),
): Promise<Preview> {
  await authorise(principal, act.asks, {}, through);
  const data = { purpose: `ask: ${act.name}` };
  return permit(
    principal,
    act.previews,
    { data },
    async ({ sql, ledger, principal: asker }) => {
      const sight = { sql, ledger, home: through.home, asker };
      const params = act.plan ? await act.plan(sight, given) : act.parse(given);
      const effect = await act.effect(sight, params);
      const digest = digestOf(act.kind, params, effect).toString("hex");
      const deciders = await findDeciders(through.sql, act, params, asker.person.id, through.clock());
      return { params, effect, digest, deciders, needed: approvalsNeeded(effect) };
    },
    through,
  );
}

/** Returns the number of the request. `saw`: the digest of the preview, where one was shown. Throws `conflict` where that is another by now, or somebody asked for the same already. */
export async function ask(
  principal: Principal | undefined,
  act: Act,
  wish: { params: unknown; reason: string; saw?: string },
  through: Web = web(),
): Promise<number> {
  const by = await authorise(principal, act.asks, {}, through);
  const reason = readReason(wish.reason);
  const params = act.parse(wish.params);
  await countAsking(by, through);
  return settle(by, act.asks, undefined, through, async (sql) => {
    await lockPeople(sql, [by.person.id, ...(act.concerns?.(params) ?? [])]);
    const sight: Sight = { sql, ledger: await theLedger(sql), home: through.home, asker: by };
    const effect = await act.effect(sight, params);
    const digest = digestOf(act.kind, params, effect);
    if (wish.saw !== undefined && wish.saw !== digest.toString("hex")) {
      throw new Fault("conflict", "What this would do has changed since you looked. Look again, then ask.");
    }
    await holdToLimits(sql, by, digest, through.clock());
    const request = await insert(sql, act, { params, effect, digest, reason, by }, through.clock());
    await tell(sql, act, request, by, through);
    return request.number;
  });
}

async function countAsking(by: Principal, { sql, clock }: Web): Promise<void> {
  const count = await sql.begin((transaction) =>
    countAttempt(transaction, { door: "ask", key: by.person.id }, clock()),
  );
  if (!count.locked) return;
  const minutes = minutesUntil(count.until, clock());
  throw new Fault("conflict", `You asked for too much in a short time. Ask again in ${minutes} minutes.`);
}

async function holdToLimits(sql: Transaction, by: Principal, digest: Buffer, now: string): Promise<void> {
  const open = await sql<{ number: number; same: boolean }[]>`
    select number, digest = ${digest} as same from app.requests
    where asked_by = ${by.person.id} and state in ('waiting', 'approved') and expires_at > ${now}`;
  const same = open.find((one) => one.same);
  if (same) throw new Fault("conflict", `You have asked for exactly this already: it is request ${same.number}.`);
  if (open.length >= mostOpen) {
    throw new Fault(
      "conflict",
      `${mostOpen} of your requests are open, which is the limit. Withdraw those not needed.`,
    );
  }
}

async function insert(
  sql: Transaction,
  act: Act,
  asked: Pick<Request, "params" | "effect" | "digest" | "reason"> & { by: Principal },
  now: string,
): Promise<Request> {
  const { params, effect, digest, reason, by } = asked;
  const id = eventId(microseconds(now), randomBytes(10));
  const expiresAt = instant(microseconds(now) + BigInt(act.minutes.waiting) * 60_000_000n);
  const [made] = await sql<{ number: number }[]>`
    insert into app.requests (id, kind, params, effect, digest, reason, asked_by, asked_at, expires_at)
    values (${id}, ${act.kind}, ${JSON.stringify(params)}::text::jsonb, ${JSON.stringify(effect)}::text::jsonb, ${digest},
      ${reason}, ${by.person.id}, ${now}, ${expiresAt})
    returning number`;
  if (!made) throw new Error("an insert returned nothing");
  const state = { state: "waiting", endedAt: null, trouble: null } as const;
  const { number } = made;
  return {
    id,
    number,
    kind: act.kind,
    params,
    effect,
    digest,
    reason,
    askedBy: by.person.id,
    askedAt: now,
    expiresAt,
    ...state,
  };
}

async function tell(sql: Transaction, act: Act, request: Request, by: Principal, through: Web): Promise<void> {
  const { effect, number, expiresAt, askedAt, reason } = request;
  await postStep(sql, "asked", request, by, through, {
    reason,
    data: [erasable("says", effect.says), keep("approvals", effect.approvals ?? "1"), keep("expires", expiresAt)],
  });
  const deciders = await findDeciders(sql, act, request.params, by.person.id, request.askedAt);
  const data = { who: by.person.name, what: effect.title };
  const notice = { type: "approval.waiting", data, address: addressOfRequest(number) } as const;
  await notify(
    sql,
    deciders.map(({ id }) => id),
    notice,
    askedAt,
  );
}
