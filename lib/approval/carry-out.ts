/** Carrying an act out: only what was approved, only while whoever asked still may, and only once. */
import { erasable, eventBy, may, notify, type Principal, roles, targetOf, type Web } from "../access/index.ts";
import type { Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { type OwnEvent, post, theLedger } from "../ledger/index.ts";
import { type Act, type Done, digestOf, type Sight } from "./act.ts";
import { type Account, addressOfRequest, endRequest, postStep, type Request } from "./request.ts";

/** A request that is locked, in the transaction that changes it. */
export interface Held {
  sql: Transaction;
  act: Act;
  request: Request;
  asker: Account | undefined;
  through: Web;
  now: string;
}

/** Why it can no longer be carried out, as a sentence; undefined where what was asked for holds. */
export async function whyNotAnymore(held: Held): Promise<string | undefined> {
  const { sql, act, request, asker } = held;
  if (!asker?.active) return "The account of whoever asked was deactivated.";
  if (!may(asker.role, act.asks)) return `${asker.name} may no longer ask for this: their role was changed.`;
  const deciding = roles.filter((role) => may(role, act.decides));
  const [lost] = await sql<{ name: string }[]>`
    select p.name from app.decisions d join app.people p on p.id = d.person
    where d.request = ${request.id} and d.outcome = 'approved'
      and (p.deactivated_at is not null or not p.role = any(${deciding})) limit 1`;
  if (lost) return `${lost.name} approved it, and may no longer decide on this: their account was changed.`;
  try {
    const effect = await act.effect(await sightOf(held, asker), act.parse(request.params));
    if (digestOf(request.kind, request.params, effect).equals(request.digest)) return undefined;
    return "What it would do has changed since it was asked for. Ask again, so that somebody decides on what is true now.";
  } catch (error) {
    return sentenceOf(error);
  }
}

/** Carries it out and uses the request up. Where that fails, the request is closed as failed, and the Fault says why. */
export async function carryOut(held: Held, by: Principal | undefined): Promise<Fault | undefined> {
  const { sql, act, request, asker, now } = held;
  const trouble = await whyNotAnymore(held);
  if (trouble !== undefined || !asker) return fail(held, trouble ?? "");
  const params = act.parse(request.params);
  let done: Done;
  try {
    const sight = await sightOf(held, asker);
    const kept = await sql.savepoint(async (inner) => ({
      value: await act.carryOut({ ...sight, sql: inner }, params, request),
    }));
    done = kept.value;
  } catch (error) {
    return fail(held, sentenceOf(error));
  }
  await endRequest(sql, request, "used", now);
  await postDone(held, asker, done, by);
  for (const { people, notice } of done.notices ?? []) await notify(sql, people, notice, now);
  return undefined;
}

/** Closes a request that cannot be carried out. */
export async function fail({ sql, request, through, now }: Held, trouble: string): Promise<Fault> {
  await endRequest(sql, request, "failed", now, trouble);
  await postStep(sql, "failed", request, undefined, through, { data: [erasable("trouble", trouble)] });
  const data = { what: request.effect.title, trouble };
  const address = addressOfRequest(request.number);
  await notify(sql, [request.askedBy], { type: "approval.failed", data, address }, now);
  return new Fault("conflict", `Nothing was carried out, and request ${request.number} is closed. ${trouble}`);
}

/** The entry of the act: it names who asked as the one who acted, and who approved, so that one entry answers both. */
async function postDone(held: Held, asker: Account, done: Done, by: Principal | undefined): Promise<void> {
  const { sql, act, request, through } = held;
  const approvers = await sql<{ id: string; name: string; at: string; reason: string }[]>`
    select p.email as id, p.name, d.decided_at as at, d.reason
    from app.decisions d join app.people p on p.id = d.person
    where d.request = ${request.id} and d.outcome = 'approved' order by d.decided_at, p.id`;
  const number = String(request.number);
  const { data = [], ...event } = done.event;
  const target = targetOf(act.target?.(act.parse(request.params)) ?? { type: "request", id: number });
  // what somebody typed as a reason may be about a person: it stands beside the leaf, the rest of the decision in it
  const reasons = approvers.map(({ reason }) => erasable("approved_because", reason));
  const decision = {
    outcome: "approved",
    rule: act.name,
    request: number,
    approvers: approvers.map(({ id, name, at }) => ({ id, name, at })),
  } as const;
  const said = { ...event, target, decision, data: [...data, ...reasons] };
  const actor = { kind: "human", id: asker.email, name: asker.name, attribution: "verified" } as const;
  const whole: OwnEvent = by ? eventBy(by, said) : { ...said, actor, origin: { channel: "ui" } };
  const correlation = { ...whole.correlation, request: number, reason: request.reason };
  await post(sql, { ...whole, correlation }, through.clock);
}

async function sightOf({ sql, through }: Held, { id, email, name, role, scope }: Account): Promise<Sight> {
  const asker = { person: { id, email, name, role }, scope };
  return { sql, ledger: await theLedger(sql), home: through.home, asker };
}

/** What an act refused with; everything else is no answer of the act's, and undoes the whole transaction. */
function sentenceOf(error: unknown): string {
  if (error instanceof Fault && error.code !== "unavailable") return error.message;
  throw error;
}
