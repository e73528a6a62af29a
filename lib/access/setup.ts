/** The first administrator. The console that starts Vouch prints a one-time code; whoever enters it first becomes one. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { eventId, Fault, microseconds } from "../event/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import { type Attempt, countAttempt, forget, lockedUntil, minutesUntil, prune } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { whenceOfRequest } from "./marks.ts";
import { checkPassword, hashPassword } from "./password.ts";
import { insertPerson, type NewPerson, readEmail, readName } from "./people.ts";
import type { Whence } from "./principal.ts";
import { erasable, keep, originOf, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

/** Whether there is nobody yet. */
export async function needsSetup(sql: Sql | Transaction = web().sql): Promise<boolean> {
  const [row] = await guard(() => sql<{ empty: boolean }[]>`select not exists (select from app.people) as empty`);
  return row?.empty === true;
}

/**
 * A new setup code of 128 bits, to be shown on the console; the one before is void. Only its hash is stored. Returns
 * undefined where there is somebody already. `sql`: the owner's connection or the pages'.
 */
export async function createSetupCode(sql: Sql): Promise<string | undefined> {
  const code = randomBytes(16)
    .toString("hex")
    .replace(/(.{4})(?=.)/g, "$1-");
  const made = await guard(
    () => sql`
      insert into app.codes (purpose, hash) select 'setup', ${hashOf(code)} where not exists (select from app.people)
      on conflict (purpose) do update set hash = excluded.hash, created_at = now()`,
  );
  return made.count === 1 ? code : undefined;
}

export interface Setup {
  code: string;
  name: string;
  email: string;
  password: string;
}

/**
 * Makes the first administrator and uses up the code, both or neither; of several at once one succeeds. Throws `invalid`
 * for what was typed wrongly (the code stays good), `forbidden` for a code that is wrong, used or tried too often.
 * `from`: of the current request, where it is not given.
 */
export async function createFirstAdministrator(
  setup: Setup,
  from?: Whence,
  through: Web = web(),
): Promise<{ id: string; email: string }> {
  const email = readEmail(setup.email);
  const name = readName(setup.name);
  checkPassword(setup.password, email);
  const { sql, clock } = through;
  const whence = from ?? (await whenceOfRequest());
  const attempt: Attempt = { door: "setup", key: whence.address ?? "unknown" };
  return guard(async () => {
    const now = clock();
    const until = await lockedUntil(sql, [attempt], now);
    if (until) throw tooOften(until, now);
    // hashing costs much: only for a code that is right, which is decided again under lock
    const password = (await codeIsRight(sql, setup.code)) ? await hashPassword(setup.password) : undefined;
    const id = eventId(microseconds(now), randomBytes(10));
    const person: NewPerson | undefined = password
      ? { id, email, name, role: "administrator", password, createdAt: now }
      : undefined;
    const result = await sql.begin((transaction) => decide(transaction, setup.code, person, attempt, whence, through));
    if (result.outcome === "made") return { id, email };
    if (result.until) throw tooOften(result.until, now);
    throw new Fault(
      "forbidden",
      "That setup code is not valid, or it has been used. Take the newest from the console that started Vouch.",
    );
  });
}

async function decide(
  sql: Transaction,
  code: string,
  person: NewPerson | undefined,
  attempt: Attempt,
  whence: Whence,
  { clock }: Web,
): Promise<{ outcome: "made" | "refused"; until?: string }> {
  const now = clock();
  const count = await countAttempt(sql, attempt, now);
  await prune(sql, now);
  if (count.locked) return { outcome: "refused", until: count.until };
  if (!person || !(await codeIsRight(sql, code, "for update")) || !(await needsSetup(sql))) {
    await post(sql, refusal(whence), clock);
    return { outcome: "refused" };
  }
  await insertPerson(sql, person);
  await sql`delete from app.codes where purpose = 'setup'`;
  await forget(sql, attempt);
  await post(sql, creation(person, whence), clock);
  return { outcome: "made" };
}

async function codeIsRight(sql: Sql | Transaction, code: string, lock: "" | "for update" = ""): Promise<boolean> {
  const [row] = await sql<
    { hash: Buffer }[]
  >`select hash from app.codes where purpose = 'setup' ${lock ? sql`for update` : sql``}`;
  return row !== undefined && timingSafeEqual(row.hash, hashOf(code));
}

/** Blanks, hyphens and capitals of a code do not count. */
function hashOf(code: string): Buffer {
  return createHash("sha256")
    .update(code.toLowerCase().replace(/[^0-9a-z]/g, ""))
    .digest();
}

function tooOften(until: string, now: string): Fault {
  return new Fault("forbidden", `Too many wrong setup codes. Try again in ${minutesUntil(until, now)} minutes.`);
}

/** The code proves who runs Vouch, not what they are called: a claim. */
function creation({ id, email, name, role }: NewPerson, whence: Whence): OwnEvent {
  return {
    type: "person.created",
    category: "permission",
    actor: { kind: "human", id: email, name, attribution: "claimed" },
    origin: originOf(whence),
    target: targetOf({ type: "person", id }),
    data: [erasable("email", email), erasable("name", name), keep("role", role), keep("by", "setup code")],
  };
}

function refusal(whence: Whence): OwnEvent {
  return {
    type: "person.setup_refused",
    category: "permission",
    actor: { kind: "unknown", id: "unknown", attribution: "none" },
    origin: originOf(whence),
    decision: { outcome: "denied", rule: "setup code" },
  };
}
