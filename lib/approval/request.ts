/** A request for a two-person act as it is stored, how it is changed, and the entry that each step leaves. */
import { timingSafeEqual } from "node:crypto";
import {
  erasable,
  eventBy,
  guard,
  keep,
  type Permission,
  type Person,
  type Principal,
  readScope,
  recordDenial,
  type Scope,
  takeBackNotices,
  targetOf,
  type Web,
} from "../access/index.ts";
import type { Sql, Transaction } from "../database/index.ts";
import { Fault, type Field } from "../event/index.ts";
import type { Json } from "../integrity/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import { digestOf, type Effect } from "./act.ts";

export const requestStates = ["waiting", "approved", "refused", "withdrawn", "expired", "used", "failed"] as const;
export type RequestState = (typeof requestStates)[number];

export interface Request {
  id: string;
  /** How people call it: request 214. */
  number: number;
  kind: string;
  params: Json;
  effect: Effect;
  /** SHA-256 over kind, params and effect. */
  digest: Buffer;
  reason: string;
  /** Id of the person. */
  askedBy: string;
  askedAt: string;
  expiresAt: string;
  state: RequestState;
  endedAt: string | null;
  trouble: string | null;
}

/** Letters of a reason, for asking and for deciding. */
export const reasonLength = { least: 10, most: 500 } as const;

/** A reason with single blanks. Throws `invalid` where it is too short or too long; the message does not repeat it. */
export function readReason(given: string): string {
  const { least, most } = reasonLength;
  const reason = given
    .slice(0, most * 4)
    .normalize("NFC")
    .replace(/[\s\p{Control}\p{Surrogate}]+/gu, " ")
    .trim();
  if (reason.length >= least && reason.length <= most && given.length <= most * 4) return reason;
  const came = given.length > most * 4 ? given.length : reason.length;
  throw new Fault("invalid", `Expected a reason of ${least} to ${most} letters, got ${came}. Say it in a sentence.`);
}

/** The number of a request as it stands in an address. Throws `not-found` for what is none. */
export function readNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notThere(text.slice(0, 20));
  return Number(text);
}

export function notThere(number: string | number): Fault {
  return new Fault("not-found", `Expected the number of a request, but there is no request ${number}.`);
}

/** `lock`: nobody else changes it until the transaction ends. Throws `not-found`. */
export async function getRequest(
  sql: Sql | Transaction,
  number: number,
  lock: "" | "for update" = "",
): Promise<Request> {
  const [found] = await sql<Request[]>`
    select id, number, kind, params, effect, digest, reason, asked_by as "askedBy", asked_at as "askedAt",
      expires_at as "expiresAt", state, ended_at as "endedAt", trouble
    from app.requests where number = ${number} ${lock ? sql`for update` : sql``}`;
  if (!found) throw notThere(number);
  return found;
}

export interface Account extends Person {
  scope: Scope;
  active: boolean;
}

/** Their accounts as they are now; nobody changes them until the transaction ends. In one order, so that no two wait for each other. */
export async function lockPeople(sql: Transaction, ids: string[]): Promise<Map<string, Account>> {
  const rows = await sql<(Omit<Account, "scope"> & { scope: unknown })[]>`
    select id, email, name, role, scope, deactivated_at is null as active
    from app.people where id = any(${[...new Set(ids)]}::uuid[]) order by id for no key update`;
  return new Map(rows.map((row) => [row.id, { ...row, scope: readScope(row.scope) }]));
}

/** Whether a digest that a form carries is the request's. */
export function isSame(digest: Buffer, saw: string): boolean {
  return /^[0-9a-f]{64}$/.test(saw) && timingSafeEqual(digest, Buffer.from(saw, "hex"));
}

/** Whether what is stored is what was asked for: somebody with the database's keys may have changed it. */
export function isWhole({ kind, params, effect, digest }: Request): boolean {
  return timingSafeEqual(digest, digestOf(kind, params, effect));
}

export function isOver({ state, expiresAt }: Pick<Request, "state" | "expiresAt">, now: string): boolean {
  return (state === "waiting" || state === "approved") && expiresAt <= now;
}

/** Ends a request. What its deciders were told is taken back. */
export async function endRequest(
  sql: Transaction,
  request: Request,
  state: Exclude<RequestState, "waiting" | "approved">,
  now: string,
  trouble: string | null = null,
): Promise<void> {
  await sql`update app.requests set state = ${state}, ended_at = ${now}, trouble = ${trouble} where id = ${request.id}`;
  await takeBackNotices(sql, "approval.waiting", addressOfRequest(request.number));
}

export function addressOfRequest(number: number): string {
  return `/approvals/${number}`;
}

export type Step = "asked" | "approved" | "refused" | "withdrawn" | "expired" | "failed";

/** The entry of one step: by a person, or, where nobody did it, by Vouch. */
export async function postStep(
  sql: Transaction,
  step: Step,
  request: Request,
  by: Principal | undefined,
  { clock }: Web,
  more: { reason?: string; data?: Field[] } = {},
): Promise<void> {
  const { number, kind, effect, digest } = request;
  const event: Omit<OwnEvent, "actor" | "origin" | "correlation"> = {
    type: `approval.${step}`,
    category: "approval",
    target: targetOf({ type: "request", id: String(number) }),
    data: [
      keep("kind", kind),
      erasable("what", effect.title),
      keep("fingerprint", digest.toString("hex")),
      ...(more.data ?? []),
    ],
  };
  const whole: OwnEvent = by ? eventBy(by, event) : { ...event, actor: vouchItself };
  const correlation = { ...whole.correlation, request: String(number), ...(more.reason && { reason: more.reason }) };
  await post(sql, { ...whole, correlation }, clock);
}

const vouchItself = { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" } as const;

/**
 * Runs a verb in one transaction. A Fault that is thrown undoes all of it; one that is returned is thrown after the
 * commit, for what was found out on the way: that the request is over. `forbidden` leaves an entry either way.
 */
export async function settle<T>(
  by: Principal,
  permission: Permission,
  number: number | undefined,
  through: Web,
  work: (sql: Transaction) => Promise<T | Fault>,
): Promise<T> {
  try {
    const { value } = await guard(() => through.sql.begin(async (sql) => ({ value: await work(sql) })));
    if (value instanceof Fault) throw value;
    return value as T;
  } catch (error) {
    if (error instanceof Fault && error.code === "forbidden") {
      const target = { type: "request", ...(number !== undefined && { id: String(number) }) };
      await recordDenial(through, by, permission, { target });
    }
    throw error;
  }
}
