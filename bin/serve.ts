import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Prepared, prepareDatabase } from "../lib/database/prepare.ts";
import { Fault } from "../lib/event/index.ts";
import { type Address, assertFree, readAddress } from "./address.ts";
import { ensureBuild, next } from "./build.ts";
import { type Child, keep, run } from "./child.ts";
import { type Database, openDatabase } from "./database.ts";
import { claimHome, openHome, secretOf } from "./home.ts";

const root = join(import.meta.dirname, "..");
const began = performance.now();
const say = (line: string) => console.log(`vouch: ${line}`);

/**
 * Runs the product until a signal comes or a part of it ends for good, and takes it down in order: pages, worker, database.
 * Exit code 0 after a signal, 1 after a failure, which is said in one sentence.
 */
export async function serve(mode: "start" | "dev"): Promise<never> {
  const ending = endOfRun();
  const running: { stop(): Promise<void> }[] = [];
  let code = 0;
  try {
    const reason = await Promise.race([ending, start(mode, running)]);
    if (reason) throw new Fault("unavailable", reason);
  } catch (error) {
    code = 1;
    console.error(`vouch: ${error instanceof Fault ? error.message : (error as Error).stack}`);
  }
  for (const part of running.reverse()) await part.stop();
  process.exit(code);
}

/** Resolves, to nothing, at the first signal. More of them change nothing: what was begun is ended in order. */
function endOfRun(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(undefined));
  });
}

/** Starts all parts, adding each to `running`, and resolves when one of them has ended: to the sentence that says so. */
async function start(mode: "start" | "dev", running: { stop(): Promise<void> }[]): Promise<string> {
  const address = readAddress(process.env);
  const home = openHome(process.env);
  await claimHome(home, address.url);
  await assertFree(address);

  const database = await openDatabase(home, process.env);
  running.push(database);
  const prepared = await prepareDatabase(database.url, home);
  say(`${database.description} is ready.`);
  if (mode === "start") await ensureBuild(root, say);

  const env = environment(address, home, prepared);
  running.push(startWorker(env));
  const pages = startPages(mode, address, env);
  running.push(pages);
  const ended = endOf(pages, database);
  await Promise.race([ended, answers(address)]);
  await announce(address, prepared);
  return ended;
}

function environment(address: Address, home: string, prepared: Prepared): NodeJS.ProcessEnv {
  const { DATABASE_URL: _superuser, ...ours } = process.env;
  return {
    ...ours,
    VOUCH_HOME: home,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || address.url,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET || secretOf(home, "session-secret"),
    NEXT_TELEMETRY_DISABLED: "1",
    ...prepared.env,
  };
}

function startWorker(env: NodeJS.ProcessEnv): Child {
  return keep("worker", { args: ["--import", "tsx", join("bin", "vouch.ts"), "worker"], env }, say);
}

function startPages(mode: "start" | "dev", { host, port }: Address, env: NodeJS.ProcessEnv): Child {
  const NODE_ENV = mode === "start" ? "production" : "development";
  return run({
    args: [next, mode, "-p", String(port), "-H", host],
    env: { ...env, NODE_ENV },
    quiet: mode === "start",
  });
}

async function endOf(pages: Child, database: Database): Promise<string> {
  return Promise.race([
    pages.ended.then((code) => `The pages ended with code ${code}. Their own words are above.`),
    database.lost.then(() => "The database server ended. Start again: what was committed is there."),
  ]);
}

async function answers({ url }: Address): Promise<void> {
  for (;;) {
    const reached = await fetch(url, { redirect: "manual" }).catch(() => undefined);
    if (reached) return;
    await pause(50);
  }
}

async function announce({ url }: Address, prepared: Prepared): Promise<void> {
  say(`Ready after ${((performance.now() - began) / 1_000).toFixed(1)} s at ${url}`);
  say(await prepared.signInHint(url));
  say("Ctrl-C stops it; nothing is lost.");
}
