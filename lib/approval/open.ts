/** The question: what is asked for here, by whom, and what became of it? */
import {
  authorise,
  guard,
  holdTo,
  may,
  type Principal,
  type Role,
  type Scope,
  type Web,
  web,
} from "../access/index.ts";
import { Fault, instant, microseconds, plainSentence } from "../event/index.ts";
import { seeEvent } from "../integrity/index.ts";
import { type Entry, findEntries, theLedger } from "../ledger/index.ts";
import { type Act, type Acts, actOf, approvalsNeeded, type Effect } from "./act.ts";
import { canDecide } from "./decide.ts";
import { type Decider, findDeciders } from "./deciders.ts";
import { getRequest, isOver, isWhole, type Request, type RequestState, readNumber } from "./request.ts";

export interface OpenedRequest {
  number: number;
  /** When this was read, by our clock. */
  now: string;
  /** Which act, as people call it. */
  act: string;
  carriedOut: Act["carriedOut"];
  /** As it stands now: one that is over is expired, whoever has noticed. */
  state: RequestState;
  effect: Effect;
  /** Hex: what a decision carries. */
  digest: string;
  /** What is stored is what was asked for; otherwise somebody changed it in the database. */
  whole: boolean;
  reason: string;
  asker: { name: string; email: string; role: Role; active: boolean; since: string };
  /** From which session it was asked, as its entry says; absent until that is in the ledger. */
  session?: { name: string; address?: string; userAgent?: string };
  askedAt: string;
  expiresAt: string;
  endedAt?: string;
  trouble?: string;
  needed: number;
  decisions: { name: string; role: Role; outcome: "approved" | "refused"; reason: string; at: string; mine: boolean }[];
  /** Who could decide on it; the reader among them, where they could. */
  deciders: Decider[];
  mine: boolean;
  /** Why the reader does not decide on it, where it waits; absent where they may. */
  cannotDecide?: string;
  /** The entries that it left, oldest first. */
  entries: { index: string; at: string; sentence: string }[];
  /** All of them are in the ledger by now. */
  complete: boolean;
  /** Changes with whatever changes here but the time. */
  version: string;
}

/** Looking at a request is no act of its own: nothing is recorded but a denial. Throws `not-found`. */
export async function openRequest(
  principal: Principal | undefined,
  acts: Acts,
  number: string,
  through: Web = web(),
): Promise<OpenedRequest> {
  const target = { type: "request", id: number.slice(0, 20) };
  const by = await authorise(principal, "approvals.view", { target }, through);
  return guard(async () => {
    const request = await getRequest(through.sql, readNumber(number));
    const act = actOf(acts, request.kind);
    const now = through.clock();
    const state = isOver(request, now) ? "expired" : request.state;
    const decisions = await findDecisions(request, by, through);
    const deciders = await findDeciders(through.sql, act, request.params, request.askedBy, through.clock());
    const traces = await findTraces(request, act, by.scope, through);
    const cannotDecide = state === "waiting" ? whyNot(by, act, request, decisions, deciders) : undefined;
    return {
      number: request.number,
      now,
      act: act.name,
      carriedOut: act.carriedOut,
      state,
      effect: request.effect,
      digest: request.digest.toString("hex"),
      whole: isWhole(request),
      reason: request.reason,
      asker: await findAsker(request, through),
      askedAt: request.askedAt,
      expiresAt: request.expiresAt,
      ...(request.endedAt && { endedAt: request.endedAt }),
      ...(request.trouble && { trouble: request.trouble }),
      needed: approvalsNeeded(request.effect),
      decisions,
      deciders,
      mine: request.askedBy === by.person.id,
      ...(cannotDecide && { cannotDecide }),
      ...traces,
      complete: traces.entries.length >= 1 + decisions.length + (closing.has(request.state) ? 1 : 0),
      version: versionOf(state, decisions.length),
    };
  });
}

/** States that leave an entry beside those of asking and deciding. */
const closing: ReadonlySet<RequestState> = new Set(["withdrawn", "expired", "used", "failed"]);

/**
 * What changes as soon as the page of a request is out of date; undefined for whoever may not look. For a page that asks again
 * and again: it records nothing, whatever it answers.
 */
export async function watchRequest(
  principal: Principal | undefined,
  number: string,
  through: Web = web(),
): Promise<string | undefined> {
  if (!principal || !may(principal.person.role, "approvals.view") || !/^[1-9]\d{0,8}$/.test(number)) return undefined;
  return guard(async () => {
    const [found] = await through.sql<{ state: RequestState; expiresAt: string; decisions: number }[]>`
      select state, expires_at as "expiresAt", (select count(*)::int from app.decisions d where d.request = r.id) as decisions
      from app.requests r where number = ${Number(number)}`;
    return found && versionOf(isOver(found, through.clock()) ? "expired" : found.state, found.decisions);
  });
}

