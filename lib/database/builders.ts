/** Test builders: databases of Vouch's own, cloned from a migrated template on the test server (lib/database/embedded/test-servers.ts). */
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { connect, type Sql } from "./connect.ts";
import type { ServerVersion } from "./embedded/index.ts";
import { startTestServer } from "./embedded/test-servers.ts";

import { type Home, openHome } from "./home.ts";
import { type LoginName, loginUrl, makeLogins } from "./logins.ts";
import { migrate, sqlFiles } from "./migrate.ts";

export { installedVersions, type ServerVersion } from "./embedded/index.ts";

export interface TestDatabase {
  /** The owner's address. */
  url: string;
  home: Home;
  owner: Sql;
  /** A connection of one login, closed by `drop`. */
  as(login: LoginName): Sql;
  /** The address of one login. */
  urlOf(login: LoginName): string;
  drop(): Promise<void>;
}

/** The superuser's address of a test server; one of another major than 18 and 15 has to be started first (`startTestServer`). */
export function testServer(version: ServerVersion = "18"): string {
  const url = process.env[`VOUCH_TEST_PG${version}`];
  if (!url)
    throw new Error(`VOUCH_TEST_PG${version} is not set: run the tests with npm test, which starts the server.`);
  return url;
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** A migrated, empty database of Vouch with logins and a home. */
export async function freshDatabase(): Promise<TestDatabase> {
  const server = testServer();
  const home = testHome();
  const admin = connect(server, { application: "tests", max: 1 });
  const name = `vouch_${randomBytes(6).toString("hex")}`;
  await admin`select pg_advisory_lock(8246910, 7)`;
  try {
    const template = await ensureTemplate(admin, server, home);
    await admin.unsafe(`create database ${name} template ${template}`);
    const owner = connect(databaseUrl(server, name), { application: "owner", max: 2 });
    await makeLogins(owner, home);
    return testDatabase(server, name, home, owner);
  } finally {
    await admin.end();
  }
}

function testDatabase(server: string, name: string, home: Home, owner: Sql): TestDatabase {
  const url = databaseUrl(server, name);
  const open: Sql[] = [owner];
  return {
    url,
    home,
    owner,
    as(login) {
      const sql = connect(loginUrl(home, url, login), { application: login });
      open.push(sql);
      return sql;
    },
    urlOf: (login) => loginUrl(home, url, login),
    async drop() {
      await Promise.all(open.map((sql) => sql.end({ timeout: 1 })));
      await dropDatabase(server, name);
      fs.rmSync(home.folder, { recursive: true, force: true });
    },
  };
}

export async function dropDatabase(server: string, name: string): Promise<void> {
  const admin = connect(server, { application: "tests", max: 1 });
  try {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
  } finally {
    await admin.end();
  }
}

/** Logins belong to a server, not to a database: all test homes share a master key, so that they share the logins too. */
function testHome(): Home {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vouch-home-"));
  fs.mkdirSync(path.join(folder, "keys"));
  fs.writeFileSync(path.join(folder, "keys", "master"), "0f".repeat(32), { mode: 0o600 });
  return openHome(folder);
}

async function ensureTemplate(admin: Sql, server: string, home: Home): Promise<string> {
  const state = createHash("sha256");
  for (const file of sqlFiles("vouch")) state.update(file.text);
  const migrations = path.resolve(import.meta.dirname, "../../drizzle/migrations");
  for (const file of fs.readdirSync(migrations).sort()) {
    if (file.endsWith(".sql")) state.update(fs.readFileSync(path.join(migrations, file)));
  }
  const name = `template_${state.digest("hex").slice(0, 12)}`;
  const [existing] = await admin`select 1 from pg_database where datname = ${name}`;
  if (existing) return name;
  await admin.unsafe(`create database ${name}_new`);
  const owner = connect(databaseUrl(server, `${name}_new`), { application: "owner", max: 1 });
  try {
    await migrate(owner);
    await makeLogins(owner, home);
  } finally {
    await owner.end();
  }
  await admin.unsafe(`alter database ${name}_new rename to ${name}`);
  return name;
}

/** Somebody else's database: empty, with `schema` run in it. */
export async function foreignDatabase(
  schema: string,
  version: ServerVersion = "18",
): Promise<{ url: string; sql: Sql; drop(): Promise<void> }> {
  const server = await startTestServer(version);
  const name = `shop_${randomBytes(6).toString("hex")}`;
  const admin = connect(server, { application: "tests", max: 1 });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  const url = databaseUrl(server, name);
  const sql = connect(url, { application: "shop", max: 10 });
  await sql.unsafe(schema);
  return {
    url,
    sql,
    async drop() {
      await sql.end({ timeout: 1 });
      await dropDatabase(server, name);
    },
  };
}
