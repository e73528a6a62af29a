import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startEmbedded } from "./start.ts";

/**
 * Vitest's global setup: one PostgreSQL 18 and one 15 for the whole run, in a home of their own that goes with them.
 * Tests find them as superuser URLs in VOUCH_TEST_PG18 and VOUCH_TEST_PG15; each test file makes databases of its own.
 */
export async function setup(): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "vouch-tests-"));
  chmodSync(home, 0o755); // as root the servers run as another user, who must get in
  const servers = await Promise.all([
    startEmbedded({ home, version: "18", durable: false, settings: { max_connections: "300" } }),
    startEmbedded({ home, version: "15", durable: false, settings: { max_connections: "300" } }),
  ]);
  for (const [index, name] of ["VOUCH_TEST_PG18", "VOUCH_TEST_PG15"].entries()) {
    const server = servers[index];
    if (!server) continue;
    process.env[name] = server.url("postgres");
    process.env[`${name}_BIN`] = dirname(server.bin("postgres"));
  }
  return async () => {
    await Promise.all(servers.map((server) => server.remove()));
    rmSync(home, { recursive: true, force: true });
  };
}
