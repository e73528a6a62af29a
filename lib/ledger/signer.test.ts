/** The signer signs what is consistent with everything it signed before, and nothing else. */
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { treeRoot } from "../integrity/index.ts";
import { edited, freshLedger, someEvents, type Tamperer, type TestLedger, tamperer, until } from "./builders.ts";
import { keepSigning, readCheckpoints, trustedKeys } from "./index.ts";

let ledger: TestLedger;
let superuser: Tamperer;
beforeEach(async () => {
  ledger = await freshLedger();
  await ledger.appendEvents(someEvents(12));
  await ledger.sign();
  superuser = await tamperer(ledger);
});
afterEach(() => ledger.drop());

const kept = () => readCheckpoints(ledger.folder, trustedKeys(ledger.home, ledger.ledger));
const forged = (at: number) =>
  superuser.rewrite(
    (rows) => rows.map((row, i) => (i === at ? edited(row, (event) => ({ ...event, type: "user.forged" })) : row)),
    "everything",
  );

test("each checkpoint is the root over the entries of its size, in the folder and in the database", async () => {
  await ledger.appendEvents(someEvents(5, 12));
  expect(await ledger.sign()).toBe(17n);
  const hashes = (await ledger.entries()).map(({ leafHash }) => leafHash);
  expect(kept().map(({ size, root }) => [size, Buffer.from(root)])).toEqual(
    [12, 17].map((size) => [BigInt(size), Buffer.from(treeRoot(hashes.slice(0, size)))]),
  );
  const rows = await ledger.owner<{ note: string }[]>`select note from ledger.checkpoints order by size`;
  expect(rows.map(({ note }) => note)).toEqual(kept().map(({ note }) => note));
  expect(fs.readFileSync(path.join(ledger.folder, "latest.note"), "utf8")).toBe(kept().at(-1)?.note);
  expect(await ledger.sign()).toBe(17n); // nothing new
  expect(kept()).toHaveLength(2);
});

test("its files can be read by their owner alone", () => {
  for (const name of fs.readdirSync(ledger.folder).filter((each) => each !== "key.pub"))
    expect(fs.statSync(path.join(ledger.folder, name)).mode & 0o077, name).toBe(0);
  expect(fs.statSync(path.join(ledger.home.folder, "keys", "signer")).mode & 0o077).toBe(0);
});

test("a ledger that became shorter is refused, whatever of the signer's own record is left", async () => {
  await superuser.rewrite((rows) => rows.slice(0, 8), "everything");
  await expect(ledger.sign()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/at least 12 entries, which were signed, but the ledger has 8/),
  });
  fs.rmSync(path.join(ledger.folder, "signer.json"));
  await expect(ledger.sign()).rejects.toMatchObject({ code: "conflict" });
  expect(kept()).toHaveLength(1);
});

test("a ledger that became shorter and grew again is not signed as if nothing had happened", async () => {
  await superuser.rewrite((rows) => rows.slice(0, 8), "everything");
  await ledger.appendEvents(someEvents(10, 50));
  await ledger.sign(); // consistent with the 12 that were signed, which the database no longer has
  expect(await ledger.verify()).toMatchObject({ verdict: "tampered" });
  fs.rmSync(path.join(ledger.folder, "signer.json"));
  await expect(ledger.sign()).rejects.toMatchObject({ code: "conflict" });
});

test("entries changed after they were signed are never signed anew", async () => {
  await forged(4);
  await ledger.appendEvents(someEvents(3, 12));
  await ledger.sign(); // what it remembers of the first 12 stands
  expect((await ledger.verify()).findings.map(({ kind, from, to }) => `${kind} ${from}-${to}`)).toEqual(["root 0-11"]);
  fs.rmSync(path.join(ledger.folder, "signer.json")); // now it has to read all of it again
  await ledger.appendEvents(someEvents(3, 15));
  const before = kept().length;
  await expect(ledger.sign()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/do not add up to the checkpoint/),
  });
  expect(kept()).toHaveLength(before);
});

test("a gap is refused", async () => {
  await ledger.appendEvents(someEvents(3, 12));
  await ledger.owner`delete from ledger.entries where index = 13`;
  await expect(ledger.sign()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/entry 13, which is missing/),
  });
});

test("a record of its own that was tampered with is refused", async () => {
  const file = path.join(ledger.folder, "signer.json");
  const other = await freshLedger();
  await other.appendEvents(someEvents(12));
  await other.sign();
  fs.copyFileSync(path.join(other.folder, "signer.json"), file);
  await expect((async () => ledger.sign())()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/differ/),
  });
  fs.copyFileSync(path.join(other.folder, "latest.note"), path.join(ledger.folder, "latest.note"));
  await expect((async () => ledger.sign())()).rejects.toMatchObject({ code: "invalid" });
  await other.drop();
});

test("a crash after any of its writes leaves a folder that it goes on from", async () => {
  const files = ["signer.json", "latest.note"].map((name) => path.join(ledger.folder, name));
  const [state, note] = files.map((file) => fs.readFileSync(file)) as [Buffer, Buffer];
  await ledger.appendEvents(someEvents(3, 12));
  await ledger.sign();
  fs.writeFileSync(files[0] as string, state); // before its own record was written
  expect(await ledger.sign()).toBe(15n);
  fs.writeFileSync(files[0] as string, state);
  fs.writeFileSync(files[1] as string, note); // before the latest note was
  await ledger.appendEvents(someEvents(1, 15));
  expect(await ledger.sign()).toBe(16n);
  expect(await ledger.verify()).toMatchObject({ verdict: "verified", checkedTo: "16", findings: [] });
});

test("the running signer signs what is new, says once what is wrong, and goes on when it is mended", async () => {
  const ending = new AbortController();
  const reports: string[] = [];
  const { sql, home, clock } = ledger;
  const running = keepSigning({
    sql,
    home,
    ledger: ledger.ledger,
    clock,
    signal: ending.signal,
    report: (sentence) => void reports.push(sentence),
  });
  await ledger.appendEvents(someEvents(2, 12));
  await until("14 entries to be signed", () => kept().at(-1)?.size === 14n);
  await ledger.owner`update ledger.heads set size = 5`;
  await until("it to be said", () => reports.length > 0);
  expect(reports).toEqual([expect.stringMatching(/at least 14 entries/)]);
  await ledger.owner`update ledger.heads set size = 14`;
  await ledger.appendEvents(someEvents(2, 14));
  await until("16 entries to be signed", () => kept().at(-1)?.size === 16n);
  expect(reports).toHaveLength(1);
  ending.abort();
  await running;
});
