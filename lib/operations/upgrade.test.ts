/**
 * From every former schema to this one. lib/operations/former holds a small database as the code of that time left it, one folder per
 * state of drizzle/; make.mjs there says how they were made. The real migration runs on it; then everything must be as it was.
 */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWeb, type Principal } from "../access/index.ts";
import { findPrincipal } from "../access/sessions.ts";
import { signIn } from "../access/signin.ts";
import { databaseUrl, dropDatabase, freshDatabase, type TestDatabase, testServer } from "../database/builders.ts";
import { connect, loginUrl, prepareDatabase, type Sql } from "../database/index.ts";
import { anUpdate } from "../event/builders.ts";
import { type TestClock, testClock } from "../ledger/builders.ts";
import {
  append,
  emptySnapshot,
  readCheckpoints,
  readHead,
  reindex,
  Signer,
  termsOf,
  theLedger,
  trustedKeys,
  verifyLedger,
} from "../ledger/index.ts";
import { findLines, openEntry, readAsk } from "../search/index.ts";
import { readReadiness } from "./readiness.ts";

const former = resolve(import.meta.dirname, "former");
const states = readdirSync(former).filter((name) => !name.includes("."));
const billing = "0190f7d2-6f1e-7000-8000-00000000d001";

let ground: TestDatabase; // its home has the keys that all tests share, and its server the groups
beforeAll(async () => {
  ground = await freshDatabase();
});
afterAll(() => ground.drop());

/** The database of a former state, restored from its dump. */
async function restore(state: string, name: string): Promise<string> {
  const admin = connect(testServer(), { application: "tests", max: 1 });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  const url = databaseUrl(testServer(), name);
  const owner = connect(url, { application: "restore", max: 1 });
  await owner.unsafe(readFileSync(join(former, state, "database.sql"), "utf8"));
  await owner.end();
  return url;
}

/** The checkpoints and the signer's key of then. */
function restoreHome(state: string): void {
  const { folder } = ground.home;
  cpSync(join(former, state, "home", "checkpoints"), join(folder, "checkpoints"), { recursive: true });
  cpSync(join(former, state, "home", "signer"), join(folder, "keys", "signer"));
}

async function verify(url: string) {
  const sql = connect(url, { application: "tests", max: 2 });
  const ledger = await theLedger(sql);
  const keys = trustedKeys(ground.home, ledger);
  const checkpoints = readCheckpoints(ground.home.checkpoints(ledger), keys);
  clock ??= testClock("2026-12-01T00:00:00.000000Z");
  return verifyLedger({ sql, ledger, checkpoints, keys, clock, home: ground.home }).finally(() => sql.end());
}

let clock: TestClock | undefined;

/** The administrator of then, signed in with the password of then. */
async function amara(web: ReturnType<typeof openWeb>): Promise<Principal> {
  const typed = { email: "amara@harbor.example", password: "a lamp, a ladder and rain" };
  const result = await signIn(typed, { address: "10.0.0.7" }, web);
  if (!("secret" in result)) throw new Error(`expected her to be signed in, but: ${result.outcome}`);
  const principal = await findPrincipal(result.secret, { address: "10.0.0.7" }, web);
  if (!principal) throw new Error("expected a session");
  return principal;
}

/** One more entry, signed, by the code of today. */
async function goOn(sql: Sql): Promise<void> {
  const clock = testClock("2026-11-21T07:00:00.000000Z");
  const ledger = await theLedger(sql);
  const event = anUpdate({ id: "25" }, { source: { id: billing, kind: "postgres", name: "billing" } });
  const cursor = { seen: emptySnapshot, reading: emptySnapshot, position: 0n };
  const place = { ledger, home: ground.home, clock };
  await append(sql, place, await readHead(sql, ledger), [event], { source: billing, cursor, system: "tests" });
  await new Signer(ledger, ground.home, clock).sign(sql);
}

