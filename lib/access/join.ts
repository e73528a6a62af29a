/**
 * The other end of a link: whoever holds it chooses a password, once. What a link proves is that somebody gave it to them, not
 * who they are, so their entry is a claim. Links that work are known from a locked address too: guessing at 256 random bits is
 * hopeless. Wrong ones are counted per address and recorded until it is locked.
 */
import type { Transaction } from "../database/index.ts";
import type { Field } from "../event/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import { type Attempt, countAttempt, forget, lockedUntil, minutesUntil, prune } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { endLinks, type FoundLink, findLink, type Purpose, spendLink } from "./links.ts";
import { whenceOfRequest } from "./marks.ts";
import { checkPassword, hashPassword } from "./password.ts";
import { holdPerson, readName } from "./people.ts";
import { changed, personEvent } from "./person-event.ts";
import type { Person, Whence } from "./principal.ts";
import { endSessions } from "./session-list.ts";
import { endTokens } from "./tokens.ts";
import { erasable, keep, originOf } from "./trace.ts";
import { guard } from "./trouble.ts";

/** What the holder of a link may know. */
export type OpenedLink =
  | { outcome: "good"; purpose: Purpose; name: string; email: string; madeBy: string | null; expiresAt: string }
  /** `madeBy`: whom to ask for another, where the link was one of ours. */
  | { outcome: "used" | "expired" | "withdrawn"; purpose: Purpose; madeBy: string | null }
  | { outcome: "unknown" }
  | { outcome: "locked"; minutes: number };

export type Joined = { outcome: "joined"; email: string } | Exclude<OpenedLink, { outcome: "good" }>;

/** What a link is good for, without using it up. `from`: of the current request, where it is not given. */
export async function openLink(secret: string, from?: Whence, through: Web = web()): Promise<OpenedLink> {
  const whence = from ?? (await whenceOfRequest());
  return guard(async () => {
    const link = await findLink(through.sql, secret);
    const refused = whyNot(link, through.clock());
    if (!link || refused) return refuse(link, refused ?? "unknown", whence, through);
    const { purpose, madeBy, expiresAt, person } = link;
    return { outcome: "good", purpose, name: person.name, email: person.email, madeBy, expiresAt };
  });
}

/**
 * Uses a link up: sets the password, and for an invitation the name. A new password ends every session. Throws `invalid` for a
 * name or password that will not do; the link stays good.
 */
export async function join(
  { secret, name, password }: { secret: string; name?: string; password: string },
  from?: Whence,
  through: Web = web(),
): Promise<Joined> {
  const whence = from ?? (await whenceOfRequest());
  const { sql, clock } = through;
  return guard(async () => {
    const link = await findLink(sql, secret);
    const refused = whyNot(link, clock());
    if (!link || refused) return refuse(link, refused ?? "unknown", whence, through);
    const chosen = link.purpose === "invitation" ? readName(name ?? "") : link.person.name;
    checkPassword(password, link.person.email);
    // hashing costs much: only for a link that works, which is decided again under lock
    const hash = await hashPassword(password);
    const done = await sql.begin((transaction) => enter(transaction, secret, { name: chosen, hash }, whence, through));
    if (done) return { outcome: "joined", email: link.person.email };
    return refuse(link, "used", whence, through);
  });
}

/** False where the link was used up, withdrawn or replaced meanwhile: of two who use it at once, one comes in. */
async function enter(
  sql: Transaction,
  secret: string,
  chosen: { name: string; hash: string },
  whence: Whence,
  { clock }: Web,
): Promise<boolean> {
  const link = await findLink(sql, secret);
  if (!link) return false;
  const now = clock();
  const held = await holdPerson(sql, link.person.id); // in the order in which administrators lock: the account, then its links
  const invited = link.purpose === "invitation";
  if (held.deactivatedAt || (invited && held.joined) || !(await spendLink(sql, secret, now))) return false;
  await sql`update app.people set password = ${chosen.hash}, name = ${chosen.name} where id = ${held.id}`;
  await endLinks(sql, held.id, now);
  await forget(sql, { door: "account", key: held.email }); // guesses at a password that is gone
  const sessions = await endSessions(sql, held.id, now);
  await endTokens(sql, held.id, now);
  const by = link.madeBy === null ? [] : [erasable("made_by", link.madeBy)];
  const data = invited ? [...by, keep("role", held.role)] : [...by, keep("sessions", String(sessions))];
  const type = invited ? "person.joined" : "person.password_set";
  await post(sql, byHolder(type, { ...held, name: chosen.name }, held, whence, data), clock);
  return true;
}

type Refusal = "unknown" | "used" | "expired" | "withdrawn";

function whyNot(link: FoundLink | undefined, now: string): Refusal | undefined {
  if (!link) return "unknown";
  if (link.deactivated) return "withdrawn";
  if (link.endedAt !== null || (link.purpose === "invitation" && link.joined)) return "used";
  return link.expiresAt <= now ? "expired" : undefined;
}

async function refuse(
  link: FoundLink | undefined,
  reason: Refusal,
  whence: Whence,
  { sql, clock }: Web,
): Promise<Exclude<OpenedLink, { outcome: "good" }>> {
  const now = clock();
  const attempt: Attempt = { door: "link", key: whence.address ?? "unknown" };
  const until = await lockedUntil(sql, [attempt], now);
  if (until) return { outcome: "locked", minutes: minutesUntil(until, now) };
  return sql.begin(async (transaction) => {
    const count = await countAttempt(transaction, attempt, now);
    await prune(transaction, now);
    if (count.locked) return { outcome: "locked", minutes: minutesUntil(count.until, now) };
    await post(transaction, refusal(link, reason, whence), clock);
    if (!link || reason === "unknown") return { outcome: "unknown" };
    return { outcome: reason, purpose: link.purpose, madeBy: link.madeBy };
  });
}

function refusal(link: FoundLink | undefined, reason: Refusal, whence: Whence): OwnEvent {
  const decision = { outcome: "denied", rule: "link" } as const;
  const data = [keep("reason", reason)];
  if (link) return { ...byHolder("person.link_refused", link.person, link.person, whence, data), decision };
  const actor = { kind: "unknown", id: "unknown", attribution: "none" } as const;
  return { type: "person.link_refused", category: "authentication", actor, origin: originOf(whence), decision, data };
}

/** What whoever holds a link did, under the name of the person for whom it was made: claimed. */
function byHolder(type: string, person: Person, before: Person, whence: Whence, data: Field[]): OwnEvent {
  const renamed = { ...changed("name", before.name, person.name), mode: "erasable" } as const;
  const changes = person.name === before.name ? [] : [renamed];
  return {
    ...personEvent(type, "authentication", person, { changes, data }),
    actor: { kind: "human", id: person.email, name: person.name, attribution: "claimed" },
    origin: originOf(whence),
  };
}
