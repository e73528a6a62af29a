/** One complete segment and a tail behind it: what settling makes of them, what becomes of it when somebody dies, erases or tampers. */
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anEvent, anUpdate, aTime } from "../event/builders.ts";
import type { Event } from "../event/index.ts";
import type { Finding } from "../integrity/index.ts";
import { aSource, freshLedger, someEvents, type TestLedger, until } from "./builders.ts";
import { keepSettling, reindex, segmentSize, settle, settledTo, termsOf, volumeSize, volumesByDay } from "./index.ts";
import { compareSegments } from "./verify-segments.ts";

const tail = 60;
const source = { id: aSource, kind: "postgres", name: "billing" } as const;
let ledger: TestLedger;
let indexer: TestLedger["sql"];

/** Entries that are not like the others: a statement of three rows, an attempt that failed, and somebody with a new name. */
function oddEvents(): Event[] {
  const statement = "0190f7d2-6f1e-7000-8000-00000000e001";
  const part = (id: string) =>
    anUpdate({ id }, { source, id: `0190f7d2-6f1e-7000-8000-0000000f000${id}`, statement: { partOf: statement } });
  const whole = anEvent({
    id: "0190f7d2-6f1e-7000-8000-0000000f0000",
    source,
    type: "invoice.updated",
    category: "statement",
    statement: { id: statement, text: "update invoice set amount = $1", rows: "3" },
    correlation: { ticket: "HCP-7" },
  });
  const denied = anEvent({
    id: "0190f7d2-6f1e-7000-8000-0000000f0009",
    source,
    type: "invoice.failed",
    category: "statement",
    actor: { kind: "human", id: "amara.okafor", name: "Amara Adeyemi", attribution: "verified" },
    origin: { application: "psql" },
  });
  return [whole, part("1"), part("2"), part("3"), denied];
}

beforeAll(async () => {
  ledger = await freshLedger();
  indexer = ledger.database.as("indexer");
  const odd = oddEvents();
  await ledger.appendEvents([...someEvents(segmentSize - odd.length), ...odd, ...someEvents(tail, segmentSize)], 2_100);
  await ledger.sign();
}, 60_000);
afterAll(() => ledger.drop());

const made = ["segments", "postings", "spans", "rollups", "vocabulary"];
async function snapshot(tables = made) {
  return Promise.all(
    tables.map(async (table) => {
      const rows = await ledger.owner.unsafe(
        `select (to_jsonb(t) - 'settled_at')::text as row from ledger.${table} t order by 1`,
      );
      return rows.map(({ row }) => row as string);
    }),
  );
}
const projection = async () => (await snapshot(["projection"]))[0] as string[];
const placesOf = async (term: bigint) => {
  const [row] = await ledger.owner<
    { places: Buffer }[]
  >`select places from ledger.postings where term = ${term} and segment = 0`;
  return row ? Array.from({ length: row.places.length / 2 }, (_, i) => row.places.readUInt16BE(2 * i)) : [];
};
const verdict = async () => {
  const { verdict, findings } = await ledger.verify();
  return {
    verdict,
    places: findings.map(({ from, to }) => `${from}-${to}`),
    words: findings.map((f) => f.sentence).join("\n"),
  };
};

test("kill -9 in the middle of settling leaves nothing half; the next worker settles it", async () => {
  const dying = ledger.spawnWorker({ VOUCH_FAILPOINT: "within-settling" });
  expect((await once(dying, "exit"))[1]).toBe("SIGKILL");
  expect(await snapshot()).toEqual([[], [], [], [], []]);
  expect(await settledTo(indexer, ledger.ledger)).toBe(0n);
  const worker = ledger.spawnWorker();
  await until(
    "the segment to be settled",
    async () => (await settledTo(indexer, ledger.ledger)) === BigInt(segmentSize),
    60_000,
  );
  worker.kill("SIGTERM");
  await once(worker, "exit");
}, 120_000);

test("every term is where it occurs, and the tail is nowhere", async () => {
  const wrong = await ledger.owner`
    with expected as (select index, unnest(terms) as term from ledger.projection where index < ${segmentSize}),
    stored as (select get_byte(places, 2 * i) * 256 + get_byte(places, 2 * i + 1) as index, term
      from ledger.postings, generate_series(0, octet_length(places) / 2 - 1) as i)
    (select * from expected except all select * from stored) union all (select * from stored except all select * from expected)`;
  expect(wrong).toHaveLength(0);
  const { of } = termsOf(ledger.home);
  expect(await placesOf(of("id", "7"))).toEqual([7]);
  expect(await placesOf(of("actor", "adeyemi"))).toEqual([segmentSize - 1]);
  const all = await placesOf(of("source", "billing"));
  expect(all).toEqual(Array.from({ length: segmentSize }, (_, i) => i));
  expect(await placesOf(of("text", "de00"))).toEqual([]); // concealed
});