/** Makes the search columns anew, and returns how many entries are found by the source they all have in common with Vouch's own. */
async function renewed(url: string): Promise<number> {
  const sql = connect(loginUrl(ground.home, url, "indexer"), { application: "tests", max: 1 });
  try {
    const ledger = await theLedger(sql);
    await reindex({ sql, ledger, home: ground.home, clock: testClock("2026-11-21T06:00:00.000000Z") });
    const terms = ["billing", "Vouch"].map((name) => termsOf(ground.home).of("source", name).toString());
    const rows = await sql`select from ledger.projection where version >= 2 and terms && ${terms}::bigint[]`;
    return rows.length;
  } finally {
    await sql.end();
  }
}

describe.each(states)("%s", (state) => {
  test("migrates, verifies, signs people in, shows what it held, and goes on", async () => {
    const name = `former_${state.replaceAll("-", "_")}`;
    const url = await restore(state, name);
    restoreHome(state);
    const sequencer = connect(loginUrl(ground.home, url, "sequencer"), { application: "tests", max: 2 });
    const web = openWeb(loginUrl(ground.home, url, "web"), ground.home, testClock("2026-11-21T08:00:00.000000Z"));
    try {
      await prepareDatabase(url, ground.home);
      await prepareDatabase(url, ground.home); // again changes nothing
      expect((await readReadiness(web)).missing.join()).not.toContain("schema");
      expect(await verify(loginUrl(ground.home, url, "verifier"))).toMatchObject({
        verdict: "verified",
        entries: "6",
        checkedTo: "5",
      });

      const principal = await amara(web);
      const page = await findLines(principal, readAsk({ own: "shown" }, "UTC"), web);
      expect(page.lines.length).toBeGreaterThanOrEqual(5);
      const entry = await openEntry(principal, "1", web);
      expect(JSON.stringify(entry)).toContain("amara.okafor");
      expect(JSON.stringify(entry)).toMatch(/"(before|after)":\{/);

      expect(await renewed(url)).toBe(6); // search columns of then, as the worker makes them anew
      await goOn(sequencer);
      expect(await verify(loginUrl(ground.home, url, "verifier"))).toMatchObject({
        verdict: "verified",
        entries: "7",
        checkedTo: "7",
      });

      const owner = connect(url, { application: "tests", max: 1 });
      await owner`update ledger.entries set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'amara', 'smith'), 'UTF8') where index = 1`;
      await owner.end();
      expect(await verify(loginUrl(ground.home, url, "verifier"))).toMatchObject({ verdict: "tampered" });
    } finally {
      await Promise.all([sequencer.end(), web.sql.end()]);
      await dropDatabase(testServer(), name);
    }
  });
});

test("a database that was restored to before its newest checkpoint is found to be", async () => {
  const state = states.at(-1) ?? "";
  const upgraded = await restore(state, "former_upgraded");
  restoreHome(state);
  await prepareDatabase(upgraded, ground.home);
  const sequencer = connect(loginUrl(ground.home, upgraded, "sequencer"), { application: "tests", max: 2 });
  await goOn(sequencer);
  await sequencer.end();
  await dropDatabase(testServer(), "former_upgraded");
  const back = await restore(state, "former_back");
  await prepareDatabase(back, ground.home);
  const verdict = await verify(back);
  expect(verdict.verdict).toBe("tampered");
  expect(verdict.findings.map(({ sentence }) => sentence).join("\n")).toMatch(
    /ends after 6 entries, but the checkpoint .* covers 7/,
  );
  await dropDatabase(testServer(), "former_back");
});

test("there is a former state for every migration but the newest", () => {
  const journal = resolve(import.meta.dirname, "../../drizzle/migrations/meta/_journal.json");
  const migrations: number = JSON.parse(readFileSync(journal, "utf8")).entries.length;
  const held = states.map((state) => {
    const dump = readFileSync(join(former, state, "database.sql"), "utf8");
    const rows = /insert into drizzle\.__drizzle_migrations values\s+((\(.*\)[,;]\s*)+)/i.exec(dump)?.[1] ?? "";
    return rows.match(/\(\d+,/g)?.length;
  });
  for (let count = 1; count < migrations; count++) expect(held).toContain(count);
});