function versionOf(state: RequestState, decisions: number): string {
  return `${state}-${decisions}`;
}

function whyNot(
  { person }: Principal,
  act: Act,
  { askedBy, params }: Request,
  decisions: OpenedRequest["decisions"],
  deciders: Decider[],
): string | undefined {
  const names = deciders.filter(({ id }) => id !== person.id).map(({ name }) => name);
  if (askedBy === person.id) return `You cannot approve your own request. ${canDecide(names)}`;
  if (act.concerns?.(params).includes(person.id))
    return `This request is about your own account, so somebody else decides on it. ${canDecide(names)}`;
  if (!may(person.role, act.decides)) return `Your role (${person.role}) does not decide on this. ${canDecide(names)}`;
  return decisions.some(({ mine }) => mine) ? "You have approved it. It waits for somebody else, too." : undefined;
}

async function findDecisions(
  { id }: Request,
  { person }: Principal,
  { sql }: Web,
): Promise<OpenedRequest["decisions"]> {
  return sql<OpenedRequest["decisions"]>`
    select p.name, p.role, d.outcome, d.reason, d.decided_at as at, p.id = ${person.id} as mine
    from app.decisions d join app.people p on p.id = d.person where d.request = ${id} order by d.decided_at, p.id`;
}

async function findAsker({ askedBy }: Request, { sql }: Web): Promise<OpenedRequest["asker"]> {
  const [asker] = await sql<OpenedRequest["asker"][]>`
    select name, email, role, deactivated_at is null as active, created_at as since from app.people where id = ${askedBy}`;
  if (!asker) throw new Error("a request without an asker");
  return asker;
}

/** The entries of its steps, and the one of the act itself, as far as they are in the ledger and in the reader's scope. */
async function findTraces(
  request: Request,
  act: Act,
  scope: Scope,
  through: Web,
): Promise<Pick<OpenedRequest, "entries" | "session">> {
  const ledger = await theLedger(through.sql);
  const steps = await through.sql<{ index: bigint }[]>`
    select index from ledger.projection where ledger = ${ledger} and record_type = 'request' and record_id = ${String(request.number)}
      and category <> 'permission' order by index limit 20`;
  const target = act.target?.(request.params);
  const done =
    request.state === "used" && request.endedAt && target
      ? await through.sql<{ index: bigint }[]>`
          select index from ledger.projection where ledger = ${ledger} and record_type = ${target.type} and record_id = ${target.id ?? ""}
            and decision = 'approved' and occurred_at between ${request.endedAt} and ${minuteAfter(request.endedAt)} order by index limit 5`
      : [];
  const places = [...steps, ...done].map(({ index }) => index).sort((one, other) => (one < other ? -1 : 1));
  const found = await findEntries(through.sql, through.home, ledger, places);
  const entries = found.filter((entry) => isOf(entry, request) && isWithin(scope, entry));
  const origin = entries.find(({ leaf }) => leaf?.event.type === "approval.asked")?.leaf?.event;
  const session = origin?.correlation?.session;
  const { address, userAgent } = origin?.origin ?? {};
  return {
    entries: entries.flatMap(lineOf),
    ...(session && { session: { name: session, ...(address && { address }), ...(userAgent && { userAgent }) } }),
  };
}

/** Of Vouch's own, and of this request: an event over HTTP may be about a record that is called the same. */
function isOf({ leaf }: Entry, { number }: Request): boolean {
  const { source, decision, correlation } = leaf?.event ?? {};
  return source?.kind === "vouch" && (decision?.request ?? correlation?.request) === String(number);
}

function isWithin(scope: Scope, { leaf }: Entry): boolean {
  try {
    if (leaf) holdTo(scope, { occurredAt: leaf.event.occurredAt, source: leaf.event.source.id });
    return true;
  } catch {
    return false;
  }
}

function lineOf({ ledger, index, recordedAt, leaf, disclosures }: Entry): OpenedRequest["entries"] {
  if (!leaf || !disclosures) return [];
  try {
    const event = seeEvent(leaf, disclosures);
    const entry = { ledger, index: index.toString(), recordedAt, event, proof: { state: "signed" as const } };
    return [{ index: entry.index, at: event.occurredAt, sentence: plainSentence(entry) }];
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

function minuteAfter(time: string): string {
  return instant(microseconds(time) + 60_000_000n);
}
