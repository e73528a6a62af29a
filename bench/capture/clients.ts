/**
 * The four clients, in a process of their own so that they share their event loop with nothing. Told over IPC what to
 * do, they answer with how many updates they committed per second.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import postgres from "postgres";

export interface Load {
  url: string;
  /** synchronous_commit */
  sync: "on" | "off";
  seconds: number;
  rows: number;
}

export interface Clients {
  /** Updates per second. */
  run(load: Load): Promise<number>;
  stop(): void;
}

export const connections = 4;

export function startClients(): Clients {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: ["--import", "tsx"] });
  return {
    run: (load) =>
      new Promise((resolve, reject) => {
        const ended = () =>
          reject(new Error("The clients' process ended before it was done; its own words are above."));
        child.once("exit", ended);
        child.once("message", (rate: number) => {
          child.off("exit", ended);
          resolve(rate);
        });
        child.send(load);
      }),
    stop: () => child.disconnect(),
  };
}

const pools = new Map<string, postgres.Sql>();

/** Opened once and kept, with the statement prepared on every connection. */
async function open({ url, sync }: Load): Promise<postgres.Sql> {
  const key = `${url} ${sync}`;
  const known = pools.get(key);
  if (known) return known;
  const sql = postgres(url, { max: connections, connection: { synchronous_commit: sync } });
  pools.set(key, sql);
  await drive(sql, 1, 0.2);
  return sql;
}

async function drive(sql: postgres.Sql, rows: number, seconds: number): Promise<number> {
  let done = 0;
  const began = performance.now();
  const until = began + seconds * 1_000;
  const client = async () => {
    const connection = await sql.reserve();
    while (performance.now() < until) {
      const id = 1 + Math.floor(Math.random() * rows);
      await connection`update customers set credit_limit = credit_limit + 1, updated = now() where id = ${id}`;
      done += 1;
    }
    connection.release();
  };
  await Promise.all(Array.from({ length: connections }, client));
  return (done * 1_000) / (performance.now() - began);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.on("message", async (load: Load) => process.send?.(await drive(await open(load), load.rows, load.seconds)));
  process.on("disconnect", () => process.exit(0));
}
