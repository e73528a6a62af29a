/** Exports are made in the background, whatever happens to whoever makes them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal, Web } from "../../access/index.ts";
import { freshLedger, someEvents, type TestLedger, until } from "../../ledger/builders.ts";
import { settle, termsOf } from "../../ledger/index.ts";
import { askExport } from "./ask.ts";
import { getExport } from "./asked.ts";
import { anExporter, madeExport, webOf } from "./builders.ts";
import { uncell } from "./csv.ts";
import { cancelExport, downloadExport, exportOnce, listExports, mostOpen } from "./index.ts";
import { sweep } from "./keep.ts";
import { fileOf, folderOf } from "./part.ts";

let ledger: TestLedger;
let web: Web;
let officer: Principal;

beforeAll(async () => {
  ledger = await freshLedger("2026-11-21T07:00:00.000000Z");
  web = webOf(ledger);
  officer = await anExporter(ledger);
  await ledger.appendEvents(someEvents(2_500));
});
afterAll(() => ledger.drop());

const wish = { query: "", zone: "UTC", format: "csv" };
const work = () => ({ web, signal: new AbortController().signal, report: () => {} });
const stateOf = async (number: number) => (await getExport(web.sql, String(number))).state;
const filesOf = (id: string) => fs.readdirSync(folderOf(web.home.folder)).filter((name) => name.startsWith(id));

/** The errands as `npm start` runs them, in a process of their own. */
function spawnErrands(env: Record<string, string>) {
  const root = path.resolve(import.meta.dirname, "../../..");
  const told = { VOUCH_HOME: web.home.folder, VOUCH_WEB_URL: ledger.database.urlOf("web"), ...env };
  return spawn(process.execPath, ["--import", "tsx", "bin/vouch.ts", "errands"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", ...told },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

test("killed in the middle, it goes on where it was and has the same bytes in the end", async () => {
  const whole = await madeExport(web, officer, wish);
  const number = await askExport(officer, wish, web);
  const killed = spawnErrands({ VOUCH_FAILPOINT: "within-export:2" });
  const [, signal] = await once(killed, "exit");
  expect(signal).toBe("SIGKILL");
  const begun = await getExport(web.sql, String(number));
  expect(begun.state).toBe("running");
  const progress = JSON.parse(fs.readFileSync(path.join(folderOf(web.home.folder), `${begun.id}.progress`), "utf8"));
  expect(BigInt(progress.next)).toBeGreaterThan(0n);
  // written, and never made to count
  expect(fs.statSync(path.join(folderOf(web.home.folder), `${begun.id}.part`)).size).toBeGreaterThan(progress.bytes);

  await until("the dead process to have let go", () => exportOnce(work()));
  const done = await getExport(web.sql, String(number));
  expect(done.state).toBe("done");
  expect(fs.readFileSync(fileOf(web.home.folder, done.id)).equals(whole.file)).toBe(true);
  expect(done.certificate?.file.sha256).toBe(whole.asked.certificate?.file.sha256);
  expect(done.certificate?.population.entries).toBe("2500");
});

test("where the database goes away meanwhile, it is neither failed nor lost", async () => {
  const number = await askExport(officer, { ...wish, query: "entry<50" }, web);
  const release = await holdEntries();
  const errands = spawnErrands({});
  await until("it to be taken", async () => (await stateOf(number)) === "running");
  const cut = await ledger.owner`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name in ('vouch web', 'vouch export')`;
  expect(cut.length).toBeGreaterThan(0);
  expect(await stateOf(number)).toBe("running");
  errands.kill("SIGKILL");
  await once(errands, "exit");
  await release();
  await until("it to be made", () => exportOnce(work()));
  expect(await stateOf(number)).toBe("done");
});

test("one process makes an export, and no more than two are made at a time", async () => {
  const numbers: number[] = [];
  for (let n = 0; n < 3; n++) numbers.push(await askExport(officer, { ...wish, query: `entry<${n + 10}` }, web));
  const release = await holdEntries();
  const making = Array.from({ length: 4 }, () => exportOnce(work()));
  await until(
    "two to be taken",
    async () => (await Promise.all(numbers.map(stateOf))).filter((state) => state === "running").length === 2,
  );
  await release();
  const taken = await Promise.all(making);
  expect(taken.filter(Boolean).length).toBeLessThanOrEqual(3);
  while (await exportOnce(work()));
  expect(await Promise.all(numbers.map(stateOf))).toEqual(["done", "done", "done"]);
  const [made] = await ledger.owner<{ count: number }[]>`
    select count(*)::int as count from inbox.events
    where event::jsonb ->> 'type' = 'export.made' and event::jsonb #>> '{target,id}' = any(${numbers.map(String)})`;
  expect(made?.count).toBe(3);
});

/** Nobody can read an entry until the promise that comes is called. */
async function holdEntries(): Promise<() => Promise<void>> {
  let open: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    open = resolve;
  });
  const locked = new Promise<void>((resolve) => {
    void ledger.owner.begin(async (sql) => {
      await sql`lock table ledger.entries in access exclusive mode`;
      resolve();
      await released;
    });
  });
  await locked;
  return async () => open();
}

test("cancelled while it is made, it stops and nothing of it stays; cancelled before, it is never begun", async () => {
  const [number, waiting] = [await askExport(officer, wish, web), await askExport(officer, wish, web)];
  const release = await holdEntries();
  const making = exportOnce(work());
  await until("it to be taken", async () => (await stateOf(number)) === "running");
  await cancelExport(officer, String(number), web);
  await cancelExport(officer, String(waiting), web);
  await release();
  await making;
  expect(await exportOnce(work())).toBe(false);
  const { id, state } = await getExport(web.sql, String(number));
  expect([state, filesOf(id)]).toEqual(["cancelled", []]);
  await expect(cancelExport(officer, String(number), web)).rejects.toMatchObject({ code: "conflict" });
  await expect(downloadExport(officer, String(number), "file", web)).rejects.toMatchObject({ code: "not-found" });
  const stranger = await anExporter(ledger, "auditor");
  const theirs = await askExport(officer, wish, web);
  await expect(cancelExport(stranger, String(theirs), web)).rejects.toMatchObject({ code: "forbidden" });
  await cancelExport(await anExporter(ledger, "administrator"), String(theirs), web);
  expect(await stateOf(theirs)).toBe("cancelled");
});

test.each([
  ["was deactivated", (id: string) => ledger.owner`update app.people set deactivated_at = now() where id = ${id}`],
  ["may no longer export", (id: string) => ledger.owner`update app.people set role = 'engineer' where id = ${id}`],
  [
    "may see less now",
    (id: string) =>
      ledger.owner`update app.people set scope = '{"to": "2026-11-20T07:00:01.000000Z"}' where id = ${id}`,
  ],
])("whoever asked %s meanwhile: it is not made, and that is said and recorded", async (why, change) => {
  const by = await anExporter(ledger, "auditor", { to: "2026-11-20T07:30:00.000000Z" });
  const number = await askExport(by, wish, web);
  await change(by.person.id);
  await exportOnce(work());
  const { state, trouble, id } = await getExport(web.sql, String(number));
  expect(state).toBe("failed");
  expect(trouble).toContain(why.replace("was ", ""));
  expect(filesOf(id)).toEqual([]);
  const [failed] = await ledger.owner<{ event: string }[]>`
    select event from inbox.events where event::jsonb ->> 'type' = 'export.failed' order by position desc limit 1`;
  expect(JSON.parse(failed?.event ?? "{}").target.id).toBe(String(number));
});

test("where the disk takes no more, it fails with a sentence, and no half of a file is offered", async () => {
  const { asked: small } = await madeExport(web, officer, { query: "entry<1" });
  expect(small.state).toBe("done");
  const number = await askExport(officer, wish, web);
  const { id } = await getExport(web.sql, String(number));
  // a limit on the size of files makes the write fail as a full disk does
  const errands = spawn("sh", ["-c", `ulimit -f 64; exec ${process.execPath} --import tsx bin/vouch.ts errands`], {
    cwd: path.resolve(import.meta.dirname, "../../.."),
    env: { ...process.env, DATABASE_URL: "", VOUCH_HOME: web.home.folder, VOUCH_WEB_URL: ledger.database.urlOf("web") },
    stdio: ["ignore", "ignore", "ignore"],
  });
  await until("it to fail", async () => (await stateOf(number)) === "failed", 25_000);
  errands.kill("SIGTERM");
  await once(errands, "exit");
  expect((await getExport(web.sql, String(number))).trouble).toContain("is full");
  expect(filesOf(id)).toEqual([]);
});

test("what is asked for is understood whole, by who may, and not without end", async () => {
  const ask = (by: Principal, more: object) => askExport(by, { ...wish, ...more }, web);
  await expect(ask(officer, { query: "colour:red" })).rejects.toMatchObject({ code: "invalid" });
  await expect(ask(officer, { zone: "Mars/Olympus" })).rejects.toMatchObject({ code: "invalid" });
  await expect(ask(officer, { format: "xlsx" })).rejects.toMatchObject({ code: "invalid" });
  await expect(ask(officer, { query: "x ".repeat(20_000) })).rejects.toMatchObject({ code: "invalid" });
  await expect(ask(await anExporter(ledger, "engineer"), {})).rejects.toMatchObject({ code: "forbidden" });
  const keen = await anExporter(ledger, "auditor");
  for (let n = 0; n < mostOpen; n++) await ask(keen, {});
  await expect(ask(keen, {})).rejects.toMatchObject({ code: "conflict" });
  expect((await listExports(keen, undefined, web)).exports).toHaveLength(mostOpen);
  for (const { number } of (await listExports(keen, undefined, web)).exports)
    await cancelExport(keen, String(number), web);
});

test("after thirty days the file goes and the certificate stays; what nobody finishes goes too", async () => {
  const { asked } = await madeExport(web, officer, { query: "entry<5" });
  fs.writeFileSync(path.join(folderOf(web.home.folder), "00000000-0000-4000-8000-000000000000.part"), "left behind");
  await sweep(web);
  expect(filesOf(asked.id)).toContain(`${asked.id}.file`);
  expect(filesOf("00000000")).toEqual([]);
  ledger.clock.set("2026-12-22T07:00:00.000000Z");
  await expect(downloadExport(officer, String(asked.number), "file", web)).rejects.toMatchObject({ code: "not-found" });
  await sweep(web);
  expect(filesOf(asked.id)).toEqual([]);
  const { body } = await downloadExport(officer, String(asked.number), "certificate", web);
  expect(JSON.parse(await new Response(body).text())).toEqual(asked.certificate);
});

test("what somebody changed in the database is said, and what somebody removed stops the export", async () => {
  await ledger.owner`update ledger.entries set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'paid 4', 'paid 5'), 'UTF8') where index = 4`;
  await ledger.owner`update ledger.entries set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'invoice', 'invoicf'), 'UTF8') where index = 5`;
  const { asked, file } = await madeExport(web, officer, { query: "entry<10" });
  expect(uncell(file.toString("utf8"))).toContain("Entry 5 cannot be read: what is stored is not what was recorded");
  expect(asked.certificate?.exclusions.join(" ")).toContain("what is stored is not what was recorded");
  await ledger.owner`delete from ledger.entries where index = 7`;
  const { asked: stopped } = await madeExport(web, officer, { query: "entry<10" });
  expect([stopped.state, stopped.trouble]).toEqual([
    "failed",
    expect.stringContaining("Entry 7 was found and is not in the ledger"),
  ]);
});

test("where what finds entries finds fewer than a plain count, no file is offered", async () => {
  await ledger.appendEvents(someEvents(6_000, 2_500));
  expect(await settle(ledger.database.as("indexer"), ledger.ledger, ledger.clock)).toBeGreaterThan(0);
  const query = "record:invoice entry>8000";
  expect((await madeExport(web, officer, { query })).asked.state).toBe("done");
  await ledger.owner`delete from ledger.postings where term = ${termsOf(web.home).of("record", "invoice")}`;
  const { asked, file } = await madeExport(web, officer, { query });
  expect([asked.state, file.length]).toEqual(["failed", 0]);
  expect(asked.trouble).toMatch(
    /^\d+ entries were found, but counted independently there are \d+\. No file is offered/,
  );
});
