/** Behind a pooler in transaction mode, as docs/recipes.md has it: many clients share a connection, and nobody gets another's name. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actingAs } from "../../../recipes/node-postgres.ts";
import { freePort } from "../../database/embedded/index.ts";
import { until } from "../../ledger/builders.ts";
import { protectedShop, type TestShop } from "./builders.ts";

const bouncer = spawnSync("pgbouncer", ["--version"], { stdio: "ignore" }).status === 0;
describe.skipIf(!bouncer)(`PgBouncer${bouncer ? "" : " (skipped: pgbouncer is not on the PATH)"}`, () => {
  let shop: TestShop;
  let clerk: Awaited<ReturnType<TestShop["role"]>>;
  let clients: pg.Pool[];
  let stop: () => Promise<void>;
  beforeAll(async () => {
    shop = await protectedShop();
    clerk = await shop.role();
    await shop.sql.unsafe(`grant all on all tables in schema public to ${clerk.name}`);
    const { url, ended } = await startBouncer();
    const open = (name: string) => new pg.Pool({ connectionString: url, max: 2, application_name: name });
    clients = ["desk", "import.py"].map(open);
    stop = async () => {
      await Promise.all(clients.map((client) => client.end()));
      await ended();
      await shop.drop();
    };
  });
  afterAll(() => stop());
  beforeEach(async () => {
    await shop.sql`truncate orders cascade`;
    await shop.taken();
  });

  test("in transaction mode two clients on one server connection never get each other's name", async () => {
    const [desk, script] = clients as [pg.Pool, pg.Pool];
    const insert = (id: number) => (client: pg.Pool | pg.PoolClient) =>
      client.query("insert into orders (id, amount) values ($1, pg_backend_pid())", [id]);
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => [
        actingAs(desk, { actor: "dana@example.com", reason: `${n}` }, insert(4 * n)),
        actingAs(script, { actor: "nightly", kind: "service" }, insert(4 * n + 1)),
        insert(4 * n + 2)(desk),
        insert(4 * n + 3)(script),
      ]).flat(),
    );
    const events = await shop.taken();
    const backends = new Set(events.map(({ change }) => change?.fields.find(({ name }) => name === "amount")?.after));
    expect(backends.size).toBe(1);
    expect(events).toHaveLength(160);
    for (const { target, actor, origin, correlation } of events) {
      const [n, kind] = [Math.floor(Number(target?.id) / 4), Number(target?.id) % 4];
      const who = ["dana@example.com", "nightly", clerk.name, clerk.name][kind];
      expect([actor.id, actor.attribution], target?.id).toEqual([who, kind < 2 ? "claimed" : "verified"]);
      expect(correlation?.reason).toBe(kind === 0 ? `${n}` : undefined);
      expect(origin).toMatchObject({ login: clerk.name, application: ["desk", "import.py"][kind % 2] });
    }
  });

  test("SET for the session gives one client's name to another: why the recipes never do", async () => {
    const [desk, script] = clients as [pg.Pool, pg.Pool];
    await desk.query("set vouch.actor = 'dana@example.com'");
    await script.query("insert into orders (id, amount) values (1, 1)");
    await script.query("reset vouch.actor");
    expect(await shop.taken()).toMatchObject([
      { actor: { id: "dana@example.com" }, origin: { application: "import.py" } },
    ]);
  });

  /** In front of the shop, with one server connection per login, on a port of its own. */
  async function startBouncer() {
    const place = mkdtempSync(join(tmpdir(), "vouch-bouncer-"));
    chmodSync(place, 0o755);
    const { hostname, port, pathname } = new URL(clerk.url);
    const own = await freePort();
    const ini = readFileSync(join(import.meta.dirname, "../../../recipes/pgbouncer.ini"), "utf8")
      .replace("127.0.0.1 port=5432 dbname=shop", `${hostname} port=${port} dbname=${pathname.slice(1)}`)
      .replace("/etc/pgbouncer", place)
      .replace("6432", String(own));
    writeFileSync(join(place, "pgbouncer.ini"), `${ini}default_pool_size = 1\nunix_socket_dir =\n`);
    writeFileSync(join(place, "userlist.txt"), `"${clerk.name}" "open sesame"\n`);
    const asUser = process.getuid?.() === 0 ? ["-u", "nobody"] : []; // it refuses to run as root
    const child = spawn("pgbouncer", [...asUser, join(place, "pgbouncer.ini")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    await until("PgBouncer to listen", async () => {
      if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${said}`);
      return answers(own);
    });
    return {
      url: `postgres://${clerk.name}:open%20sesame@127.0.0.1:${own}/shop`,
      async ended() {
        child.kill("SIGTERM");
        await exited;
        rmSync(place, { recursive: true, force: true });
      },
    };
  }
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
