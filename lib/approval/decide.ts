/** Deciding: somebody else approves or refuses, having seen exactly what was asked for. */
import { authorise, may, notify, type Principal, type Web, web } from "../access/index.ts";
import type { Transaction } from "../database/index.ts";
import { Fault, instant, microseconds } from "../event/index.ts";
import { type Acts, actOf, approvalsNeeded } from "./act.ts";
import { carryOut, fail, type Held, whyNotAnymore } from "./carry-out.ts";
import { cameByLink, findDeciders, hoursOfLink } from "./deciders.ts";
import { close } from "./expire.ts";
import {
  type Account,
  addressOfRequest,
  endRequest,
  getRequest,
  isOver,
  isSame,
  isWhole,
  lockPeople,
  postStep,
  type Request,
  type RequestState,
  readNumber,
  readReason,
  settle,
} from "./request.ts";

export interface Decision {
  outcome: "approved" | "refused";
  reason: string;
  /** Hex: the digest of what the decider saw. */
  saw: string;
}

/**
 * Decides on a request; `number` as it stands in an address. Returns the state it has then: `used` where it was carried out.
 * Throws `forbidden` (recorded) for whoever may not, `conflict` where it is decided, over, or another one than was seen.
 */
export async function decide(
  principal: Principal | undefined,
  acts: Acts,
  number: string,
  decision: Decision,
  through: Web = web(),
): Promise<RequestState> {
  const target = { type: "request", id: number.slice(0, 20) };
  const viewer = await authorise(principal, "approvals.view", { target }, through);
  const found = await getRequest(through.sql, readNumber(number));
  const act = actOf(acts, found.kind);
  const by = await authorise(viewer, act.decides, { target }, through);
  const reason = readReason(decision.reason);
  if (decision.outcome !== "approved" && decision.outcome !== "refused") throw noAnswer();
  return settle(by, act.decides, found.number, through, async (sql) => {
    const now = through.clock();
    const request = await getRequest(sql, found.number, "for update");
    const people = await lockPeople(sql, [by.person.id, request.askedBy, ...(act.concerns?.(request.params) ?? [])]);
    const held: Held = { sql, act, request, asker: people.get(request.askedBy), through, now };
    if (isOver(request, now)) return close(sql, request, through, now);
    await holdToDecider(held, by, people.get(by.person.id));
    if (request.state !== "waiting") throw await decidedAlready(sql, request);
    if (!isWhole(request) || !isSame(request.digest, decision.saw)) {
      throw new Fault("conflict", "What you saw is not what is asked for now. Look again, then decide.");
    }
    await insert(held, by, { ...decision, reason });
    return decision.outcome === "refused" ? refuse(held, by, reason) : approve(held, by);
  });
}

/** Throws where this person may not decide on this request, whatever their role says in general. */
async function holdToDecider(
  { sql, act, request, now }: Held,
  by: Principal,
  account: Account | undefined,
): Promise<void> {
  const { id } = by.person;
  if (id === request.askedBy) {
    const others = await findDeciders(sql, act, request.params, id, now);
    throw new Fault("forbidden", `You cannot approve your own request. ${canDecide(others.map(({ name }) => name))}`);
  }
  if (act.concerns?.(request.params).includes(id)) {
    throw new Fault("forbidden", "This request is about your own account, so somebody else decides on it.");
  }
  if (await cameByLink(sql, id, request.askedBy, now)) {
    throw new Fault(
      "forbidden",
      `Your password was set less than ${hoursOfLink} hours ago with a link that the person who asks has made, so somebody else decides on this. After that time you can.`,
    );
  }
  if (!account?.active || !may(account.role, act.decides)) {
    throw new Fault("forbidden", "Your account may no longer decide on this: it was changed. Ask an administrator.");
  }
}

/** “Ada Marsh or Petra Lind can.” */
export function canDecide(names: string[]): string {
  const [only, ...more] = names;
  if (only === undefined) return "Nobody else can decide on it yet: an administrator invites somebody who may.";
  const shown = names.slice(0, 3);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} or ${rest} more can.`;
  return more.length === 0 ? `${only} can.` : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)} can.`;
}

async function insert({ sql, request, through, now }: Held, by: Principal, { outcome, reason }: Decision) {
  const made = await sql`
    insert into app.decisions (request, person, asked_by, outcome, reason, decided_at, saw)
    values (${request.id}, ${by.person.id}, ${request.askedBy}, ${outcome}, ${reason}, ${now}, ${request.digest})
    on conflict do nothing`;
  if (made.count === 0) {
    throw new Fault("conflict", "You have decided on this request already. It waits for somebody else.");
  }
  await postStep(sql, outcome, request, by, through, { reason });
}

async function refuse({ sql, request, now }: Held, by: Principal, reason: string): Promise<RequestState> {
  await endRequest(sql, request, "refused", now);
  const data = { who: by.person.name, what: request.effect.title, reason };
  const address = addressOfRequest(request.number);
  await notify(sql, [request.askedBy], { type: "approval.refused", data, address }, now);
  return "refused";
}

async function approve(held: Held, by: Principal): Promise<RequestState | Fault> {
  const { sql, act, request, now } = held;
  const [given] = await sql<{ count: number }[]>`
    select count(*)::int as count from app.decisions where request = ${request.id} and outcome = 'approved'`;
  if ((given?.count ?? 0) < approvalsNeeded(request.effect)) {
    const trouble = await whyNotAnymore(held);
    return trouble === undefined ? "waiting" : fail(held, trouble);
  }
  const byAsker = act.carriedOut === "by the asker";
  const fault = byAsker ? await release(held) : await carryOut(held, undefined);
  if (fault) return fault;
  const next = byAsker ? "Open it when you need it: it works once." : undefined;
  const data = { who: by.person.name, what: request.effect.title, ...(next && { next }) };
  const address = addressOfRequest(request.number);
  await notify(sql, [request.askedBy], { type: "approval.approved", data, address }, now);
  return byAsker ? "approved" : "used";
}

/** From now on the asker may use it, for a while. */
async function release(held: Held): Promise<Fault | undefined> {
  const { sql, act, request, now } = held;
  const trouble = await whyNotAnymore(held);
  if (trouble !== undefined) return fail(held, trouble);
  const until = instant(microseconds(now) + BigInt(act.minutes.approved) * 60_000_000n);
  await sql`update app.requests set state = 'approved', expires_at = ${until} where id = ${request.id}`;
  return undefined;
}

async function decidedAlready(sql: Transaction, { id, state, number }: Request): Promise<Fault> {
  if (state === "withdrawn")
    return new Fault("conflict", `Request ${number} was withdrawn, so nothing is to be decided.`);
  const [last] = await sql<{ name: string; outcome: string }[]>`
    select p.name, d.outcome from app.decisions d join app.people p on p.id = d.person
    where d.request = ${id} order by d.decided_at desc limit 1`;
  const who = last ? ` ${last.name} ${last.outcome} it.` : "";
  return new Fault("conflict", `Request ${number} is closed.${who} Look at what became of it.`);
}

function noAnswer(): Fault {
  return new Fault("invalid", "Expected an answer: approve or refuse. Nothing was decided.");
}
