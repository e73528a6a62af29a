/** Test builders: a database with a ledger, a person who is signed in, and what waits in the inbox. */
import { randomBytes } from "node:crypto";
import { freshDatabase, type TestDatabase } from "../database/builders.ts";
import { connect } from "../database/index.ts";
import { type Event, eventId, instant, microseconds } from "../event/index.ts";
import { createLedger } from "../ledger/index.ts";
import type { Web } from "./connection.ts";
import { hashPassword } from "./password.ts";
import type { Role } from "./permissions.ts";
import type { Principal } from "./principal.ts";
import type { Scope } from "./scope.ts";
import { signIn } from "./signin.ts";

/** The password of everybody in tests. */
export const aPassword = "correct horse battery";

export interface TestWeb extends Web {
  database: TestDatabase;
  /** Id of the ledger. */
  ledger: string;
  /** Lets time pass. */
  pass(minutes: number): void;
  /** What waits in the inbox, in order. */
  posted(type?: string): Promise<Event[]>;
  /** The inbox as text, with every value in it. */
  inbox(): Promise<string>;
  drop(): Promise<void>;
}

/** A fresh database as the pages see it, under a clock that stands still until it is told. */
export async function testWeb(start = "2026-11-20T07:00:00.000000Z"): Promise<TestWeb> {
  const database = await freshDatabase();
  const ledger = await createLedger(database.owner, "Test");
  const sql = connect(database.urlOf("web"), { application: "vouch web", max: 10 });
  let now = microseconds(start);
  const texts = async () => {
    const rows = await database.owner<{ event: string }[]>`select event from inbox.events order by position`;
    return rows.map((row) => row.event);
  };
  return {
    database,
    ledger,
    sql,
    home: database.home,
    clock: () => instant(now++),
    pass: (minutes) => {
      now += BigInt(minutes) * 60_000_000n;
    },
    posted: async (type) => {
      const events = (await texts()).map((text) => JSON.parse(text) as Event);
      return type ? events.filter((event) => event.type === type) : events;
    },
    inbox: async () => (await texts()).join("\n"),
    drop: async () => {
      await sql.end({ timeout: 1 });
      await database.drop();
    },
  };
}

let hashed: Promise<string> | undefined;

/** Adds a person with `aPassword`. */
export async function aPerson(web: TestWeb, email: string, role: Role, scope: Scope = {}): Promise<string> {
  hashed ??= hashPassword(aPassword);
  const id = eventId(microseconds(web.clock()), randomBytes(10));
  await web.database.owner`
    insert into app.people (id, email, name, role, password, scope)
    values (${id}, ${email}, ${`Name of ${role}`}, ${role}, ${await hashed}, ${JSON.stringify(scope)}::text::jsonb)`;
  return id;
}

/** Signs a person in and returns the secret of the session. */
export async function aSession(web: Web, email: string): Promise<string> {
  const result = await signIn({ email, password: aPassword }, { address: "10.0.0.7" }, web);
  if (result.outcome !== "signed-in") throw new Error(`expected ${email} to be signed in, but: ${result.outcome}`);
  return result.secret;
}

/** A principal that no database knows. */
export function aPrincipal(role: Role, scope: Scope = {}): Principal {
  const person = {
    id: "0190f7d2-6f1e-7000-8000-0000000000aa",
    email: `${role}@example.org`,
    name: "Amara Okafor",
    role,
  };
  return { person, session: "5e55105e55105e55", scope, address: "10.0.0.7", userAgent: "Test/1" };
}
