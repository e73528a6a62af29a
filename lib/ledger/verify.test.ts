/** Promise 4: what a superuser of the database changes is found and located, and a clean history never raises an alarm. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anEvent, aTime } from "../event/builders.ts";
import type { Verdict } from "../integrity/index.ts";
import {
  edited,
  freshLedger,
  type Recomputed,
  renumbered,
  type StoredRow,
  someEvents,
  type Tamperer,
  type TestLedger,
  tamperer,
} from "./builders.ts";
import { readCheckpoints, trustedKeys, verifyLedger } from "./index.ts";

/** 30 entries; checkpoints of 10, 20 and 26. */
let ledger: TestLedger;
let superuser: Tamperer;

beforeAll(async () => {
  ledger = await freshLedger();
  for (const [from, to] of [
    [0, 10],
    [10, 20],
    [20, 26],
  ] as const) {
    await ledger.appendEvents(someEvents(to - from, from));
    await ledger.sign();
  }
  await ledger.appendEvents(someEvents(4, 26));
  superuser = await tamperer(ledger);
});
afterEach(() => superuser.restore());
afterAll(() => ledger.drop());

const places = ({ findings }: Verdict) =>
  findings.map(({ kind, from, to }) => `${kind} ${from === to ? from : `${from}-${to}`}`);
const forge = (row: StoredRow) => edited(row, (event) => ({ ...event, actor: { ...event.actor, id: "nobody" } }));
const forgeAt = (at: number) => (rows: StoredRow[]) => rows.map((row, i) => (i === at ? forge(row) : row));
const without =
  (from: number, to = from) =>
  (rows: StoredRow[]) =>
    rows.filter((_, i) => i < from || i > to);
const row = (rows: StoredRow[], at: number) => rows[at] as StoredRow;

async function rewritten(change: (rows: StoredRow[]) => StoredRow[], recomputed?: Recomputed): Promise<Verdict> {
  await superuser.rewrite(change, recomputed);
  return ledger.verify();
}

async function run(statement: string): Promise<Verdict> {
  expect((await ledger.owner.unsafe(statement)).count, "the attack did something").toBeGreaterThan(0);
  return ledger.verify();
}

test("a ledger that nobody touched is verified up to its last checkpoint", async () => {
  const verdict = await ledger.verify();
  expect(verdict).toMatchObject({ verdict: "verified", entries: "30", checkedTo: "26", after: "4", findings: [] });
  const [recorded] =
    await ledger.owner`select verdict, entries, checked_to from ledger.verdicts order by checked_at desc limit 1`;
  expect(recorded).toEqual({ verdict: "verified", entries: 30n, checked_to: 26n });
});

describe.each([0, 5, 13, 25, 29])("entry %i", (at) => {
  test("with another leaf is found", async () => {
    const verdict = await rewritten(forgeAt(at));
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toEqual([`leaf ${at}`, `projection ${at}`]);
  });

  test("with another leaf and its hash is found", async () => {
    const verdict = await rewritten(forgeAt(at), "hash");
    expect(verdict.verdict).toBe("tampered");
    expect(verdict.findings.some(({ kind, from, to }) => kind === "link" && from === `${at}` && to === from)).toBe(
      true,
    );
    for (const { from, to } of verdict.findings) expect(BigInt(from) <= at && BigInt(to) >= at).toBe(true);
  });

  test("removed is found", async () => {
    const verdict = await rewritten(without(at));
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toContain(at === 29 ? "head 29" : `missing ${at}`);
    expect(places(verdict)).toContain(`projection ${at}`);
  });

  test("with one pushed in before it is found", async () => {
    const copy = (rows: StoredRow[]) => forge(row(rows, at));
    const verdict = await rewritten(
      (rows) => renumbered([...rows.slice(0, at), copy(rows), ...rows.slice(at)]),
      "hash",
    );
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toContain(`inserted ${at}`);
  });
});

