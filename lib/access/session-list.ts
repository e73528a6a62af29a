/** Which sessions somebody has, and how they are ended before their time: one's own by oneself, anybody's by who may. */
import type { Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { isUuid, post } from "../ledger/index.ts";
import { browserWords } from "./browser.ts";
import { type Web, web } from "./connection.ts";
import { authorise, signedIn } from "./gate.ts";
import type { Principal } from "./principal.ts";
import { referenceOf } from "./sessions.ts";
import { endTokens } from "./tokens.ts";
import { erasable, eventBy, keep, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

export interface Session {
  /** Names it, as in entries; cannot be used to sign in. */
  reference: string;
  /** What the browser said of itself, in words: "Firefox 128 on Windows". */
  browser: string;
  /** Where it signed in from. */
  address?: string;
  via: "password" | "oidc";
  createdAt: string;
  /** To the minute. */
  lastSeenAt: string;
  expiresAt: string;
  /** The one in which this is read. */
  current: boolean;
}

/** The sessions of a person that are open, the one seen last first. Throws `forbidden` unless `by` is that person or may end them. */
export async function listSessions(
  by: Principal | undefined,
  person: string,
  through: Web = web(),
): Promise<Session[]> {
  const principal = await ownOrAuthorised(by, person, through);
  const rows = await guard(
    () => through.sql<(Omit<Session, "reference" | "browser" | "current"> & { id: Buffer; agent?: string })[]>`
      select id, user_agent as agent, address, via, created_at as "createdAt",
        coalesce(last_seen_at, created_at) as "lastSeenAt", expires_at as "expiresAt"
      from app.sessions
      where person = ${person} and revoked_at is null and expires_at > ${through.clock()} and waits_for is null
      order by coalesce(last_seen_at, created_at) desc, id limit 200`,
  );
  return rows.map(({ id, agent, address, ...session }) => {
    const reference = referenceOf(id);
    return {
      ...session,
      reference,
      browser: browserWords(agent ?? undefined),
      ...(address && { address }),
      current: reference === principal.session,
    };
  });
}

/** Ends one session. Throws `forbidden` likewise, `not-found` where the person has no such session that is open. */
export async function revokeSession(
  by: Principal | undefined,
  person: string,
  reference: string,
  through: Web = web(),
): Promise<void> {
  const principal = await ownOrAuthorised(by, person, through);
  const { sql, clock } = through;
  await guard(() =>
    sql.begin(async (transaction) => {
      const [ended] = await transaction<{ agent: string | null }[]>`
        update app.sessions set revoked_at = ${clock()}
        where person = ${person} and left(encode(sha256(id), 'hex'), 16) = ${reference}
          and revoked_at is null and expires_at > ${clock()}
        returning user_agent as agent`;
      if (!ended) {
        throw new Fault("not-found", "That session has ended already. Load the page again to see which ones are open.");
      }
      const said = [keep("session", reference), keep("browser", browserWords(ended.agent ?? undefined))];
      await postEnd(transaction, principal, person, 1, through, said);
    }),
  );
}

/** Ends all sessions of a person, those that wait too, and the tokens of their scripts. Returns how many there were. Throws `forbidden` likewise. */
export async function revokeSessions(by: Principal | undefined, person: string, through: Web = web()): Promise<number> {
  const principal = await ownOrAuthorised(by, person, through);
  return guard(() =>
    through.sql.begin(async (sql) => {
      const now = through.clock();
      const count = await endSessions(sql, person, now);
      const tokens = await endTokens(sql, person, now);
      await postEnd(sql, principal, person, count, through, tokens > 0 ? [keep("tokens", String(tokens))] : []);
      return count;
    }),
  );
}

/** Ends all sessions of oneself but this one. Returns how many there were; nothing is recorded where there was none. */
export async function revokeOtherSessions(by: Principal | undefined, through: Web = web()): Promise<number> {
  const own = signedIn(by);
  return guard(() =>
    through.sql.begin(async (sql) => {
      const count = await endSessions(sql, own.person.id, through.clock(), own.session);
      if (count > 0) await postEnd(sql, own, own.person.id, count, through, [keep("others", "yes")]);
      return count;
    }),
  );
}

/** In the caller's transaction and without an event: for changes after which no session should go on. */
export async function endSessions(sql: Transaction, person: string, now: string, but = ""): Promise<number> {
  const { count } = await sql`
    update app.sessions set revoked_at = ${now}
    where person = ${person} and revoked_at is null and expires_at > ${now}
      and left(encode(sha256(id), 'hex'), 16) <> ${but}`;
  return count;
}

async function ownOrAuthorised(by: Principal | undefined, person: string, through: Web): Promise<Principal> {
  if (by?.person.id === person) return by;
  const principal = await authorise(by, "session.revoke", { target: { type: "person", id: person } }, through);
  if (!isUuid(person)) throw new Fault("not-found", "This person is not there. Load the page People again.");
  return principal;
}

async function postEnd(
  sql: Transaction,
  by: Principal,
  person: string,
  count: number,
  { clock }: Web,
  more: ReturnType<typeof keep>[] = [],
): Promise<void> {
  const data = [keep("sessions", String(count)), ...more];
  if (by.person.id === person) data.push(keep("whose", "own"));
  else {
    const [of] = await sql<{ name: string }[]>`select name from app.people where id::text = ${person}`;
    data.push(keep("whose", "another"), ...(of ? [erasable("name", of.name)] : []));
  }
  const target = targetOf({ type: "person", id: person });
  await post(sql, eventBy(by, { type: "session.revoked", category: "authentication", target, data }), clock);
}
