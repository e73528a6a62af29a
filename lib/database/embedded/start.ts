import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Fault } from "../../event/index.ts";
import { type Cluster, ensureCluster, placeCluster, type ServerVersion, serverEnvironment } from "./cluster.ts";
import { type Hold, hold } from "./lease.ts";
import { freePort } from "./port.ts";
import { clearStaleLock, findPostmaster, type Postmaster } from "./postmaster.ts";

/** A running server, held by this process. */
export interface Embedded {
  port: number;
  /** The superuser's connection string for one of its databases: never for a log. */
  url(database: string): string;
  /** False when another process had started it already: then it stays until that one has left, too. */
  started: boolean;
  /** Resolves once the server is down, or stays only because others hold it. */
  stop(): Promise<void>;
  /** Resolves when the server ended and nobody here had asked for it. */
  lost: Promise<void>;
  /** Path of `postgres`, `initdb` or `pg_ctl`. */
  bin(name: string): string;
  /** For tests of recovery: kills the server as a crash would, and waits until it is gone. */
  kill9(): Promise<void>;
  /** For tests: stops the server and deletes its data. */
  remove(): Promise<void>;
}

export interface EmbeddedOptions {
  /** VOUCH_HOME. */
  home: string;
  version: ServerVersion;
  /** False gives up every promise about crashes for speed: for tests. */
  durable: boolean;
  /** Settings of the server beyond ours; a server that already runs keeps its own. */
  settings?: Record<string, string>;
}

const patience = 90_000;

/**
 * Starts the home's server, or joins the one that runs; makes its data on first use.
 * A leftover of a killed start is joined, waited for or ended, whatever it is. Throws `unavailable`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const cluster = placeCluster(options.home, options.version);
  await ensureCluster(cluster, options.durable);
  const deadline = Date.now() + patience;
  let problem = "";
  while (Date.now() < deadline) {
    const running = findPostmaster(cluster.data);
    if (running) {
      const held = (await hold(cluster.lease)) ?? (await settle(cluster, running));
      if (held) return embedded(cluster, running, held, false);
      continue;
    }
    clearStaleLock(cluster.data);
    rmSync(cluster.lease, { force: true });
    const launched = await launch(cluster, options);
    const server = findPostmaster(cluster.data);
    if (server && typeof launched !== "string") return embedded(cluster, server, launched, true);
    problem = String(launched);
    // a port that somebody took first; a server still letting go of its lock or its memory: all pass
    if (!/could not bind|could not create any TCP|already exists|still in use/.test(problem)) break;
    await pause(200);
  }
  throw new Fault(
    "unavailable",
    `PostgreSQL ${options.version} did not start. Its log, ${cluster.log}, ends:\n${problem}`,
  );
}

/** Waits for a server without a lease: it is starting under another process, or stopping. One that nobody guards is ended. */
async function settle(cluster: Cluster, server: Postmaster): Promise<Hold | undefined> {
  for (let waited = 0; waited < patience; waited += 50) {
    await pause(50);
    const now = findPostmaster(cluster.data);
    if (now?.pid !== server.pid) return undefined;
    if (now.status !== "ready") continue;
    const held = await hold(cluster.lease);
    if (held) return held;
    if (waited >= 1_000 && waited % 1_000 === 0) process.kill(server.pid, "SIGINT");
  }
  return undefined;
}

/** The hold on a fresh server, or the end of the log of one that did not come up. */
async function launch(cluster: Cluster, options: EmbeddedOptions): Promise<Hold | string> {
  if ((statSync(cluster.log, { throwIfNoEntry: false })?.size ?? 0) > 8_000_000) {
    renameSync(cluster.log, `${cluster.log}.1`);
  }
  const log = openSync(cluster.log, "a", 0o600);
  const before = statSync(cluster.log).size;
  const order = {
    ...command(cluster, await freePort(), options),
    account: cluster.account,
    env: serverEnvironment(),
    folder: cluster.folder,
    data: cluster.data,
    lease: cluster.lease,
  };
  const script = fileURLToPath(new URL("./guardian.mjs", import.meta.url));
  const guardian = spawn(process.execPath, [script, JSON.stringify(order)], {
    detached: true, // a session of its own: Ctrl-C in the terminal must reach us, not it
    cwd: "/",
    env: serverEnvironment(),
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const ready = await new Promise<boolean>((resolve) => {
    guardian.once("message", (message: { ready?: boolean }) => resolve(message.ready === true));
    guardian.once("error", () => resolve(false));
    guardian.once("exit", () => resolve(false));
  });
  const held = ready ? await hold(cluster.lease) : undefined;
  if (guardian.connected) guardian.disconnect();
  guardian.unref();
  return held ?? readFileSync(cluster.log).subarray(before).toString().split("\n").slice(-16).join("\n").trim();
}

function command(cluster: Cluster, port: number, options: EmbeddedOptions): { command: string; args: string[] } {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(port),
    max_connections: "100",
    shared_buffers: options.durable ? "256MB" : "64MB",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    ...(options.durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
  };
  const args = ["-D", cluster.data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const postgres = cluster.bin("postgres");
  // where Linux lets us, the server also ends when its guardian is killed
  const bound = spawnSync("setpriv", ["--pdeathsig", "INT", "true"], { stdio: "ignore" }).status === 0;
  return bound ? { command: "setpriv", args: ["--pdeathsig", "INT", postgres, ...args] } : { command: postgres, args };
}

function embedded(cluster: Cluster, server: Postmaster, held: Hold, started: boolean): Embedded {
  const password = readFileSync(cluster.password, "utf8");
  const gone = () => waitUntil(() => !findPostmaster(cluster.data));
  return {
    port: server.port,
    url: (database) => `postgres://postgres:${password}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`,
    started,
    stop: held.release,
    lost: held.lost,
    bin: cluster.bin,
    kill9: async () => {
      process.kill(server.pid, "SIGKILL");
      await gone();
    },
    remove: async () => {
      await held.release();
      await gone();
      rmSync(cluster.folder, { recursive: true, force: true });
    },
  };
}

async function waitUntil(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 25) {
    if (waited > patience) throw new Fault("unavailable", "PostgreSQL did not end. Another process still holds it.");
    await pause(25);
  }
}