test("spans, counts, bounds and vocabulary say what the entries say", async () => {
  const { owner } = ledger;
  const spans = await owner`select field, side, least::text, most::text from ledger.spans order by 1, 2`;
  expect(spans.map((row) => Object.values(row).join(" "))).toEqual([
    "amount 0 120.00 120.00",
    `amount 1 1.00 ${segmentSize - 6}.00`,
  ]);
  const [sums] = await owner`select sum(lines)::int as lines, sum(entries)::int as entries from ledger.rollups`;
  expect(sums).toEqual({ lines: segmentSize - 3, entries: segmentSize });
  const tickets =
    await owner`select ticket, sum(entries)::int as n from ledger.rollups where category = 'statement' group by 1 order by 1`;
  expect(tickets.map((row) => ({ ...row }))).toEqual([
    { ticket: "", n: 1 },
    { ticket: "named", n: 1 },
  ]); // an attempt needs none
  const hours = await owner`select starts, sum(entries)::int as n from ledger.rollups group by 1 order by 1`;
  expect(hours[0]).toEqual({ starts: "2026-11-20T07:00:00.000000Z", n: 3_600 + 5 });
  const [bounds] = await owner`select first_occurred, last_occurred, lines from ledger.segments`;
  expect(bounds).toEqual({ first_occurred: aTime(0), last_occurred: aTime(segmentSize - 6), lines: segmentSize - 3 });
  const words = await owner<{ field: string; value: string; label: string | null }[]>`
    select field, value, label from ledger.vocabulary order by field, value`;
  expect(words.map(({ field, value, label }) => `${field} ${value} ${label ?? ""}`.trim())).toEqual([
    "action failed",
    "action login",
    "action updated",
    "actor amara.okafor Amara Adeyemi", // as the newest entry calls her
    "address 10.0.0.7",
    "application psql",
    "event invoice.failed",
    "event invoice.updated",
    "event user.login",
    "field amount",
    "field note",
    "login billing_app",
    "record invoice",
    "source billing",
    "system billing",
    "ticket HCP-7",
  ]);
});

test("settling again, and reindexing what is right, changes nothing", async () => {
  const before = [...(await snapshot()), await projection()];
  expect(await settle(indexer, ledger.ledger, ledger.clock)).toBe(0);
  const { home, clock } = ledger;
  const done = await reindex({ sql: indexer, ledger: ledger.ledger, home, clock });
  expect(done).toEqual({ to: BigInt(segmentSize + tail), entries: segmentSize + tail, written: 0, unreadable: 0 });
  expect([...(await snapshot()), await projection()]).toEqual(before);
}, 60_000);

test("days of a volume are the sums of its hours, from when its segments are all settled until one changes", async () => {
  const { owner } = ledger;
  expect(await volumesByDay(owner, ledger.ledger)).toEqual([]);
  await owner`
    insert into ledger.segments select ledger, n, first_occurred, last_occurred, first_recorded, last_recorded, 0, version, settled_at
    from ledger.segments, generate_series(1, ${volumeSize - 1}) as n`;
  await owner`
    insert into ledger.rollups select ledger, grain, 5, starts + interval '1 day', source, source_kind, category, action, actor, actor_kind,
      attribution, record_type, decision, channel, ticket, 1, 2 from ledger.rollups where category = 'statement'`;
  await owner`delete from ledger.segments where segment = 0`;
  expect(await settle(indexer, ledger.ledger, ledger.clock)).toBe(1);
  const days = () => owner`
    select starts, sum(lines)::int as lines, sum(entries)::int as entries from ledger.rollups where grain = 'day' group by 1 order by 1`;
  expect(await volumesByDay(owner, ledger.ledger)).toEqual([0]);
  expect((await days()).map((row) => ({ ...row }))).toEqual([
    { starts: "2026-11-20T00:00:00.000000Z", lines: segmentSize - 3, entries: segmentSize },
    { starts: "2026-11-21T00:00:00.000000Z", lines: 2, entries: 4 },
  ]);
  await owner`update ledger.rollups set entries = entries + 1 where grain = 'hour' and part = 0 and category = 'statement'`;
  await owner`delete from ledger.segments where segment = 0`;
  await settle(indexer, ledger.ledger, ledger.clock);
  expect((await days())[0]).toMatchObject({ entries: segmentSize });
  await owner`delete from ledger.segments where segment > 0`;
  await owner`delete from ledger.rollups where grain = 'day' or part > 0`;
});

