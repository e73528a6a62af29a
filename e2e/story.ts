/**
 * What browser tests are about: people with accounts, and a database of somebody else's, Harbor Clinic's, whose changes are
 * captured for real. Everything is written as its users would: accounts in Vouch's own tables, changes through the logins of
 * the clinic's applications, protection by the command.
 */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createSetupCode, type Role, type Scope } from "../lib/access/index.ts";
import { type Embedded, ensureDatabase, startEmbedded } from "../lib/database/embedded/index.ts";
import { connect, openHome, type Sql, type Transaction } from "../lib/database/index.ts";
import { eventId, microseconds, systemClock } from "../lib/event/index.ts";
import { home, server } from "./server.ts";

/** Of everybody. */
export const password = "a lamp, a ladder and rain";

export interface Person {
  name: string;
  email: string;
  role: Role;
}

/** Made in the browser by the first test; the others have her password. */
export const amara: Person = { name: "Amara Okafor", email: "amara@harbor.example", role: "administrator" };

/** What a client says of itself, under the names of `vouch.…` settings. */
export interface Claims {
  actor?: string;
  name?: string;
  kind?: "human" | "service";
  agent?: string;
  on_behalf_of?: string;
  ticket?: string;
  reason?: string;
  model?: string;
  run?: string;
  origin?: string;
}

export const dana: Claims = { actor: "dana.lee@harbor.example", name: "Dana Lee", ticket: "CHG-2214", origin: "ui" };
export const layla: Claims = { actor: "layla@harbor.example", name: "ليلى حداد 👩‍⚕️", origin: "ui" };
export const nightly: Claims = {
  actor: "nightly-billing",
  kind: "service",
  name: "Nightly billing",
  origin: "automation",
};
export const agent: Claims = {
  agent: "billing-assistant",
  on_behalf_of: "dana.lee@harbor.example",
  model: "assistant-4",
  run: "run-81",
  reason: "The invoice was paid twice.",
};

/** The concealed number of customer 10482 and their omitted passwords: in no page, ever. */
export const secret = { before: "078-05-1120", after: "219-09-9999", hash: "argon2id-of-nobody", old: "md5-of-nobody" };

/** How many rows the bulk insert brings. */
export const bulk = 1_200;

export interface Story {
  /** Vouch's own database, as its superuser. */
  owner: Sql;
  newPerson(role: Role, scope?: Scope): Promise<Person>;
  newSetupCode(): Promise<string>;
  /** One transaction in the clinic's database, by its application. */
  write(claims: Claims, work: (sql: Transaction) => Promise<unknown>): Promise<void>;
  /** Waits until as many entries of this table are recorded. */
  recorded(table: string, count: number): Promise<void>;
  /** The index of the newest entry of a record. */
  entryOf(table: string, id: string): Promise<string>;
  close(): Promise<void>;
}

export async function openStory(): Promise<Story> {
  const database = await startEmbedded({ home, version: "18", durable: false });
  const owner = connect(database.url("vouch"), { application: "e2e", max: 2 });
  const clinic = connect(asClinic(database.url("harbor")), { application: "clinic desk", max: 2 });
  return {
    owner,
    newPerson: async (role, scope = {}) => {
      const tag = randomBytes(4).toString("hex");
      const person = { name: `${names[role]} ${tag}`, email: `${role}.${tag}@harbor.example`, role };
      await owner`
        insert into app.people (id, email, name, role, password, scope)
        select ${newId()}, ${person.email}, ${person.name}, ${role}, password, ${owner.json(scope as never)}
        from app.people where email = ${amara.email}`;
      return person;
    },
    newSetupCode: async () => (await createSetupCode(owner)) ?? "",
    write: async (claims, work) => {
      await clinic.begin(async (sql) => {
        for (const [name, value] of Object.entries(claims))
          await sql`select set_config(${`vouch.${name}`}, ${value}, true)`;
        await work(sql);
      });
    },
    recorded: async (table, count) => {
      for (let waited = 0; waited < 2_000; waited++) {
        const [found] = await owner<{ count: number }[]>`
          select count(*)::int as count from ledger.projection where record_type = ${table}`;
        if (found && found.count >= count) return;
        await owner`select pg_sleep(0.01)`;
      }
      throw new Error(`expected ${count} entries of ${table} within 20 seconds`);
    },
    entryOf: async (table, id) => {
      const [found] = await owner<{ index: bigint }[]>`
        select index from ledger.projection where record_type = ${table} and record_id = ${id} order by index desc limit 1`;
      if (!found) throw new Error(`expected an entry of ${table} ${id}`);
      return found.index.toString();
    },
    close: async () => {
      await Promise.all([owner.end({ timeout: 2 }), clinic.end({ timeout: 2 })]);
      await database.stop();
    },
  };
}

