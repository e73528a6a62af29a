/** The demo as `npm start` serves it: told once, at the first start, into a home of its own; then it goes on living. */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDatabase, removeCluster, startEmbedded } from "../lib/database/embedded/index.ts";
import { type Home, loginUrl } from "../lib/database/index.ts";
import { databaseNames, demoPassword, type Loaded, loadDemo, triable } from "../lib/demo/index.ts";
import { systemClock } from "../lib/event/index.ts";
import type { Address } from "./address.ts";
import { type Child, keep } from "./child.ts";

/** What is kept of a demo that was told to its end: demo.json in its home. */
export interface DemoState {
  /** Of everybody who can be tried. */
  password: string;
  keys: Loaded["keys"];
}

type Say = (line: string) => void;

/** Told without waiting for the disk: a telling that was cut off begins again, so nothing is lost with it. */
const telling = {
  shared_buffers: "512MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "1h",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
  wal_recycle: "off",
};

/** Tells the story, unless it was told. One that was cut off, however, is removed and told anew. */
export async function ensureDemo(home: Home, env: NodeJS.ProcessEnv, say: Say): Promise<DemoState> {
  const known = readState(home);
  if (known) return known;
  await removeRest(home);
  say("The demo is being told, once: 180 days of Harbor Clinic Pay. That takes about two minutes.");
  const server = await startEmbedded({ home: home.folder, version: "18", durable: false, settings: telling });
  const password = demoPassword(randomInt);
  try {
    const loaded = await loadDemo({
      home,
      database: (name) => ensureDatabase(server, name === "vouch" ? "vouch" : databaseNames[name]),
      now: systemClock(),
      password,
      scale: scaleOf(env),
      say: (line) => say(`The demo: ${line}`),
    });
    await server.stop();
    if (env.VOUCH_DURABLE !== "off") spawnSync("sync", { stdio: "ignore" });
    say(
      `The demo has ${loaded.entries.toLocaleString("en")} entries, told and verified in ${loaded.seconds.toFixed(0)} s.`,
    );
    const state: DemoState = { password, keys: loaded.keys };
    writeFileSync(`${fileOf(home)}.new`, JSON.stringify(state), { mode: 0o600, flush: true });
    renameSync(`${fileOf(home)}.new`, fileOf(home));
    return state;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A small demo is enough for tests: VOUCH_DEMO_SCALE from above 0 to 1. */
function scaleOf({ VOUCH_DEMO_SCALE }: NodeJS.ProcessEnv): number {
  const scale = Number(VOUCH_DEMO_SCALE || 1);
  return scale > 0 && scale <= 1 ? scale : 1;
}

/** What a telling that was cut off left behind; the keys may stay. */
async function removeRest(home: Home): Promise<void> {
  if (existsSync(join(home.folder, "postgres-18")) || existsSync(join(home.folder, "id"))) {
    const left = await startEmbedded({ home: home.folder, version: "18", durable: false }).catch(() => undefined);
    if (left) await left.remove();
    else removeCluster(home.folder, "18");
  }
  rmSync(join(home.folder, "checkpoints"), { recursive: true, force: true });
}

function fileOf({ folder }: Home): string {
  return join(folder, "demo.json");
}

function readState(home: Home): DemoState | undefined {
  return existsSync(fileOf(home)) ? (JSON.parse(readFileSync(fileOf(home), "utf8")) as DemoState) : undefined;
}

/** Today goes on while Vouch runs: a process of its own, which ends with this one. */
export function startLiving(owner: string, home: Home, address: Address, state: DemoState, say: Say): Child {
  const urlOf = (name: string) => {
    const url = new URL(owner);
    url.pathname = `/${name}`;
    return url.href;
  };
  const told = JSON.stringify({
    url: address.url,
    keys: state.keys,
    vouch: { url: loginUrl(home, owner, "web"), home: home.folder, password: state.password },
    databases: { billing: urlOf(databaseNames.billing), payroll: urlOf(databaseNames.payroll) },
  });
  const args = ["--import", "tsx", join("bin", "live.ts")];
  return keep("life of the demo", { args, env: { ...withoutDatabase(process.env), VOUCH_DEMO_LIFE: told } }, say);
}

/** The demo has nothing to do with another database. */
function withoutDatabase({ DATABASE_URL: _real, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env as NodeJS.ProcessEnv;
}

/** Whether only this machine reaches the pages: then they say who can be tried, and with which password. */
export function isAtHome(
  { host }: Address,
  { NEXTAUTH_URL, VOUCH_TRUST_PROXY }: NodeJS.ProcessEnv = process.env,
): boolean {
  const typed = NEXTAUTH_URL ? new URL(NEXTAUTH_URL).hostname : host; // a proxy before us serves others too
  return VOUCH_TRUST_PROXY !== "1" && [host, typed].every(isLoopback);
}

function isLoopback(host: string): boolean {
  return /^(localhost|\[?::1\]?|127\.\d+\.\d+\.\d+)$/.test(host);
}

/** What the pages are told of who can be tried. */
export function offerOf(address: Address, { password }: DemoState): Record<string, string> {
  return isAtHome(address) ? { VOUCH_TRY: JSON.stringify({ password, people: triable }) } : {};
}

/** For the console. */
export function signInLines(address: Address, { password }: DemoState): string[] {
  if (isAtHome(address)) return [`Choose whom to be at ${address.url}/signin`];
  return [
    `Sign in at ${address.url}/signin with the password “${password}” as one of`,
    ...triable.map(({ name, words, email }) => `  ${email} (${name}, ${words})`),
  ];
}
