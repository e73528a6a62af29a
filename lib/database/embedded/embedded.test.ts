import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Embedded, placeCluster, removeCluster, startEmbedded } from "./index.ts";
import { findPostmaster, isAlive } from "./postmaster.ts";

let home: string;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => {
  removeCluster(home, "18");
  removeCluster(home, "15");
  rmSync(home, { recursive: true, force: true });
});

const start = (version: "18" | "15" = "18", at = home) => startEmbedded({ home: at, version, durable: false });

function makeHome(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), "vouch-embedded-"));
  chmodSync(folder, mode);
  return folder;
}

async function ask(server: Embedded, query: string, database = "postgres"): Promise<unknown> {
  const sql = postgres(server.url(database), { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql.unsafe(query);
    return row ? Object.values(row)[0] : undefined;
  } finally {
    await sql.end();
  }
}

/** Another process that starts or joins the home's server, and then only waits. Resolves once it holds it. */
async function startHolder(): Promise<ChildProcess> {
  const module = new URL("./index.ts", import.meta.url).href;
  const program = `const { startEmbedded } = await import(${JSON.stringify(module)});
    await startEmbedded({ home: ${JSON.stringify(home)}, version: "18", durable: true });
    console.log("holding"); setInterval(() => {}, 1000);`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  const holder = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => holder.stdout?.once("data", resolve));
  return holder;
}

async function waitUntilGone(pid: number): Promise<void> {
  for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 25) await pause(25);
  expect(isAlive(pid)).toBe(false);
}

function postmaster(): { pid: number } {
  const found = findPostmaster(placeCluster(home, "18").data);
  if (!found) throw new Error("no server runs");
  return found;
}

describe("a server of either version", () => {
  test.each(["18", "15"] as const)(
    "%s starts, answers in UTF-8 and C order, and keeps its data over a stop",
    async (version) => {
      const server = await start(version);
      expect(server.started).toBe(true);
      expect(server.port).toBeLessThan(32_768);
      expect(await ask(server, "show server_version")).toMatch(new RegExp(`^${version}\\.`));
      expect(await ask(server, "show server_encoding")).toBe("UTF8");
      expect(await ask(server, "select string_agg(c, '' order by c) from unnest(array['b','A','a','B']) c")).toBe(
        "ABab",
      );
      await ask(server, "create table kept as select 7 as n");
      await server.stop();

      const again = await start(version);
      expect(again.started).toBe(true);
      expect(await ask(again, "select n from kept")).toBe(7);
      await again.remove();
    },
  );

  test("asks for a password that only its owner can read, and listens on this machine alone", async () => {
    const server = await start();
    const { password } = placeCluster(home, "18");
    expect(statSync(password).mode & 0o777).toBe(0o600);
    expect(await ask(server, "show listen_addresses")).toBe("127.0.0.1");
    expect(await ask(server, "show unix_socket_directories")).toBe("");
    const stranger = postgres(`postgres://postgres:wrong@127.0.0.1:${server.port}/postgres`, { max: 1 });
    await expect(stranger`select 1`).rejects.toMatchObject({ code: "28P01" });
    await stranger.end();
    await server.stop();
  });
});

describe("the server ends with those who use it", () => {
  test("a second start joins it, and it stays until the last has left", async () => {
    const first = await start();
    const second = await start();
    expect([first.started, second.started]).toEqual([true, false]);
    expect(second.port).toBe(first.port);
    await first.stop();
    expect(await ask(second, "select 1")).toBe(1);
    await second.stop();
    expect(findPostmaster(placeCluster(home, "18").data)).toBeUndefined();
  });

  test("two starts at the same moment end in one server", async () => {
    const both = await Promise.all([start(), start()]);
    expect(new Set(both.map((server) => server.port)).size).toBe(1);
    await Promise.all(both.map((server) => server.stop()));
  });

  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
    "%s of its only user leaves no server behind",
    async (signal) => {
      const holder = await startHolder();
      const { pid } = postmaster();
      holder.kill(signal);
      await waitUntilGone(pid);
      const server = await start();
      expect(server.started).toBe(true);
      await server.stop();
    },
  );

  test("a killed guardian is noticed, and its server does not stay", async () => {
    const server = await start();
    const { pid } = postmaster();
    process.kill(guardianOf(pid), "SIGKILL");
    await Promise.race([server.lost, pause(5_000).then(() => Promise.reject(new Error("not noticed")))]);
    const again = await start();
    expect(again.started).toBe(true);
    await again.stop();
    await waitUntilGone(pid);
  });
});

function guardianOf(pid: number): number {
  return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
}

describe("what a crash leaves behind", () => {
  test("what was committed is there after a kill -9 of the server", async () => {
    const server = await startEmbedded({ home, version: "18", durable: true });
    await ask(server, "create table kept as select 'committed' as word");
    await server.kill9();
    const again = await start();
    expect(again.started).toBe(true);
    expect(await ask(again, "select word from kept")).toBe("committed");
    await again.stop();
  });

  test("a lock whose number now belongs to another process is not in the way", async () => {
    await (await start()).stop();
    const { data } = placeCluster(home, "18");
    writeFileSync(join(data, "postmaster.pid"), `${process.pid}\n${data}\n1700000000\n25000\n\n127.0.0.1\n`);
    const server = await start();
    expect(server.started).toBe(true);
    await server.stop();
  });

  test("a first start that was killed half-way leaves nothing that counts as a database", async () => {
    const { folder } = placeCluster(home, "18");
    const abandoned = `${folder}.init-999999999`;
    mkdirSync(abandoned);
    const server = await start();
    expect(existsSync(abandoned)).toBe(false);
    await server.stop();
  });
});

describe("where it lies", () => {
  test("two homes have two servers", async () => {
    const other = makeHome();
    const [here, there] = await Promise.all([start(), start("18", other)]);
    await ask(here, "create table only_here ()");
    expect(await ask(there, "select to_regclass('only_here')")).toBeNull();
    await Promise.all([here.stop(), there.stop()]);
    removeCluster(other, "18");
    rmSync(other, { recursive: true });
  });

  test("a home that the server's user cannot enter works, and shares nothing with a later home of the same path", async () => {
    chmodSync(home, 0o700);
    const server = await start();
    await ask(server, "create table old ()");
    await server.stop();
    const before = placeCluster(home, "18").folder;
    const again = await start();
    expect(await ask(again, "select to_regclass('old')::text")).toBe("old");
    await again.stop();
    rmSync(home, { recursive: true });
    mkdirSync(home, { mode: 0o700 });
    const fresh = await start();
    expect(await ask(fresh, "select to_regclass('old')")).toBeNull();
    await fresh.stop();
    rmSync(before, { recursive: true, force: true });
  });
});
