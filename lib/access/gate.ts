/**
 * The one gate. Nothing that Vouch recorded reaches a page except through `permit`: it checks role and scope, records the
 * access and commits it, and only then opens a read-only transaction for the work. A denial is recorded in its own
 * transaction. What changes the application's own tables uses `authorise`, and posts its event in its own transaction.
 */
import { type Tables, type Transaction, tables } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { theLedger } from "../ledger/index.ts";
import { type Web, web } from "./connection.ts";
import { type Permission, ruleOf } from "./permissions.ts";
import type { Principal } from "./principal.ts";
import { beyond, type Scope } from "./scope.ts";
import { erasable, eventBy, keep, record, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

/** What a person is about to do, as the entry will say it. */
export interface Act {
  target?: { type: string; id?: string };
  /** Search parameters and the like; recorded as erasable values. */
  data?: Record<string, string>;
  /** The part of the ledger that was asked for by name; beyond the principal's scope it is denied. */
  asks?: Scope;
}

/** What the work may use: one snapshot of the database, which refuses every write. */
export interface Read {
  tables: Tables;
  sql: Transaction;
  /** The ledger's id. */
  ledger: string;
  /** Queries narrow to `principal.scope`. */
  principal: Principal;
}

/**
 * Lets `work` read, if the principal may, after the access was recorded. Call it once per act of a person.
 * Throws `unauthenticated`, `forbidden` (recorded; also when `work` throws it) and `unavailable`.
 */
export async function permit<T>(
  principal: Principal | undefined,
  permission: Permission,
  act: Act,
  work: (read: Read) => Promise<T>,
  through?: Web,
): Promise<T> {
  const known = await authorise(principal, permission, act, through);
  const opened = through ?? web();
  const { records } = ruleOf(permission);
  if (records) await record(opened, eventBy(known, { ...records, ...said(act) }));
  try {
    return await guard(() => read(opened, known, work));
  } catch (error) {
    if (error instanceof Fault && error.code === "forbidden") await recordDenial(opened, known, permission, act);
    throw error;
  }
}

/** Checks role and scope. A denial is recorded, then thrown as `forbidden`; without a principal it is `unauthenticated`. */
export async function authorise(
  principal: Principal | undefined,
  permission: Permission,
  act: Act,
  through?: Web,
): Promise<Principal> {
  const known = signedIn(principal);
  const refusal = whyNot(known, permission, act);
  if (refusal === undefined) return known;
  await recordDenial(through ?? web(), known, permission, act);
  throw new Fault("forbidden", refusal);
}

/** Whoever it is: for acts on one's own account. Throws `unauthenticated`, and says how to go on without losing what was typed. */
export function signedIn(principal: Principal | undefined): Principal {
  if (principal) return principal;
  throw new Fault(
    "unauthenticated",
    "Your session has ended. Sign in again in another tab and repeat this here: what you typed stays.",
  );
}

function whyNot({ person, scope }: Principal, permission: Permission, act: Act): string | undefined {
  const rule = ruleOf(permission);
  if (!rule.roles.includes(person.role)) {
    return `Your role (${person.role}) may not ${rule.says}. Ask an administrator if you need to.`;
  }
  const outside = act.asks && beyond(scope, act.asks);
  return outside && `Your account may see ${outside}. Narrow what you ask for, or ask an administrator.`;
}

/** A refusal that the table of permissions does not decide, recorded like those that it does. */
export async function recordDenial(
  through: Web,
  principal: Principal,
  permission: Permission,
  act: Act,
): Promise<void> {
  const { target, data } = said(act);
  const decision = { outcome: "denied", rule: permission } as const;
  const fields = [keep("permission", permission), ...(data ?? [])];
  await record(
    through,
    eventBy(principal, { type: "access.denied", category: "permission", target, decision, data: fields }),
  );
}

function said({ target, data }: Act) {
  const fields = Object.entries(data ?? {}).map(([name, value]) => erasable(name, value));
  return { target: target && targetOf(target), data: fields.length > 0 ? fields : undefined };
}

/** Reads as `permit` lets, for an act that its caller has recorded and committed already, saying more of it than `permit` can. */
export function readAfter<T>(principal: Principal, work: (read: Read) => Promise<T>, through?: Web): Promise<T> {
  return guard(() => read(through ?? web(), principal, work));
}

async function read<T>({ sql }: Web, principal: Principal, work: (read: Read) => Promise<T>): Promise<T> {
  const done = await sql.begin("isolation level repeatable read read only", async (transaction) => {
    const ledger = await theLedger(transaction);
    await narrow(transaction, principal.scope);
    return { value: await work({ tables: tables(transaction), sql: transaction, ledger, principal }) };
  });
  return done.value;
}

/** From here on the database leaves out what lies beyond the scope, whatever is asked (drizzle/sql/vouch/4-scope.sql). */
async function narrow(sql: Transaction, { from, to, sources }: Scope): Promise<void> {
  if (from === undefined && to === undefined && sources === undefined) return;
  await sql`
    select set_config('vouch.scope_from', ${from ?? "-infinity"}, true), set_config('vouch.scope_to', ${to ?? "infinity"}, true),
      set_config('vouch.scope_sources', ${sources ? `{${sources.map((id) => JSON.stringify(id)).join(",")}}` : "all"}, true)`;
  await sql`set local role vouch_scoped`;
}
