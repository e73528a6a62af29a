/** The questions: what waits for me, what did I ask for, and what was decided? */
import { authorise, guard, may, type Principal, type Web, web } from "../access/index.ts";
import type { Json } from "../integrity/index.ts";
import { type Acts, approvalsNeeded, type Effect } from "./act.ts";
import { isOver, type RequestState } from "./request.ts";

/** One request in a list. */
export interface RequestLine {
  number: number;
  kind: string;
  /** Which act, as people call it. */
  act: string;
  /** What is asked for, to follow “wants to”. */
  title: string;
  asker: string;
  /** As it stands now: one that is over is expired, whoever has noticed. */
  state: RequestState;
  askedAt: string;
  expiresAt: string;
  endedAt?: string;
  mine: boolean;
  /** The reader may decide on it now. */
  forMe: boolean;
  given: number;
  needed: number;
  /** Who decided, in order. */
  decidedBy: { name: string; outcome: "approved" | "refused" }[];
}

export const requestLists = ["waiting", "mine", "decided"] as const;
export type RequestList = (typeof requestLists)[number];

export interface Requests {
  list: RequestList;
  kind?: string;
  /** `waiting`: what the reader may decide on comes first, soonest to expire first; else newest first. */
  lines: RequestLine[];
  /** Where the next page begins: requests below this number. */
  before?: number;
  /** How many wait for the reader. */
  waiting: number;
  kinds: { kind: string; name: string }[];
}

export interface ListQuery {
  list: RequestList;
  kind?: string;
  before?: number;
}

const pageSize = 50;
const mostWaiting = 500;

/** Looking at the list is no act of its own: nothing is recorded but a denial. */
export async function listRequests(
  principal: Principal | undefined,
  acts: Acts,
  { list, kind, before }: ListQuery,
  through: Web = web(),
): Promise<Requests> {
  const by = await authorise(principal, "approvals.view", {}, through);
  const known = acts.some((act) => act.kind === kind) ? kind : undefined;
  return guard(async () => {
    const waiting = await findWaiting(by, acts, through);
    const kinds = acts.map(({ kind: id, name }) => ({ kind: id, name }));
    const shared = { list, ...(known && { kind: known }), waiting: waiting.filter(({ forMe }) => forMe).length, kinds };
    if (list === "waiting") {
      const lines = waiting.filter((line) => known === undefined || line.kind === known);
      return { ...shared, lines: [...lines.filter(({ forMe }) => forMe), ...lines.filter(({ forMe }) => !forMe)] };
    }
    const rows = await findPage(by, list, known, before, through);
    const lines = rows.slice(0, pageSize).map((row) => lineOf(row, by, acts, through.clock()));
    const last = rows.length > pageSize ? lines.at(-1) : undefined;
    return { ...shared, lines, ...(last && { before: last.number }) };
  });
}

export interface WaitingForYou {
  count: number;
  /** The one that expires first. */
  first?: Pick<RequestLine, "number" | "title" | "asker" | "expiresAt" | "given" | "needed">;
}

/** For Home and the navigation. Nothing for whoever may not decide. */
export async function waitingFor(
  principal: Principal | undefined,
  acts: Acts,
  through: Web = web(),
): Promise<WaitingForYou> {
  if (!principal || !may(principal.person.role, "approvals.view")) return { count: 0 };
  const lines = (await guard(() => findWaiting(principal, acts, through))).filter(({ forMe }) => forMe);
  const [first] = lines;
  return { count: lines.length, ...(first && { first }) };
}

interface Row {
  number: number;
  kind: string;
  params: Json;
  effect: Effect;
  askedBy: string;
  asker: string;
  state: RequestState;
  askedAt: string;
  expiresAt: string;
  endedAt: string | null;
  decisions: { person: string; name: string; outcome: "approved" | "refused" }[];
}

async function findWaiting(by: Principal, acts: Acts, { sql, clock }: Web): Promise<RequestLine[]> {
  const now = clock();
  const rows = await sql<Row[]>`
    select ${columns(sql)} from app.requests r join app.people p on p.id = r.asked_by
    where r.state = 'waiting' and r.expires_at > ${now} order by r.expires_at, r.number limit ${mostWaiting}`;
  return rows.map((row) => lineOf(row, by, acts, now));
}

async function findPage(
  by: Principal,
  list: "mine" | "decided",
  kind: string | undefined,
  before: number | undefined,
  { sql, clock }: Web,
): Promise<Row[]> {
  const which =
    list === "mine" ? sql`r.asked_by = ${by.person.id}` : sql`(r.state <> 'waiting' or r.expires_at <= ${clock()})`;
  return sql<Row[]>`
    select ${columns(sql)} from app.requests r join app.people p on p.id = r.asked_by
    where ${which} ${kind ? sql`and r.kind = ${kind}` : sql``} ${before ? sql`and r.number < ${before}` : sql``}
    order by r.number desc limit ${pageSize + 1}`;
}

function columns(sql: Web["sql"]) {
  return sql`
    r.number, r.kind, r.params, r.effect, r.asked_by as "askedBy", p.name as asker, r.state, r.asked_at as "askedAt",
    r.expires_at as "expiresAt", r.ended_at as "endedAt", array(
      select jsonb_build_object('person', d.person, 'name', o.name, 'outcome', d.outcome)
      from app.decisions d join app.people o on o.id = d.person where d.request = r.id order by d.decided_at, o.id
    ) as decisions`;
}

function lineOf(row: Row, { person }: Principal, acts: Acts, now: string): RequestLine {
  const { number, kind, effect, params, decisions, asker, askedBy, askedAt, expiresAt, endedAt } = row;
  const act = acts.find((one) => one.kind === kind);
  const state = isOver(row, now) ? "expired" : row.state;
  const others = askedBy !== person.id && !act?.concerns?.(params).includes(person.id);
  const open = state === "waiting" && !decisions.some((decision) => decision.person === person.id);
  return {
    number,
    kind,
    act: act?.name ?? kind,
    title: effect.title,
    asker,
    state,
    askedAt,
    expiresAt,
    ...(endedAt && { endedAt }),
    mine: askedBy === person.id,
    forMe: open && others && act !== undefined && may(person.role, act.decides),
    given: decisions.filter(({ outcome }) => outcome === "approved").length,
    needed: approvalsNeeded(effect),
    decidedBy: decisions.map(({ name, outcome }) => ({ name, outcome })),
  };
}
