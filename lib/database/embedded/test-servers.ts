import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installedVersions } from "./binaries.ts";
import type { ServerVersion } from "./cluster.ts";
import { type Embedded, startEmbedded } from "./start.ts";

const settings = {
  max_connections: "300",
  // for tests of what PostgreSQL offers only then: prepared transactions, and logical replication
  max_prepared_transactions: "10",
  wal_level: "logical",
};

/**
 * Vitest's global setup: one PostgreSQL 18 and one 15 for the whole run, in a home of their own that goes with them. Tests
 * find them as superuser URLs in VOUCH_TEST_PG18 and so on; each test file makes databases of its own. The other majors
 * are started by the first test that asks for one (`startTestServer`), since most runs need none of them. With
 * VOUCH_TEST_HOME and its servers' addresses given, those are used and left as they are.
 */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env.VOUCH_TEST_HOME) return async () => {}; // somebody keeps servers at work between runs
  const home = mkdtempSync(join(tmpdir(), "vouch-tests-"));
  chmodSync(home, 0o755); // as root the servers run as another user, who must get in
  process.env.VOUCH_TEST_HOME = home;
  await Promise.all((["18", "15"] as const).map((version) => startTestServer(version)));
  return async () => {
    const left = [...installedVersions().keys()].filter((version) => existsSync(join(home, `postgres-${version}`)));
    const servers = left.map((version) => running.get(version) ?? start(home, version));
    await Promise.all(servers.map(async (server) => (await server).remove()));
    rmSync(home, { recursive: true, force: true });
  };
}

const running = new Map<ServerVersion, Promise<Embedded>>();

/**
 * The superuser's address of a test server, which is started, or joined where another test file has started it; it ends
 * with the last process that uses it.
 */
export async function startTestServer(version: ServerVersion): Promise<string> {
  const name = `VOUCH_TEST_PG${version}`;
  const home = process.env.VOUCH_TEST_HOME;
  if (process.env[name]) return process.env[name];
  if (!home) throw new Error(`${name} is not set: run the tests with npm test, which starts the server.`);
  const starting = running.get(version) ?? start(home, version);
  running.set(version, starting);
  const server = await starting;
  process.env[`${name}_BIN`] = dirname(server.bin("postgres"));
  process.env[name] = server.url("postgres");
  return process.env[name];
}

function start(home: string, version: ServerVersion): Promise<Embedded> {
  return startEmbedded({ home, version, durable: false, settings });
}
