import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createSetupCode, needsSetup } from "../lib/access/index.ts";
import { connect, type Home, loginUrl, openHome, prepareDatabase, processEnvironment } from "../lib/database/index.ts";
import { Fault } from "../lib/event/index.ts";
import { createLedger } from "../lib/ledger/index.ts";
import { type Address, assertFree, readAddress } from "./address.ts";
import { ensureBuild, next } from "./build.ts";
import { type Child, keep, run } from "./child.ts";
import { claimHome } from "./claim.ts";
import { type Database, openDatabase, rememberDatabase } from "./database.ts";

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
  const home = openHome(process.env.VOUCH_HOME);
  await claimHome(home.folder, address.url);
  await assertFree(address);

  rememberDatabase(home, process.env);
  const database = await openDatabase(home, process.env);
  running.push(database);
  await prepare(database, home);
  say(`${database.description} is ready.`);
  if (mode === "start") await ensureBuild(root, say);

  // the owner's address stays with this process: each of the others gets its own login's, and no more
  const { DATABASE_URL: _owner, ...ours } = process.env;
  const own = processEnvironment(database.url, home);
  running.push(startWorker({ ...ours, ...own.worker }));
  const pages = startPages(mode, address, { ...ours, ...own.web, ...pageEnvironment(address, home) });
  running.push(pages);
  const ended = endOf(pages, database);
  await Promise.race([ended, answers(address)]);
  await announce(address, database, home);
  return ended;
}

/** Schema, logins and ledger. */
async function prepare(database: Database, home: Home): Promise<void> {
  await prepareDatabase(database.url, home);
  const owner = connect(database.url, { application: "vouch owner", max: 1 });
  await createLedger(owner, "Vouch").finally(() => owner.end({ timeout: 2 }));
}

function pageEnvironment(address: Address, home: Home): Record<string, string> {
  return {
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || address.url,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET || home.secret("session cookies").toString("hex"),
    NEXT_TELEMETRY_DISABLED: "1",
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

async function announce({ url }: Address, database: Database, home: Home): Promise<void> {
  say(`Ready after ${((performance.now() - began) / 1_000).toFixed(1)} s at ${url}`);
  say(await signInHint(url, loginUrl(home, database.url, "web")));
  say("Ctrl-C stops it; nothing is lost.");
}

/** Before there is anybody, the address with the one-time code that makes the first administrator. */
async function signInHint(url: string, databaseUrl: string): Promise<string> {
  const sql = connect(databaseUrl, { application: "vouch start", max: 1 });
  try {
    if (!(await needsSetup(sql))) return `Sign in at ${url}/signin with your e-mail and password.`;
    return `Nobody has an account yet. Make the first administrator at ${url}/setup?code=${await createSetupCode(sql)}`;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
