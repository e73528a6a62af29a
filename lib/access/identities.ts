/**
 * Named identities. An administrator gives a stable id and a name to database logins and application names; a name holds for
 * what is recorded from then on, since entries never change.
 */
import { randomBytes } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { eventId, Fault, microseconds } from "../event/index.ts";
import { post } from "../ledger/index.ts";
import { type Web, web } from "./connection.ts";
import { authorise, permit } from "./gate.ts";
import { type GivenIdentity, type Identity, identityEvent, type Matches, readActor, readGiven } from "./identity.ts";
import type { Principal } from "./principal.ts";
import { eventBy } from "./trace.ts";
import { guard } from "./trouble.ts";

const mostIdentities = 1_000;

/** Everybody who has a name, by name. */
export async function listIdentities(principal: Principal | undefined, through: Web = web()): Promise<Identity[]> {
  return permit(principal, "identities.view", {}, ({ sql }) => readIdentities(sql), through);
}

/** For those who may read the table anyway: the sequencer's login, and the inside of a `permit`. */
export async function readIdentities(sql: Sql | Transaction): Promise<Identity[]> {
  const rows = await sql<(Omit<Identity, "matches"> & { matches: Partial<Matches> })[]>`
    select id, actor, kind, name, matches, note, created_at as "createdAt"
    from app.identities where removed_at is null order by lower(name), actor`;
  return rows.map((row) => ({ ...row, matches: { login: [], application: [], source: [], ...row.matches } }));
}

/** Throws `forbidden`, `invalid`, and `conflict` where the id, a login or an application name is somebody else's already. */
export async function createIdentity(
  principal: Principal | undefined,
  given: GivenIdentity,
  through: Web = web(),
): Promise<Identity> {
  const target = { type: "identity", id: given.actor };
  const by = await authorise(principal, "identities.manage", { target }, through);
  const actor = readActor(given.actor);
  const wanted = { actor, ...readGiven(given) };
  return changing(through, async (sql, others) => {
    if (others.length >= mostIdentities) throw tooMany();
    if (others.some((other) => other.actor === actor)) {
      throw new Fault(
        "conflict",
        `There is an identity with the id ${actor} already. Change that one, or choose another id.`,
      );
    }
    await holdApart(sql, wanted.matches, others);
    const createdAt = through.clock();
    const id = eventId(microseconds(createdAt), randomBytes(10));
    const { kind, name, matches, note } = wanted;
    await sql`
      insert into app.identities (id, actor, kind, name, matches, note, created_at)
      values (${id}, ${actor}, ${kind}, ${name}, ${JSON.stringify(matches)}::text::jsonb, ${note}, ${createdAt})`;
    const made = { ...wanted, id, createdAt };
    await post(sql, eventBy(by, identityEvent("created", undefined, made)), through.clock);
    return made;
  });
}

/** Everything but the stable id. Throws as `createIdentity` does, and `not-found`. */
export async function changeIdentity(
  principal: Principal | undefined,
  id: string,
  given: Omit<GivenIdentity, "actor">,
  through: Web = web(),
): Promise<Identity> {
  const by = await authorise(principal, "identities.manage", { target: { type: "identity", id } }, through);
  const wanted = readGiven(given);
  return changing(through, async (sql, all) => {
    const before = get(all, id);
    const others = all.filter((other) => other !== before);
    await holdApart(sql, wanted.matches, others);
    const after = { ...before, ...wanted };
    const { kind, name, matches, note } = after;
    await sql`
      update app.identities set kind = ${kind}, name = ${name}, matches = ${JSON.stringify(matches)}::text::jsonb, note = ${note}
      where id = ${before.id}`;
    await post(sql, eventBy(by, identityEvent("changed", before, after)), through.clock);
    return after;
  });
}

/** Throws `forbidden`, `not-found`, and `conflict` while an API key that works speaks for it. */
export async function removeIdentity(
  principal: Principal | undefined,
  id: string,
  through: Web = web(),
): Promise<void> {
  const by = await authorise(principal, "identities.manage", { target: { type: "identity", id } }, through);
  await changing(through, async (sql, all) => {
    const before = get(all, id);
    const now = through.clock();
    const keys = await sql`
      select 1 from app.keys where identity = ${before.id} and revoked_at is null and (expires_at is null or expires_at > ${now}) limit 1`;
    if (keys.length > 0) {
      throw new Fault(
        "conflict",
        `${before.name} still has an API key that works. Revoke its keys first, then remove it.`,
      );
    }
    await sql`update app.identities set removed_at = ${now} where id = ${before.id}`;
    await post(sql, eventBy(by, identityEvent("removed", before, undefined)), through.clock);
  });
}

/** One change at a time, so that two that are made at once cannot name the same login twice. */
function changing<T>({ sql }: Web, work: (sql: Transaction, all: Identity[]) => Promise<T>): Promise<T> {
  return guard(async () => {
    const done = await sql.begin(async (transaction) => {
      await transaction`lock table app.identities in share row exclusive mode`;
      return { value: await work(transaction, await readIdentities(transaction)) };
    });
    return done.value;
  });
}

function get(all: Identity[], id: string): Identity {
  const found = all.find((identity) => identity.id === id);
  if (!found) {
    throw new Fault("not-found", "This identity is not there any more: somebody removed it. Load the page again.");
  }
  return found;
}

/** Throws unless the sources exist, and nobody else has one of the logins or application names in one of them. */
async function holdApart(sql: Transaction, matches: Matches, others: Identity[]): Promise<void> {
  const known = await sql`select 1 from app.sources where removed_at is null and id::text = any(${matches.source})`;
  if (known.length !== matches.source.length) {
    throw new Fault(
      "invalid",
      "Expected sources that are connected, got one that is not. Load the page again and choose.",
    );
  }
  for (const other of others) {
    if (!overlap(matches.source, other.matches.source)) continue;
    for (const [kind, says] of [
      ["login", "The login"],
      ["application", "The application name"],
    ] as const) {
      const taken = matches[kind].find((text) => other.matches[kind].includes(text));
      if (taken !== undefined) {
        throw new Fault(
          "conflict",
          `${says} ${taken} is ${other.name} (${other.actor}) already. Take it away there first.`,
        );
      }
    }
  }
}

function overlap(one: string[], other: string[]): boolean {
  return one.length === 0 || other.length === 0 || one.some((source) => other.includes(source));
}

function tooMany(): Fault {
  return new Fault(
    "conflict",
    `There are ${mostIdentities} identities, which is the limit. Remove those that nobody uses.`,
  );
}
