/**
 * The second factor: an authenticator app and recovery codes. It counts once a code of it was typed. What is offered is held by
 * nobody but the page that shows it: sealed, for this person and this session, for a quarter of an hour.
 */
import type { Transaction } from "../database/index.ts";
import { Fault, instant, microseconds } from "../event/index.ts";
import { post } from "../ledger/index.ts";
import { forget, later } from "./attempts.ts";
import { confirmed } from "./confirm.ts";
import { type Web, web } from "./connection.ts";
import { authorise, signedIn } from "./gate.ts";
import { notify } from "./notices.ts";
import { holdPerson } from "./people.ts";
import { personEvent } from "./person-event.ts";
import type { Person, Principal } from "./principal.ts";
import { type Qr, qrOf } from "./qr.ts";
import { looksLikeRecoveryCode, removeRecoveryCodes, replaceRecoveryCodes, takeRecoveryCode } from "./recovery.ts";
import { readRules } from "./rules.ts";
import { endSessions } from "./session-list.ts";
import { endTokens } from "./tokens.ts";
import { addressOfSecret, keyOf, newSecret, openSecret, openStored, sealSecret, stepOf, storedFor } from "./totp.ts";
import { eventBy, keep, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

/** A secret that an authenticator may take over. */
export interface Offer {
  /** Comes back with the code; sealed. */
  token: string;
  /** The secret in groups, for typing. */
  key: string;
  qr: Qr;
}

export interface GivenOffer {
  token: string;
  code: string;
}

const offerMinutes = 15;

type Holder = { person: Person; session: string };

export function makeOffer({ person, session }: Holder, { home, clock }: Web): Offer {
  const secret = newSecret();
  const until = String(microseconds(later(clock(), offerMinutes)));
  const sealed = sealSecret(home, secret, offeredTo(person.id, session, until));
  const token = `${until}.${sealed.toString("base64url")}`;
  return { token, key: keyOf(secret), qr: qrOf(addressOfSecret(secret, person.email)) };
}

const offeredTo = (person: string, session: string, until: string) => `offer/${person}/${session}/${until}`;

export interface Confirmed {
  secret: Buffer;
  step: bigint;
}

/** Throws `invalid` where the offer is another's or too old, or the code is not the authenticator's. */
export function confirmOffer(
  { person, session }: Holder,
  { token, code }: GivenOffer,
  { home, clock }: Web,
): Confirmed {
  const [, until = "", sealed = ""] = /^(\d{1,18})\.([\w-]{1,200})$/.exec(token) ?? [];
  const secret = openSecret(home, Buffer.from(sealed, "base64url"), offeredTo(person.id, session, until));
  if (!secret || instant(BigInt(until)) <= clock()) {
    throw new Fault("invalid", "This QR code is too old. Load the page again and scan the new one.");
  }
  const step = stepOf(secret, code, clock());
  if (step === undefined) {
    throw new Fault(
      "invalid",
      "Expected the 6 digits that your authenticator shows now, got others. Check that the clock of your phone is set automatically, and type the next code.",
    );
  }
  return { secret, step };
}

/** Makes an offer to somebody who is signed in. Nothing changes until `setUpSecondFactor`. */
export function offerSecondFactor(principal: Principal | undefined, through: Web = web()): Offer {
  return makeOffer(signedIn(principal), through);
}

/**
 * Sets up the second factor, or replaces it with another authenticator; both take the password, so that an open browser is not
 * enough. Returns new recovery codes. Throws `invalid` for a wrong code, `forbidden` for a wrong password.
 */
export async function setUpSecondFactor(
  principal: Principal | undefined,
  given: GivenOffer & { password: string },
  through: Web = web(),
): Promise<string[]> {
  const by = signedIn(principal);
  const offered = confirmOffer(by, given, through);
  return confirmed(by, given.password, through, (sql) => store(sql, by, offered, through));
}

/** In the caller's transaction, with its entry. Returns the recovery codes. */
export async function store(
  sql: Transaction,
  by: Principal,
  { secret, step }: Confirmed,
  { home, clock }: Web,
): Promise<string[]> {
  const { id } = by.person;
  const [before] = await sql<{ since: string | null }[]>`
    select totp_since as since from app.people where id = ${id} for no key update`;
  await sql`
    update app.people
    set totp = ${sealSecret(home, secret, storedFor(id))}, totp_since = ${clock()}, totp_step = ${step.toString()}
    where id = ${id}`;
  const codes = await replaceRecoveryCodes(sql, id);
  const data = [keep("replaced", before?.since ? "yes" : "no"), keep("recovery_codes", String(codes.length))];
  const target = targetOf({ type: "person", id });
  await post(sql, eventBy(by, { type: "second_factor.set_up", category: "authentication", target, data }), clock);
  return codes;
}

/** Throws `conflict` where the person's role must have one, `forbidden` for a wrong password. */
export async function removeSecondFactor(
  principal: Principal | undefined,
  password: string,
  through: Web = web(),
): Promise<void> {
  const by = signedIn(principal);
  await confirmed(by, password, through, async (sql, { role }) => {
    if ((await readRules(sql)).secondFactor.includes(role)) {
      throw new Fault(
        "conflict",
        `Your role (${role}) must have a second factor, so it cannot be turned off. You can set up another authenticator instead.`,
      );
    }
    if (!(await clear(sql, by.person.id))) throw new Fault("conflict", "No second factor is set up.");
    const target = targetOf({ type: "person", id: by.person.id });
    const event = { type: "second_factor.removed", category: "authentication", target } as const;
    await post(sql, eventBy(by, event), through.clock);
  });
}

/** New recovery codes in place of all that there were. Throws `conflict` where no second factor is set, `forbidden` for a wrong password. */
export async function renewRecoveryCodes(
  principal: Principal | undefined,
  password: string,
  through: Web = web(),
): Promise<string[]> {
  const by = signedIn(principal);
  return confirmed(by, password, through, async (sql, account) => {
    if (!account.secondFactor) throw new Fault("conflict", "No second factor is set up. Set one up first.");
    const codes = await replaceRecoveryCodes(sql, by.person.id);
    const target = targetOf({ type: "person", id: by.person.id });
    const data = [keep("recovery_codes", String(codes.length))];
    const event = { type: "recovery_codes.made", category: "authentication", target, data } as const;
    await post(sql, eventBy(by, event), through.clock);
    return codes;
  });
}

/**
 * Takes the second factor from somebody who lost authenticator and recovery codes. Their password alone lets them in then, or, if
 * the rules demand a second factor, as far as setting one up. Their sessions end, and they are told. Throws `forbidden`, `conflict` where there is none, or for oneself.
 */
export async function resetSecondFactor(
  principal: Principal | undefined,
  person: string,
  through: Web = web(),
): Promise<void> {
  const target = { type: "person", id: person };
  const by = await authorise(principal, "people.manage", { target }, through);
  if (by.person.id === person) {
    throw new Fault("conflict", "Your own second factor is changed on the page of your account, with your password.");
  }
  await guard(() =>
    through.sql.begin(async (sql) => {
      const held = await holdPerson(sql, person);
      if (!(await clear(sql, person))) throw new Fault("conflict", "This person has no second factor.");
      await forget(sql, { door: "code", key: person });
      const sessions = await endSessions(sql, person, through.clock());
      await endTokens(sql, person, through.clock());
      const told = { type: "second_factor.reset", data: { who: by.person.name }, address: "/account" } as const;
      await notify(sql, [person], told, through.clock());
      const data = [keep("sessions", String(sessions))];
      const event = personEvent("second_factor.removed", "authentication", held, { data });
      await post(sql, eventBy(by, event), through.clock);
    }),
  );
}

/** Whether there was one. */
async function clear(sql: Transaction, person: string): Promise<boolean> {
  const cleared = await sql`
    update app.people set totp = null, totp_since = null, totp_step = null
    where id = ${person} and totp_since is not null`;
  await removeRecoveryCodes(sql, person);
  return cleared.count === 1;
}

export type Accepted = { by: "code" | "recovery code" } | { by?: undefined; refusal: string };

/** Takes a code once: of the authenticator, when its step is later than the last one that was taken, or a recovery code. */
export async function acceptCode(
  sql: Transaction,
  person: string,
  typed: string,
  now: string,
  home: Web["home"],
): Promise<Accepted> {
  if (looksLikeRecoveryCode(typed)) {
    return (await takeRecoveryCode(sql, person, typed, now))
      ? { by: "recovery code" }
      : { refusal: "wrong recovery code" };
  }
  const [row] = await sql<{ totp: Buffer }[]>`
    select totp from app.people where id = ${person} and totp_since is not null for no key update`;
  const step = row && stepOf(openStored(home, row.totp, person), typed, now);
  if (step === undefined) return { refusal: "wrong code" };
  const taken = await sql`
    update app.people set totp_step = ${step.toString()}
    where id = ${person} and (totp_step is null or totp_step < ${step.toString()})`;
  return taken.count === 1 ? { by: "code" } : { refusal: "a code that was used before" };
}