describe("a rewrite with every hash recomputed", () => {
  test.each([
    [0, "root 0-9"],
    [9, "root 0-9"],
    [13, "root 10-19"],
    [25, "root 20-25"],
  ])("of the chain from entry %i on is held to the checkpoint after it: %s", async (at, place) => {
    const verdict = await rewritten(forgeAt(at), "chain");
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toContain(place);
    expect(places(verdict)).toContain("head 30"); // the head still has the chain value of before
  });

  test.each([
    [0, "root 0-9"],
    [13, "root 10-19"],
    [25, "root 20-25"],
  ])("and of head and search columns, from entry %i on, leaves %s and nothing else", async (at, place) => {
    expect(places(await rewritten(forgeAt(at), "everything"))).toEqual([place]);
  });

  test("without an entry is found, located between two checkpoints", async () => {
    const verdict = await rewritten((rows) => renumbered(without(13)(rows)), "everything");
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toContain("root 10-19");
  });

  test("with the tail cut off says where", async () => {
    expect(places(await rewritten((rows) => rows.slice(0, 22), "everything"))).toEqual(["truncated 22-25"]);
  });

  test("after the last checkpoint cannot be found, and that is said", async () => {
    const verdict = await rewritten(forgeAt(28), "everything");
    expect(verdict.verdict).toBe("verified");
    expect(verdict.cannotExclude.join("\n")).toMatch(
      /Entries 26 to 29 came after the last checkpoint: a rewrite with recomputed hashes/,
    );
  });
});

test("entries that were exchanged are named, both", async () => {
  const swap = (rows: StoredRow[], i: number, j: number) =>
    rows.map((stored, at) => ({
      ...(at === i ? row(rows, j) : at === j ? row(rows, i) : stored),
      index: stored.index,
    }));
  for (const [i, j] of [
    [4, 5],
    [3, 17],
    [0, 29],
  ] as const) {
    const verdict = await rewritten((rows) => swap(rows, i, j));
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toContain(`swapped ${i}-${j}`);
    await superuser.restore();
  }
});

test("several removed at once, and the tail, are found as intervals", async () => {
  expect(places(await rewritten(without(7, 15)))).toContain("missing 7-15");
  await superuser.restore();
  expect(places(await rewritten((rows) => rows.slice(0, 24)))).toEqual(
    expect.arrayContaining(["truncated 24-25", "head 24"]),
  );
  await superuser.restore();
  expect(places(await rewritten(() => []))).toEqual(expect.arrayContaining(["truncated 0-25", "head 0"]));
});

