/** Search columns made anew: exactly those that appending made, under load, and whatever was done to them before. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anEventId, anUpdate, arbitraryEvent } from "../event/builders.ts";
import type { Event } from "../event/index.ts";
import { aSource, edited, freshLedger, type StoredRow, someEvents, type TestLedger } from "./builders.ts";
import { reindex, termsOf } from "./index.ts";

let ledger: TestLedger;
let indexer: TestLedger["sql"];
beforeAll(async () => {
  ledger = await freshLedger();
  indexer = ledger.database.as("indexer");
});
afterAll(() => ledger.drop());

const source = { id: aSource, kind: "postgres", name: "billing" } as const;
const again = () => reindex({ sql: indexer, ledger: ledger.ledger, home: ledger.home, clock: ledger.clock });
const projection = async () => {
  const rows = await ledger.owner<{ row: string }[]>`
    select (to_jsonb(p) || jsonb_build_object('terms', p.terms::text))::text as row from ledger.projection p order by index`;
  return rows.map(({ row }) => row);
};

test("rows of all kinds are those that appending made, whatever was left of them", async () => {
  const long = "a long word ".repeat(600);
  const fields = (n: number): Event["data"] =>
    Array.from({ length: n }, (_, i) => ({
      name: `field_${i}`,
      type: "text",
      mode: "keep",
      changed: true,
      before: "x",
      after: `${long.slice(0, 900)} ${i}`,
    }));
  const special: Event[] = [
    anUpdate({ fields: [{ name: "note", type: "text", mode: "keep", changed: true, before: "short", after: long }] }), // bound for its length
    anUpdate({ fields: fields(120) }), // a leaf that would be too long: the list of fields stands beside it
    anUpdate({
      fields: [{ name: "__proto__", type: "integer", mode: "erasable", changed: true, before: "1", after: "2" }],
    }),
    anUpdate({}, { correlation: { reason: "Émilie asked" }, agent: { model: "m-1", reasoning: "because of 4711" } }),
    { nonsense: true, source } as never, // refused, and recorded as that
  ];
  const events = [...special, ...fc.sample(arbitraryEvent, { numRuns: 150, seed: 5 }), ...someEvents(30)];
  await ledger.appendEvents(events.map((event, n): Event => ({ ...event, id: anEventId(n), source })));
  const made = await projection();
  expect(made.length).toBe(events.length);
  expect((await again()).written).toBe(0);

  const { owner } = ledger;
  await owner`update ledger.projection set terms = '{}', measures = null, actor = 'nobody', changed = '{}' where index % 3 = 0`;
  await owner`update ledger.projection set terms = terms || 1::bigint where index % 3 = 1`;
  await owner`delete from ledger.projection where index % 10 = 2`;
  await owner`insert into ledger.projection select (json_populate_record(p, '{"index": 9}')).* from ledger.projection p where index = 8 on conflict do nothing`;
  await owner`update ledger.projection set recorded_at = recorded_at + interval '1 second' where index = 7`;
  const done = await again();
  expect(done).toMatchObject({ to: BigInt(events.length), entries: events.length, unreadable: 0 });
  expect(done.written).toBeGreaterThan(events.length / 2);
  expect(await projection()).toEqual(made);
  await ledger.sign();
  expect(await ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
});

test("while entries are appended and people search: each search finds every entry that was there, none twice", async () => {
  const { owner, home } = ledger;
  const before = (await ledger.head()).size;
  const term = termsOf(home).of("source", "billing");
  await owner`update ledger.projection set version = 1, terms = terms || 1::bigint`; // each row will be written
  const web = ledger.database.as("web");
  const [other] = await owner<
    { n: number }[]
  >`select count(*)::int as n from ledger.projection where not terms @> array[${term}::bigint]`;
  let over = false;
  const searching = (async () => {
    const counts: [number, bigint][] = [];
    while (!over) {
      const [row] = await web<{ n: number; size: bigint }[]>`
        select count(*)::int as n, (select size from ledger.heads) as size from ledger.projection where terms @> array[${term}::bigint]`;
      if (row) counts.push([row.n, row.size]);
    }
    return counts;
  })();
  const appending = ledger.appendEvents(someEvents(200, 1_000), 10);
  const done = await again();
  await appending;
  over = true;
  const counts = await searching;
  expect(done.written).toBe(Number(before));
  expect(counts.length).toBeGreaterThan(3);
  for (const [count, size] of counts) expect(count).toBe(Number(size) - (other?.n ?? 0));
  expect((await owner`select from ledger.projection where version < 2 or 1::bigint = any (terms)`).length).toBe(0);
});

test("an entry whose leaf was changed keeps its row, and is counted; what can be found of it is not made up", async () => {
  const { owner } = ledger;
  const rows = await owner<StoredRow[]>`select index, leaf from ledger.entries where index in (3, 4)`;
  const before = await projection();
  await owner`update ledger.entries set leaf = ${Buffer.from("no leaf")} where index = 3`;
  const forged = edited(rows.find(({ index }) => index === 4n) as StoredRow, (event) => ({
    ...event,
    actor: { ...event.actor, id: "eve" },
  }));
  await owner`update ledger.entries set leaf = ${forged.leaf} where index = 4`;
  expect(await again()).toMatchObject({ unreadable: 1, written: 1 });
  const after = await projection();
  expect(after[3]).toBe(before[3]);
  for (const { index, leaf } of rows) await owner`update ledger.entries set leaf = ${leaf} where index = ${index}`;
  await again();
  expect(await projection()).toEqual(before);
});

test("the signal ends it after a segment, and it says how far it is", async () => {
  const { ledger: id, home, clock } = ledger;
  const work = { sql: indexer, ledger: id, home, clock, signal: AbortSignal.abort() };
  expect(await reindex(work, 5n)).toMatchObject({ to: 5n, entries: 0 });
});
