/** A search is recorded before it shows anything, shows nobody more than they may see, and answers nonsense with a sentence. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../../access/builders.ts";
import { readAfter, type Web } from "../../access/index.ts";
import { anEvent, anEventId, anUpdate } from "../../event/builders.ts";
import { type Event, instant } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { cursorOf, readAsk, withOwn } from "../language/index.ts";
import { aMoment, firstDay, otherSource } from "./builders.ts";
import { countFound, eachFound, findIndexes, findLines, followTail, searchEntries } from "./index.ts";

const statement = "0190f7d2-6f1e-7000-8000-0000000000c1";
const hour = (n: number) => instant(firstDay + BigInt(n) * 3_600_000_000n);
let ledger: TestLedger;
let web: Web;
let now = aMoment.now;
const reader = aPrincipal("compliance");
/** Two days, one of two sources. */
const auditor = aPrincipal("auditor", { from: hour(10), to: hour(30), sources: [aSource] });
const mayAuditor = (n: number) => n >= 10 && n < 30 && n % 2 === 0;

beforeAll(async () => {
  ledger = await freshLedger("2026-11-20T11:00:00.000000Z");
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => now };
  await ledger.appendEvents(Array.from({ length: 60 }, (_, n) => someEvent(n)));
});
afterAll(() => ledger.drop());

/** One an hour, the sources take turns; five of them are rows of one statement. */
function someEvent(n: number, id = n): Event {
  const source =
    n % 2 === 0
      ? { id: aSource, kind: "postgres" as const, name: "billing" }
      : { id: otherSource, kind: "http" as const, name: "shop" };
  const part = n > 40 && n <= 45;
  return anUpdate(
    { table: "customers", id: String(n) },
    {
      id: anEventId(id),
      occurredAt: hour(part ? 40 : n),
      source: part || n === 40 ? { id: aSource, kind: "postgres", name: "billing" } : source,
      ...(n === 40 && { category: "statement", change: undefined, statement: { id: statement, rows: "5" } }),
      ...(part && { statement: { partOf: statement } }),
    },
  );
}

const ask = (q: string, more: Record<string, string> = {}) => readAsk({ q, ...more }, "UTC");
const indexesOf = (page: { lines: { entry: { index: string } }[] }) =>
  page.lines.map(({ entry }) => Number(entry.index));
const recorded = async () => {
  const rows = await ledger.owner<{ event: string }[]>`select event from inbox.events order by position`;
  return rows.map(({ event }) => JSON.parse(event) as Event);
};

test("a search is one entry, with its text beside the leaf; a page of it is another; polls are none", async () => {
  const before = (await recorded()).length;
  const page = await searchEntries(reader, ask("actor:amara -action:read"), web);
  expect(page.lines).toHaveLength(50);
  expect(page.total).toEqual({ lines: 55, entries: 60, more: false });
  await findLines(reader, ask("id:7"), web);
  const [first, second, ...others] = (await recorded()).slice(before);
  expect(first).toMatchObject({
    type: "event.searched",
    data: [
      { name: "query", mode: "erasable", value: "actor:amara -action:read" },
      { name: "zone", mode: "erasable", value: "UTC" },
    ],
  });
  expect(first?.target).toBeUndefined();
  expect(second?.target).toMatchObject({ type: "record" });
  expect(others).toEqual([]);
  expect(await followTail(reader, page.tail, page.asOf, web)).toEqual({ lines: [], asOf: page.asOf, more: false });
  expect(await recorded()).toHaveLength(before + 2);
});

test("a line of a statement says how many of its rows were found, and shows the statement", async () => {
  const some = await findLines(reader, ask("(id:42 OR id:43 OR actor:nobody) amount>1000"), web);
  expect(indexesOf(some)).toEqual([40]);
  expect(some.lines[0]?.matched).toEqual({ rows: 2, more: false, statement });
  const [one] = (await findLines(reader, ask("amount>1000 after:2026-11-19T16:00 before:2026-11-19T16:00"), web)).lines;
  expect(one?.entry.index).toBe("40");
  expect(one?.matched).toBeUndefined();
  expect(indexesOf(await findLines(reader, ask("id:42"), web))).toEqual([42]);
  expect(indexesOf(await findLines(reader, ask(`statement:${statement}`), web)).sort()).toEqual([
    40, 41, 42, 43, 44, 45,
  ]);
});