describe("verification", () => {
  test("finds nothing in what was settled", async () => {
    expect(await verdict()).toEqual({ verdict: "verified", places: [], words: "" });
  });

  test.each([
    ["a word", "update ledger.postings set places = substring(places from 3) where octet_length(places) > 4", "words"],
    ["words", "delete from ledger.postings where octet_length(places) = 2", "words"],
    ["a number", "update ledger.spans set most = most - 1 where side = 1", "numbers"],
    ["a count", "update ledger.rollups set entries = entries - 1 where category = 'statement'", "counts"],
    ["a time", "update ledger.segments set first_occurred = first_occurred + interval '1 second'", "times"],
  ])("finds %s that somebody took out of what finds entries", async (_, attack, word) => {
    await ledger.owner
      .begin(async (sql) => {
        expect((await sql.unsafe(attack)).count).toBeGreaterThan(0);
        const found: Finding[] = [];
        for await (const finding of compareSegments(sql as never, ledger.ledger)) found.push(finding);
        expect(found).toMatchObject([{ kind: "projection", from: "0", to: `${segmentSize - 1}` }]);
        expect(found[0]?.sentence).toContain(`search columns say: ${word}.`);
        throw new Error("undone");
      })
      .catch((error) => expect(error.message).toBe("undone"));
  });

  test("says so in its verdict, and reindexing mends it", async () => {
    const before = await snapshot();
    await ledger.owner`delete from ledger.postings where octet_length(places) = 2`;
    await ledger.owner`delete from ledger.spans`;
    const found = await verdict();
    expect(found).toMatchObject({ verdict: "tampered", places: [`0-${segmentSize - 1}`] });
    expect(found.words).toContain("words, numbers. What finds them was changed; vouch reindex --from 0 makes it anew.");
    await reindex({ sql: indexer, ledger: ledger.ledger, home: ledger.home, clock: ledger.clock });
    expect(await snapshot()).toEqual(before);
  }, 60_000);
});

test("rows of an older version are brought to today's by themselves, and only then settled", async () => {
  const { owner, home, clock } = ledger;
  const [rows, settled] = [await projection(), await snapshot()];
  for (const table of made) await owner.unsafe(`delete from ledger.${table}`);
  await owner`update ledger.projection set version = 1, terms = '{}', measures = null, system = null, channel = null, address = null where index % 2 = 0`;
  expect(await settle(indexer, ledger.ledger, clock)).toBe(0);
  expect((await verdict()).verdict).toBe("verified"); // half-way is no alarm
  const ending = new AbortController();
  const reports: string[] = [];
  const work = {
    sql: indexer,
    ledger: ledger.ledger,
    home,
    clock,
    signal: ending.signal,
    report: (s: string) => void reports.push(s),
  };
  const settling = keepSettling(work);
  await until(
    "all rows to be new",
    async () => {
      const [old] = await owner<{ n: number }[]>`select count(*)::int as n from ledger.projection where version < 2`;
      return old?.n === 0;
    },
    60_000,
  );
  ending.abort();
  await settling;
  expect(reports).toEqual([]);
  expect(await projection()).toEqual(rows);
  expect(await snapshot()).toEqual(settled);
}, 120_000);

test("what was erased is found no more once it is reindexed, and the rest is", async () => {
  const { owner, home, clock } = ledger;
  const { of } = termsOf(home);
  expect(await placesOf(of("text", "4"))).toContain(4); // of “paid 4”, and of the record's id
  expect(await placesOf(of("became", "paid 4"))).toEqual([4]);
  await owner`delete from ledger.subjects where subject = (select subject from ledger.disclosures where index = 4)`;
  expect((await verdict()).verdict).toBe("verified");
  const done = await reindex({ sql: indexer, ledger: ledger.ledger, home, clock });
  expect(done.written).toBe(1);
  expect(await placesOf(of("became", "paid 4"))).toEqual([]);
  expect(await placesOf(of("became", "4.00"))).toEqual([4]); // kept
  expect(await placesOf(of("became", "paid 5"))).toEqual([5]);
  expect((await verdict()).verdict).toBe("verified");
}, 60_000);