describe("beside the leaves", () => {
  test.each([
    ["who did it", "update ledger.projection set actor = 'nobody' where index = 13", "projection 13", /actor/],
    [
      "when",
      "update ledger.projection set occurred_at = occurred_at - interval '1 microsecond' where index = 29",
      "projection 29",
      /occurred_at/,
    ],
    ["which fields", "update ledger.projection set changed = '{}' where index = 13", "projection 13", /changed/],
    ["which record", "update ledger.projection set record_id = null where index = 13", "projection 13", /record_id/],
    [
      "the rules it was made by",
      "update ledger.projection set version = 99 where index = 0",
      "projection 0",
      /unknown version/,
    ],
    [
      "no words to find it by",
      "update ledger.projection set terms = '{}' where index = 13",
      "projection 13",
      /found by other words/,
    ],
    [
      "a word of a sealed value less",
      "update ledger.projection set terms = terms[2:] where index = 14",
      "projection 14",
      /found by other words/,
    ],
    [
      "another number to compare with",
      "update ledger.projection set measures = jsonb_set(measures, '{amount,1}', '\"1\"') where index = 13",
      "projection 13",
      /words or numbers/,
    ],
    [
      "rules of before, by which it had no words",
      "update ledger.projection set version = 1, terms = '{}', measures = null where index = 13",
      "projection 13",
      /channel|session|system/,
    ],
    ["a row less", "delete from ledger.projection where index = 0", "projection 0", /no search finds it/],
    [
      "a row more",
      "insert into ledger.projection select (json_populate_record(p, '{\"index\": 99}')).* from ledger.projection p where index = 13",
      "projection 99",
      /no such entry/,
    ],
  ])("search columns that say otherwise are found: %s", async (_, statement, place, sentence) => {
    const verdict = await run(statement);
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toEqual([place]);
    expect(verdict.findings[0]?.sentence).toMatch(sentence);
  });

  test.each([
    ["longer", "update ledger.heads set size = 31", "head 30"],
    ["shorter", "update ledger.heads set size = 12", "head 12"],
    ["another chain value", "update ledger.heads set chain = sha256('x')", "head 30"],
    ["gone", "delete from ledger.heads", "head 0"],
  ])("a head that was changed is found: %s", async (_, statement, place) => {
    const verdict = await run(statement);
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toEqual([place]);
  });

  test("an entry moved to another time, or to another month's partition, is found", async () => {
    expect(
      places(await run("update ledger.entries set recorded_at = recorded_at + interval '1 second' where index = 13")),
    ).toContain("recorded-at 13");
    await superuser.restore();
    expect(
      places(await run("update ledger.entries set recorded_at = recorded_at + interval '1 month' where index = 13")),
    ).toContain("recorded-at 13");
    await superuser.restore();
    const both =
      "with e as (update ledger.entries set recorded_at = recorded_at + interval '1 month' where index = 13) update ledger.projection set recorded_at = recorded_at + interval '1 month' where index = 13";
    expect(places(await run(both))).toContain("recorded-at 13");
  });

  test("a second row of the same number in another partition is found", async () => {
    const verdict = await run(
      "insert into ledger.entries select ledger, index, recorded_at + interval '1 month', leaf, leaf_hash, chain from ledger.entries where index = 13",
    );
    expect(places(verdict)).toContain("extra 13");
  });

  test.each([
    [
      "its note",
      "update ledger.checkpoints set note = replace(note, E'\\n20\\n', E'\\n21\\n') where size = 20",
      "checkpoint 0-19",
    ],
    ["its size", "update ledger.checkpoints set size = 30 where size = 26", "checkpoint 0-29"],
    [
      "its time",
      "update ledger.checkpoints set signed_at = signed_at - interval '1 day' where size = 26",
      "checkpoint 0-25",
    ],
    [
      "one that nobody signed",
      "insert into ledger.checkpoints select ledger, 30, signed_at, E'vouch/x\\n30\\nAAAA\\n' from ledger.checkpoints where size = 26",
      "checkpoint 0-29",
    ],
  ])("a checkpoint in the database that was changed is found: %s", async (_, statement, place) => {
    const verdict = await run(statement);
    expect(verdict.verdict).toBe("tampered");
    expect(places(verdict)).toEqual([place]);
  });
});

describe("checkpoints outside the database", () => {
  const files = () =>
    fs
      .readdirSync(ledger.folder)
      .filter((name) => name.endsWith(".jsonl"))
      .map((name) => path.join(ledger.folder, name));
  const kept = new Map<string, string>();
  beforeAll(() => files().forEach((file) => void kept.set(file, fs.readFileSync(file, "utf8"))));
  afterEach(() => kept.forEach((text, file) => void fs.writeFileSync(file, text)));
  const first = () => files()[0] as string;

  test("without any, nothing is claimed", async () => {
    for (const file of files()) fs.rmSync(file);
    const verdict = await ledger.verify();
    expect(verdict).toMatchObject({ verdict: "not-checked", findings: [], checkedTo: "0" });
    expect(verdict.cannotExclude[0]).toMatch(/No checkpoint from outside the database was given/);
  });

  test("a last line that a crash cut off does not count, and the next one is still read", async () => {
    const text = kept.get(first()) as string;
    fs.writeFileSync(first(), text.slice(0, -30));
    expect(await ledger.verify()).toMatchObject({ verdict: "verified", checkedTo: "20" });
    fs.appendFileSync(first(), `\n${text.trimEnd().split("\n").at(-1)}\n`);
    expect(await ledger.verify()).toMatchObject({ verdict: "verified", checkedTo: "26" });
  });

  test("a whole line without its newline was cut off too", async () => {
    fs.writeFileSync(first(), (kept.get(first()) as string).trimEnd());
    expect(await ledger.verify()).toMatchObject({ verdict: "verified", checkedTo: "20" });
  });

  test("one that another key signed, or whose text was changed, is refused", async () => {
    const text = kept.get(first()) as string;
    for (const forged of [
      text.replace("\\n20\\n", "\\n21\\n"),
      text.replace(/(— vouch\/\S+ )\S{10}/, "$1AAAAAAAAAA"),
    ]) {
      expect(forged).not.toBe(text);
      fs.writeFileSync(first(), forged);
      expect(() => ledger.verify()).toThrow(/signed by the trusted key, but line \d is not/);
    }
  });

  test("those of another ledger say nothing of this one", async () => {
    const other = await freshLedger();
    await other.appendEvents(someEvents(3));
    await other.sign();
    expect(() => readCheckpoints(other.folder, trustedKeys(ledger.home, ledger.ledger))).toThrow(
      /signed by the trusted key/,
    );
    await other.drop();
  });
});

