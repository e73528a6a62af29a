import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createSetupCode, needsSetup } from "../lib/access/index.ts";
import { connect, type Home, loginUrl, openHome, prepareDatabase, processEnvironment } from "../lib/database/index.ts";
import { moveSources } from "../lib/demo/index.ts";
import { Fault } from "../lib/event/index.ts";
import { type Address, assertFree, readAddress } from "./address.ts";
import { ensureBuild } from "./build.ts";
import { type Child, keep } from "./child.ts";
import { claimHome } from "./claim.ts";
import { type Database, openDatabase, rememberDatabase } from "./database.ts";
import { type DemoState, ensureDemo, offerOf, signInLines, startLiving } from "./demo.ts";
import { pageEnvironment, startPages } from "./pages.ts";
import { prepareLedger } from "./prepare.ts";
import { logEnd, takeSettings } from "./settings.ts";
import { type Which, whichVouch } from "./which.ts";

const root = join(import.meta.dirname, "..");
const began = performance.now();
const say = (line: string) => console.log(`vouch: ${line}`);

/**
 * Runs the product until a signal comes or a part of it ends for good, and takes it down in order: pages, worker, database.
 * Exit code 0 after a signal, 1 after a failure, which is said in one sentence.
 */
export async function serve(mode: "start" | "dev"): Promise<never> {
  const ending = endOfRun();
  await takeSettings("vouch");
  const running: { stop(): Promise<void> }[] = [];
  let code = 0;
  try {
    const reason = await Promise.race([ending, start(mode, running)]);
    if (reason) throw new Fault("unavailable", reason);
  } catch (error) {
    code = 1;
    if (error instanceof Fault) console.error(`vouch: ${error.message}`);
    else await logEnd("start", error);
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
  const which = whichVouch(process.argv.slice(2), process.env);
  say(which.says);
  const home = openHome(which.folder);
  await claimHome(home.folder, address.url);
  await assertFree(address);

  const building = mode === "start" ? ensureBuild(root, say) : undefined;
  building?.catch(() => {}); // thrown where it is waited for
  const demo = which.demo ? await ensureDemo(home, which.env, say) : undefined;
  rememberDatabase(home, which.env);
  const database = await openDatabase(home, which.env);
  running.push(database);
  await prepare(database, home, which);
  say(`${database.description} is ready.`);
  await building;

  // the owner's address stays with this process: each of the others gets its own login's, and no more
  const { DATABASE_URL: _owner, ...ours } = which.env;
  const own = processEnvironment(database.url, home);
  running.push(startProcess("worker", { ...ours, ...own.worker }));
  running.push(startProcess("errands", { ...ours, ...own.web, ...pageEnvironment(address, home) }));
  const offer = demo ? offerOf(address, demo) : {};
  const pages = startPages(mode, address, { ...ours, ...own.web, ...pageEnvironment(address, home), ...offer });
  running.push(pages);
  const ended = endOf(pages, database);
  await Promise.race([ended, answers(address)]);
  if (demo) running.push(startLiving(database.url, home, address, demo, say));
  await announce(address, database, home, demo);
  return ended;
}

/** Schema, logins and ledger; the demo has its own. */
async function prepare(database: Database, home: Home, { demo }: Which): Promise<void> {
  await prepareDatabase(database.url, home);
  await (demo ? moveSources(database.url, home) : prepareLedger(database.url));
}

function startProcess(name: "worker" | "errands", env: NodeJS.ProcessEnv): Child {
  return keep(name, { args: ["--import", "tsx", join("bin", "vouch.ts"), name], env }, say);
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

async function announce(address: Address, database: Database, home: Home, demo?: DemoState): Promise<void> {
  const { url } = address;
  say(`Ready after ${((performance.now() - began) / 1_000).toFixed(1)} s at ${url}`);
  if (demo) for (const line of signInLines(address, demo)) say(line);
  else say(await signInHint(url, loginUrl(home, database.url, "web")));
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