const names: Record<Role, string> = {
  administrator: "Ada Marsh",
  compliance: "Oona Brandt",
  auditor: "Egon Vale",
  approver: "Petra Lind",
  engineer: "Ines Roth",
};

function newId(): string {
  return eventId(microseconds(systemClock()), randomBytes(10));
}

function asClinic(url: string): string {
  const address = new URL(url);
  address.username = "clinic_app";
  address.password = "clinic";
  return address.href;
}

/** Makes the clinic's database, protects it with the command, and lets its people, jobs and agents work. */
export async function tellStory(): Promise<void> {
  const database = await startEmbedded({ home, version: "18", durable: false });
  try {
    await makeClinic(database);
    runVouch("protect", database.url("harbor"));
    await letThemWork(database);
  } finally {
    await database.stop();
  }
}

/** Runs `vouch …` as an operator would. Returns its exit code and what it said. */
export function runVouch(...args: string[]): { status: number | null; said: string } {
  const env: NodeJS.ProcessEnv = { ...process.env, ...server.env, NODE_ENV: "production" };
  const command = [join("bin", "bootstrap.mjs"), "vouch", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  if (status === 70 || status === 69) throw new Error(stderr);
  return { status, said: stdout + stderr };
}

async function makeClinic(database: Embedded): Promise<void> {
  const sql = connect(await ensureDatabase(database, "harbor"), { application: "setup", max: 1 });
  await sql.unsafe(`
    create table customers (
      id int primary key, name text not null, email text, plan text, credit_limit numeric(12,2), ssn text, password_hash text,
      nickname text, motto text, tags text[], notes text, next_review date, active boolean not null default true);
    create table line_items (id int primary key, invoice int not null, amount numeric(12,2) not null);
    create table import_queue (id int primary key, payload text);
    create table visits (id int primary key, room text not null);
    create table badges (id int primary key, door text not null);
    create role clinic_app login password 'clinic';
    create role report_ro login password 'report';
    grant all on all tables in schema public to clinic_app, report_ro;`);
  await sql.end({ timeout: 2 });
}

const note =
  "Agreed with Ms Lee on the phone that invoices go out on the first of the month, by letter, until she asks for something else.";

async function letThemWork(database: Embedded): Promise<void> {
  const story = await openStory();
  await story.write(
    nightly,
    // as a script would: every value stands in the text of the statement
    (sql) =>
      sql.unsafe(`
        insert into customers (id, name, email, plan, credit_limit, ssn, password_hash, motto, tags, notes, next_review)
        values (10482, 'Zoë 👩‍💻 Park', 'zoe@park.example', 'Gold', 5000, '${secret.before}', '${secret.old}', 'Always',
          '{Net 30,Priority}', '${note}', '2026-09-30')`),
  );
  await story.write(
    dana,
    (sql) => sql`
    update customers set credit_limit = 50000, ssn = ${secret.after}, password_hash = ${secret.hash}, nickname = 'Zo', motto = '',
      tags = '{Net 60,Priority,"Calls, never writes"}', notes = ${note.replace("by letter", "by e-mail")} where id = 10482`,
  );
  await story.write(layla, (sql) => sql`insert into customers (id, name, plan) values (10483, 'مريم حداد', 'Basic')`);
  await story.write(layla, (sql) => sql`delete from customers where id = 10483`);
  await story.write(agent, (sql) => sql`update customers set plan = 'Basic' where id = 10482`);
  await story.write(
    nightly,
    (sql) => sql`
    insert into line_items select n, 9000 + n % 40, n * 1.25 from generate_series(1, ${bulk}) n`,
  );
  await story.write(dana, (sql) => sql`insert into import_queue values (1, 'one'), (2, 'two')`);
  await story.write(dana, (sql) => sql`truncate import_queue`);
  const report = connect(asReport(database.url("harbor")), { application: "psql", max: 1 });
  await report`update customers set active = false where id = 10482`;
  await report.end({ timeout: 2 });
  await story.recorded("line_items", bulk + 1);
  await story.recorded("customers", 6);
  await story.close();
}

function asReport(url: string): string {
  const address = new URL(url);
  address.username = "report_ro";
  address.password = "report";
  return address.href;
}

/** For forging. */
export function cookieSecret(): string {
  return openHome(home).secret("session cookies").toString("hex");
}