describe("no false alarm", () => {
  test("over restarts, empty batches, many checkpoints, a month that turns, and a clock that is set back", async () => {
    const clean = await freshLedger("2026-11-30T23:59:00.000000Z");
    let n = 0;
    for (const time of [
      "2026-11-30T23:59:59.500000Z",
      "2026-12-01T00:00:00.000000Z",
      "2026-11-20T00:00:00.000000Z",
      "2027-01-31T12:00:00.000000Z",
      "2027-02-01T00:00:00.000000Z",
    ]) {
      clean.clock.set(time);
      for (const count of [1, 0, 7]) {
        for (const event of someEvents(count, n)) await clean.post(event);
        n += count;
        await clean.drain(); // a sequencer of its own each time
        await clean.sign();
      }
    }
    const verdict = await clean.verify();
    expect(verdict).toMatchObject({ verdict: "verified", entries: `${n}`, checkedTo: `${n}`, findings: [] });
    const months = await clean.owner<{ month: string; count: bigint }[]>`
      select right(tableoid::regclass::text, 7) as month, count(*) from ledger.entries group by 1 order by 1`;
    expect([...months]).toEqual([
      { month: "2026_11", count: 8n },
      { month: "2026_12", count: 16n },
      { month: "2027_01", count: 8n },
      { month: "2027_02", count: 8n },
    ]);
    const times = (await clean.entries()).map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
    await clean.drop();
  });

  test("when values were erased", async () => {
    expect((await ledger.database.as("eraser")`delete from ledger.subjects`).count).toBeGreaterThan(0);
    await ledger.database.as("eraser")`delete from ledger.disclosures where index < 20`;
    expect(await ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
  });

  test("of an empty ledger", async () => {
    const empty = await freshLedger();
    expect(await empty.verify()).toMatchObject({ verdict: "not-checked", entries: "0", findings: [] });
    await empty.drop();
  });

  test("while entries are appended", async () => {
    const busy = await freshLedger();
    await busy.appendEvents(someEvents(50));
    await busy.sign();
    const appending = busy.appendEvents(
      Array.from({ length: 200 }, (_, i) =>
        anEvent({ id: someEvents(1, 50 + i)[0]?.id, source: someEvents(1)[0]?.source, occurredAt: aTime(i) }),
      ),
      5,
    );
    for (let i = 0; i < 5; i++) expect(await busy.verify()).toMatchObject({ verdict: "verified", findings: [] });
    await appending;
    await busy.drop();
  });
});

test("somebody else's copy of the key and the checkpoints is enough to verify", async () => {
  const keys = trustedKeys(ledger.home, ledger.ledger).map(({ name, id, publicKey }) => ({ name, id, publicKey }));
  const checkpoints = readCheckpoints(ledger.folder, keys).slice(0, 1);
  const verdict = await verifyLedger({
    sql: ledger.database.as("verifier"),
    ledger: ledger.ledger,
    checkpoints,
    clock: ledger.clock,
  });
  expect(verdict).toMatchObject({ verdict: "verified", checkedTo: "10", after: "20" });
});
