/** The demo's first start, cut off in the middle: the next one begins again, and the one after that tells nothing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureDatabase, removeCluster, startEmbedded } from "../lib/database/embedded/index.ts";
import { connect, openHome } from "../lib/database/index.ts";
import { ensureDemo, isAtHome, offerOf, signInLines } from "./demo.ts";

const folder = mkdtempSync(join(tmpdir(), "vouch-demo-"));
chmodSync(folder, 0o755);
const env = { ...process.env, VOUCH_DEMO_SCALE: "0.01", VOUCH_DURABLE: "off" } as NodeJS.ProcessEnv;
const heard: string[] = [];
const say = (line: string) => void heard.push(line);

beforeAll(async () => {
  const script = `
    const { ensureDemo } = await import(${JSON.stringify(resolve(import.meta.dirname, "demo.ts"))});
    const { openHome } = await import(${JSON.stringify(resolve(import.meta.dirname, "../lib/database/index.ts"))});
    await ensureDemo(openHome(${JSON.stringify(folder)}), process.env, (line) => console.log(line));`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    cwd: resolve(import.meta.dirname, ".."),
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
    if (/[1-9]\d* entries so far/.test(said)) child.kill("SIGKILL");
  });
  await ended;
  expect(child.signalCode).toBe("SIGKILL");
}, 120_000);
afterAll(() => {
  removeCluster(folder, "18");
  rmSync(folder, { recursive: true, force: true });
});

test("what was cut off is told anew, whole and once", { timeout: 120_000 }, async () => {
  expect(existsSync(join(folder, "demo.json"))).toBe(false);
  const home = openHome(folder);
  const state = await ensureDemo(home, env, say);
  expect(heard.at(-1)).toMatch(/^The demo has [\d,]+ entries, told and verified in \d+ s\.$/);
  const told = heard.length;
  expect(await ensureDemo(home, env, say)).toEqual(state);
  expect(heard).toHaveLength(told);

  const server = await startEmbedded({ home: folder, version: "18", durable: false });
  const sql = connect(await ensureDatabase(server, "vouch"), { application: "test", max: 1 });
  const [ledger] = await sql`
    select (select count(*)::int from ledger.ledgers where demo) as ledgers, (select count(*)::int from ledger.entries where index = 0) as firsts,
      (select verdict from ledger.verdicts) as verdict, (select count(*)::int from app.people) as people`;
  expect(ledger).toEqual({ ledgers: 1, firsts: 1, verdict: "verified", people: 5 });
  await sql.end();
  await server.stop();
});

test("the password stands on the pages only where nobody else reaches them", () => {
  const state = { password: "seven words", keys: {} as never };
  const here = { host: "127.0.0.1", port: 3000, url: "http://127.0.0.1:3000" };
  const open = { host: "0.0.0.0", port: 3000, url: "http://localhost:3000" };
  expect([here.host, "::1", "localhost", "127.0.0.2"].every((host) => isAtHome({ ...here, host }))).toBe(true);
  expect(["0.0.0.0", "::", "10.0.0.4", "127.example.org"].some((host) => isAtHome({ ...open, host }))).toBe(false);
  const through = (env: object) => isAtHome(here, env as NodeJS.ProcessEnv);
  expect(through({ NEXTAUTH_URL: "http://localhost:3000" })).toBe(true);
  expect(through({ NEXTAUTH_URL: "https://vouch.example" })).toBe(false);
  expect(through({ VOUCH_TRUST_PROXY: "1" })).toBe(false);
  expect(offerOf(open, state)).toEqual({});
  expect(JSON.parse(offerOf(here, state).VOUCH_TRY ?? "").people.map(({ role }: { role: string }) => role)).toEqual([
    "administrator",
    "compliance",
    "auditor",
    "approver",
    "engineer",
  ]);
  expect(signInLines(open, state).join("\n")).toMatch(/seven words.*priya\.raman@/s);
  expect(signInLines(here, state).join("\n")).not.toContain("seven words");
});