test("whoever sees a part finds that part, whatever they ask, and is told of no other", async () => {
  const seen = Array.from({ length: 60 }, (_, n) => n).filter(mayAuditor);
  const all = await searchEntries(auditor, ask(""), web);
  expect(indexesOf(all)).toEqual([...seen].reverse());
  expect(all.total).toEqual({ lines: seen.length, entries: seen.length, more: false });
  expect(all.older).toBeUndefined();
  for (const beyond of [
    "entry:5",
    "entry:11",
    "id:40",
    `statement:${statement}`,
    "source:shop",
    "entry>=30",
    "-id:12 entry:50",
  ]) {
    const page = await searchEntries(auditor, ask(beyond), web);
    expect(page.lines, beyond).toEqual([]);
    expect(page.total, beyond).toEqual({ lines: 0, entries: 0, more: false });
  }
  // a cursor anywhere in the ledger
  for (const [at, direction] of [
    [59, "older"],
    [35, "older"],
    [0, "newer"],
    [45, "newer"],
  ] as const) {
    const cursor = cursorOf({ occurredAt: hour(at), index: BigInt(at) });
    const page = await findLines(auditor, ask("", { cursor, direction }), web, 200);
    expect(indexesOf(page).every(mayAuditor), `from ${at}`).toBe(true);
  }
  await readAfter(
    auditor,
    async (read) => {
      const asked = { tree: withOwn({ all: [] }), ...aMoment };
      const exported: bigint[] = [];
      for await (const batch of eachFound(read, web.home, { ...asked, upTo: 60n })) exported.push(...batch);
      expect(exported.map(Number)).toEqual(seen);
      expect((await findIndexes(read, web.home, asked, 3)).indexes).toEqual(seen.slice(-3).reverse().map(BigInt));
      expect(await countFound(read, web.home, asked)).toMatchObject({ lines: seen.length });
    },
    web,
  );
  await expect(findLines(auditor, ask("after:2026-11-01"), web)).rejects.toMatchObject({ code: "forbidden" });
});

test("a tail tells what is new, of what this person may see, and nobody else may use its token", async () => {
  const page = await findLines(reader, ask("record:customers"), web);
  const limited = await findLines(auditor, ask("record:customers"), web);
  // late arrivals of hours 12, 13 and 35, and one entry of another kind
  const late = [12, 13, 35].map((n, i) => someEvent(n, 100 + i));
  await ledger.appendEvents([...late, anEvent({ id: anEventId(103), occurredAt: hour(50) })]);
  expect((await followTail(reader, page.tail, page.asOf, web))?.lines.map(({ entry }) => entry.index)).toEqual([
    "62",
    "61",
    "60",
  ]);
  const news = await followTail(auditor, limited.tail, limited.asOf, web);
  expect(news).toMatchObject({ lines: [{ entry: { index: "60" } }], asOf: "64", more: false });
  expect(
    (await followTail(auditor, limited.tail, "0", web))?.lines.every(({ entry }) =>
      mayAuditor(Number(entry.event.target?.id)),
    ),
  ).toBe(true);

  const other = { ...reader, person: { ...reader.person, id: "0190f7d2-6f1e-7000-8000-0000000000ab" } };
  const [said = "", signature = ""] = page.tail.split(".");
  const forged = Buffer.from(JSON.stringify(["2999-01-01T00:00:00.000000Z", "UTC", "own:only"])).toString("base64url");
  const key = createHmac("sha256", "search tokens").update(`${reader.person.id}\0${forged}`).digest("base64url");
  for (const token of [
    "",
    ".",
    page.tail.slice(0, -2),
    `${forged}.${signature}`,
    `${forged}.${key}`,
    `${said}.`,
    `${page.tail}.x`,
    "x".repeat(50_000),
  ])
    expect(await followTail(reader, token, "0", web), token.slice(0, 40)).toBeUndefined();
  expect(await followTail(other, page.tail, "0", web)).toBeUndefined();
  expect(await followTail(undefined, page.tail, "0", web)).toBeUndefined();
  const approver = { ...reader, person: { ...reader.person, role: "approver" as const } };
  expect(await followTail(approver, page.tail, "0", web)).toBeUndefined();
  expect(await followTail(reader, page.tail, "-1", web)).toBeUndefined();
  now = "2026-11-21T00:00:00.000001Z";
  expect(await followTail(reader, page.tail, "0", web)).toBeUndefined();
  now = aMoment.now;
});

test("nonsense in every field and damaged cursors are answered, never a failure", async () => {
  const nasty = [
    "'; drop table ledger.projection; --",
    "1e999",
    "\\",
    '"',
    "%",
    "{1,2}",
    "NaN",
    "999999999999999999",
    "0x10",
    "a\u202eb",
    "😀",
    "null",
  ];
  const fields = Object.keys((await import("../../event/index.ts")).searchable);
  for (const field of fields) {
    const text = nasty.map((value) => `${field}:${JSON.stringify(value)}`).join(" OR ");
    await expect(findLines(reader, ask(`(${text})`), web), field).resolves.toBeDefined();
  }
  for (const value of nasty)
    await expect(
      findLines(reader, ask(`was.x>=${JSON.stringify(value)} y<${JSON.stringify(value)}`), web),
    ).resolves.toBeDefined();
  for (const cursor of [
    "x",
    "20261120T070000.000000Z_1;",
    "99991231T235959.999999Z_999999999999999999",
    "00000101T000000.000000Z_0",
    "20260230T000000.000000Z_1",
  ])
    for (const direction of ["older", "newer"])
      await expect(findLines(reader, ask("", { cursor, direction }), web)).resolves.toBeDefined();
});
