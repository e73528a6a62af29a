/** What an append stores, or that it stores nothing; and what becomes of events that are large, odd or impossible. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anEvent, anEventId, anUpdate, arbitraryEvent, aTime } from "../event/builders.ts";
import type { Event, Field } from "../event/index.ts";
import { longestLeaf } from "../integrity/index.ts";
import { aSource, freshLedger, someEvents, type TestLedger } from "./builders.ts";
import { append, emptySnapshot } from "./index.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await freshLedger();
});
afterAll(() => ledger.drop());

const source = { id: aSource, kind: "postgres", name: "billing" } as const;
const progress = {
  source: aSource,
  cursor: { seen: emptySnapshot, reading: emptySnapshot, position: 0n },
  system: "tests",
};
const everything = async () => {
  const tables = ["entries", "projection", "disclosures", "subjects", "heads", "positions"];
  return Promise.all(
    tables.map(async (table) =>
      (await ledger.owner.unsafe(`select * from ledger.${table} order by 1, 2`)).map((row) => ({ ...row })),
    ),
  );
};
const last = async () => (await ledger.entries()).at(-1);

describe("a writer that goes round the lock", () => {
  test("with a head that has moved on stores nothing at all", async () => {
    await ledger.appendEvents(someEvents(3));
    const stale = await ledger.head();
    await ledger.appendEvents(someEvents(2, 3));
    const before = await everything();
    const { sql, home, clock } = ledger;
    const work = append(sql, { ledger: ledger.ledger, home, clock }, stale, someEvents(2, 5), progress);
    await expect(work).rejects.toMatchObject({ name: "Fault", code: "conflict" });
    const sameSize = { ...(await ledger.head()), chain: Buffer.alloc(32) };
    await expect(
      append(sql, { ledger: ledger.ledger, home, clock }, sameSize, someEvents(1, 5), progress),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await everything()).toEqual(before);
  });

  test("at the same moment as another: one wins, whole, and the other stores nothing", async () => {
    const { sql, home, clock } = ledger;
    const head = await ledger.head();
    const other = ledger.database.as("sequencer");
    const results = await Promise.allSettled(
      [sql, other, sql, other].map((each, i) =>
        append(each, { ledger: ledger.ledger, home, clock }, head, someEvents(4, 100 + 10 * i), progress),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await ledger.head()).size).toBe(head.size + 4n);
    expect((await ledger.entries()).length).toBe(Number(head.size) + 4);
  });
});

describe("size", () => {
  const field = (i: number, value: string, mode: Field["mode"] = "keep"): Field => ({
    name: `column_${i}`,
    type: "text",
    mode,
    changed: true,
    before: `${value}b`,
    after: `${value}a`,
  });
  const wide = (columns: number, length: number, mode?: Field["mode"], n = 900) =>
    anUpdate(
      { fields: Array.from({ length: columns }, (_, i) => field(i, "v".repeat(length), mode)) },
      { id: anEventId(n), source },
    );

  test.each([
    ["many kept values of 4,000 bytes", wide(40, 3_999)],
    ["a kept text of 300 kB", wide(1, 300_000)],
    ["an erasable text of 300 kB", wide(1, 300_000, "erasable")],
    ["1,600 columns that are kept", wide(1_600, 5)],
    ["1,600 columns that are erasable", wide(1_600, 5, "erasable")],
    ["1,600 columns that are concealed and long", wide(1_600, 500, "conceal")],
  ])("%s: the leaf keeps its limit, and every value is there beside it", async (_, event) => {
    await ledger.appendEvents([event]);
    const entry = await last();
    expect(entry?.leaf.event.type).toBe("invoice.updated");
    expect(entry?.bytes.length).toBeLessThanOrEqual(longestLeaf);
    const listed = entry?.leaf.event.change?.fields;
    const fields = Array.isArray(listed) ? listed : (entry?.disclosures.get("/event/change/fields")?.value as Field[]);
    expect(fields).toHaveLength(event.change?.fields.length ?? 0);
    for (const [i, { after }] of fields.entries()) {
      const shown =
        typeof after === "string" ? after : entry?.disclosures.get(`/event/change/fields/${i}/after`)?.value;
      expect(shown).toBe(event.change?.fields[i]?.after);
    }
  });

  test("what no leaf can hold is recorded as refused, whole, and the ledger goes on", async () => {
    const names = Array.from(
      { length: 200 },
      (_, i): Field => ({ name: `${i}${"n".repeat(500)}`, type: "text", mode: "omit" }),
    );
    const impossible = anEvent({ id: anEventId(950), source, data: names });
    await ledger.appendEvents([impossible, anEvent({ id: anEventId(951), source })]);
    const [refused, next] = (await ledger.entries()).slice(-2);
    expect(refused?.leaf.event).toMatchObject({
      type: "event.refused",
      category: "coverage",
      source,
      actor: { id: "vouch", attribution: "verified" },
    });
    expect(JSON.parse(refused?.disclosures.get("/event/data/1/value")?.value as string)).toEqual(impossible);
    expect(next?.leaf.event.type).toBe("user.login");
  });
});

test("any event of the vocabulary becomes an entry that search columns and verification agree with", {
  timeout: 60_000,
}, async () => {
  let n = 10_000;
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryEvent, { minLength: 1, maxLength: 25 }), async (events) => {
      const before = (await ledger.head()).size;
      await ledger.appendEvents(
        events.map((event): Event => ({ ...event, id: anEventId(n++), source: { ...event.source, id: aSource } })),
      );
      expect((await ledger.head()).size).toBe(before + BigInt(events.length));
    }),
    { numRuns: 20 },
  );
  const stored = (await ledger.entries()).slice(-100);
  for (const { leaf, disclosures } of stored) {
    if (leaf.event.statement?.exact) expect(disclosures.has("/event/statement/exact")).toBe(true);
  }
  await ledger.sign();
  expect(await ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
});

test("the ledger's time never runs backwards, whatever the clock does", async () => {
  ledger.clock.set("2026-12-24T12:00:00.000000Z");
  await ledger.appendEvents(someEvents(1, 20_000));
  ledger.clock.set(aTime());
  await ledger.appendEvents(someEvents(2, 20_001));
  const times = (await ledger.entries()).slice(-3).map(({ recordedAt }) => recordedAt);
  expect(times).toEqual([...times].sort());
  expect(times[0]?.slice(0, 16)).toBe("2026-12-24T12:00");
});
