/**
 * How many events a second come in over HTTP: through real sockets, into a process of its own that serves the route, into a durable
 * PostgreSQL. Each request is answered after its commit. The sequencer does not run: draining is measured by itself.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aPrincipal } from "../../lib/access/builders.ts";
import { makeKey, openWeb } from "../../lib/access/index.ts";
import { ensureDatabase, startEmbedded } from "../../lib/database/embedded/index.ts";
import { connect, openHome, prepareDatabase, processEnvironment } from "../../lib/database/index.ts";
import { createLedger } from "../../lib/ledger/index.ts";
import { atLeast, type Measure } from "../report.ts";

interface Load {
  /** Events in a request. */
  size: number;
  clients: number;
  seconds: number;
  type?: "application/json" | "application/x-ndjson";
}

/** Figures of four loads; the goal is for batches. */
export async function measureHttp(): Promise<Measure[]> {
  const ground = await makeGround();
  try {
    await run(ground, { size: 500, clients: 2, seconds: 3 }); // a start that is warm
    const batches = await run(ground, { size: 500, clients: 2, seconds: 8 });
    const lines = await run(ground, { size: 1_000, clients: 2, seconds: 8, type: "application/x-ndjson" });
    const singles = await run(ground, { size: 1, clients: 16, seconds: 5 });
    return [
      atLeast(5_000, "HTTP, JSON in batches of 500, 2 clients", batches.perSecond, "events/s"),
      told("the same: answer to a batch, p99", batches.p99, "ms"),
      atLeast(5_000, "HTTP, NDJSON in batches of 1,000, 2 clients", lines.perSecond, "events/s"),
      told("HTTP, one event a request, 16 clients", singles.perSecond, "events/s"),
      told("the same: answer, p99", singles.p99, "ms"),
    ];
  } finally {
    await ground.remove();
  }
}

function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}

interface Ground {
  url: string;
  secret: string;
  remove(): Promise<void>;
}

async function makeGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "vouch-bench-"));
  const settings = { shared_buffers: "512MB", max_wal_size: "8GB", checkpoint_timeout: "1h", autovacuum: "off" };
  const server = await startEmbedded({ home: folder, version: "18", durable: true, settings });
  const home = openHome(folder);
  const own = await ensureDatabase(server, "vouch");
  await prepareDatabase(own, home);
  const owner = connect(own, { application: "bench owner", max: 1 });
  await createLedger(owner, "Benchmark").finally(() => owner.end());
  const env = processEnvironment(own, home).web;
  const web = openWeb(env.VOUCH_WEB_URL, home);
  const key = await makeKey(
    aPrincipal("engineer"),
    {
      system: { name: "Benchmark", flagged: ["*"] },
      identity: { actor: "benchmark", kind: "service", name: "Benchmark" },
      name: "bench",
      categories: ["authentication"],
    },
    web,
  );
  await web.sql`update app.sources set settings = settings || '{"rate": {"sustained": 1000000, "burst": 1000000}}' where name = 'Benchmark'`;
  await web.sql.end();
  const serving = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "http-server.ts")], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = await once(serving.stdout, "data");
  return {
    url: `http://127.0.0.1:${String(port).trim()}/api/events`,
    secret: key.secret,
    async remove() {
      serving.kill();
      await once(serving, "exit");
      await server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function run({ url, secret }: Ground, { size, clients, seconds, type = "application/json" }: Load) {
  const headers = { authorization: `Bearer ${secret}`, "content-type": type };
  const began = performance.now();
  const latencies: number[] = [];
  let accepted = 0;
  const client = async () => {
    while (performance.now() - began < seconds * 1_000) {
      const events = Array.from({ length: size }, signIn);
      const body =
        type === "application/json"
          ? JSON.stringify(size === 1 ? events[0] : events)
          : events.map((one) => JSON.stringify(one)).join("\n");
      const sent = performance.now();
      const answer = await fetch(url, { method: "POST", headers, body });
      const said = await answer.json();
      if (!answer.ok) throw new Error(`expected the events to be accepted, got ${JSON.stringify(said)}`);
      latencies.push(performance.now() - sent);
      accepted += size === 1 ? 1 : said.accepted;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = (accepted * 1_000) / (performance.now() - began);
  const p99 = latencies.sort((one, other) => one - other)[Math.floor(latencies.length * 0.99)] ?? 0;
  return { perSecond, p99 };
}

let made = 0;

/** A sign-in of some 390 bytes. */
function signIn() {
  made += 1;
  return {
    id: `bench-${made}`,
    type: "user.signed_in",
    occurredAt: new Date().toISOString(),
    actor: { id: `person-${made % 500}@harbor.example`, name: "Dana Lee" },
    origin: { channel: "ui", address: "203.0.113.9", userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:144.0)" },
    target: { type: "session", id: `s-${made}` },
    data: { device: "desk", factor: "one-time code", duration: 12.5 },
    correlation: { session: `s-${made}` },
  };
}
