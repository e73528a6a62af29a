/** What was not captured, since when and why: every cause made for real, in a real database, between two looks. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Clock,
  coverageOf,
  coverageOfWhole,
  type Interval,
  instant,
  microseconds,
  type Observation,
  readObservation,
  standingAt,
  systemClock,
} from "../../event/index.ts";
import { vouchSource } from "../../ledger/index.ts";
import { protectedShop, type TestShop } from "./builders.ts";
import { Patrol } from "./index.ts";

let shop: TestShop;
let patrol: Patrol;
let reports: string[];
/** Seconds that our clock is ahead of the system's. */
let ahead = 0;
const clock: Clock = () => instant(microseconds(systemClock()) + BigInt(ahead) * 1_000_000n);

function startPatrol(): Patrol {
  const { sql, home, ledger } = shop.ledger;
  return new Patrol({
    sql,
    home,
    ledger,
    clock,
    signal: new AbortController().signal,
    report: (said) => reports.push(said),
  });
}

async function open(...given: Parameters<typeof protectedShop>): Promise<void> {
  shop = await protectedShop(...given);
  reports = [];
  ahead = 0;
  patrol = startPatrol();
  await patrol.round();
  await patrol.round(); // from then on something was captured before
}
afterEach(async () => {
  await patrol.close();
  await shop.drop();
});

/** As where whoever installed capture is no superuser: no event trigger sees DDL. */
async function withoutEventTriggers(): Promise<void> {
  const made = await shop.sql<
    { name: string }[]
  >`select evtname as name from pg_event_trigger where evtname like 'vouch\\_%'`;
  for (const { name } of made) await shop.sql`alter event trigger ${shop.sql(name)} disable`;
}

async function events() {
  await shop.ledger.drain();
  const entries = await shop.ledger.entries();
  return entries
    .map(({ leaf, index }) => ({ ...leaf.event, index: `${index}` }))
    .filter(({ source }) => source.id === vouchSource.id);
}

async function observations(): Promise<Observation[]> {
  return (await events())
    .filter(({ category }) => category === "coverage")
    .flatMap((event) => readObservation(event as never, event.index) ?? [])
    .filter(({ source }) => source === shop.source);
}

/** The intervals of a table as `state cause`, and whether they follow each other without a hole. */
async function strip(table: string): Promise<string[]> {
  const intervals = coverageOf(await observations()).get(`public.${table}`) ?? [];
  for (const [at, { to }] of intervals.entries()) expect(to).toBe(intervals[at + 1]?.from);
  return intervals.map(({ state, cause }) => (state === "captured" ? state : `${state} ${cause}`));
}

describe("a table", () => {
  beforeEach(() => open());

  test("that is protected is captured, and looks that find nothing new leave no entries", async () => {
    expect(await strip("orders")).toEqual(["captured"]);
    expect(await observations()).toHaveLength(1);
    await patrol.round();
    await patrol.round();
    await shop.sql`insert into orders values (1, null, 10)`;
    await shop.sql`vacuum full orders`;
    await shop.sql`create index on orders (amount)`;
    await shop.sql`analyze orders`;
    await patrol.round();
    expect(await observations()).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  test("whose trigger was off for a moment between two looks is unknown for that time, and captured again", async () => {
    const before = clock();
    await shop.sql`alter table orders disable trigger vouch_update`;
    await shop.sql`alter table orders enable always trigger vouch_update`;
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "unknown switched", "captured"]);
    expect(await strip("stock")).toEqual(["captured"]);
    const [, gap] = coverageOf(await observations()).get("public.orders") as Interval[];
    expect(gap && gap.from < before && gap.to && gap.to > before && gap.to < clock()).toBe(true);
  });

  test("whose triggers are off, or fire for some sessions only, is not captured until they are on again", async () => {
    await shop.sql`alter table orders disable trigger all`;
    await shop.sql`alter table stock enable trigger vouch_delete`;
    await shop.sql`alter table visits enable replica trigger vouch_insert`;
    await shop.sql`drop trigger vouch_insert on customers`;
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "not_captured disabled_trigger"]);
    expect(await strip("stock")).toEqual(["captured", "unknown replica_role"]);
    expect(await strip("visits")).toEqual(["captured", "not_captured replica_role"]);
    expect(await strip("customers")).toEqual(["captured", "not_captured missing_trigger"]);
    const stock = coverageOf(await observations())
      .get("public.stock")
      ?.at(-1);
    expect(stock?.detail).toBe("That holds for DELETE.");
    await patrol.round();
    expect(await observations()).toHaveLength(5);
    await shop.sql`alter table orders enable always trigger all`.catch(() => {});
    for (const operation of ["insert", "update", "delete", "truncate"])
      await shop.sql.unsafe(`alter table orders enable always trigger vouch_${operation}`);
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "not_captured disabled_trigger", "captured"]);
  });

  test("is not captured where the catalogue itself was told that it has no triggers", async () => {
    await shop.sql`update pg_class set relhastriggers = false where oid = 'orders'::regclass`;
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "not_captured disabled_trigger"]);
  });

  test("is unknown from when the functions of its triggers were replaced, until they are as they were", async () => {
    const [own] = await shop.sql<
      { text: string }[]
    >`select pg_get_functiondef('vouch.capture_delete'::regproc) as text`;
    const evil =
      "create or replace function vouch.capture_delete() returns trigger language plpgsql as 'begin return null; end'";
    await shop.sql.unsafe(evil);
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "unknown function_changed"]);
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "unknown function_changed"]);
    await shop.sql.unsafe(own?.text ?? "");
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "unknown function_changed", "captured"]);
    await patrol.round();
    await shop.sql.unsafe(evil);
    await shop.sql.unsafe(own?.text ?? "");
    await patrol.round();
    expect(await strip("orders")).toEqual([
      "captured",
      "unknown function_changed",
      "captured",
      "unknown function_changed",
      "captured",
    ]);
  });

  test("is unknown where its triggers call something else, for as long as they do", async () => {
    await shop.sql`create function vouch.mine() returns trigger language plpgsql as 'begin return null; end'`;
    await shop.sql`create or replace trigger vouch_delete after delete on orders for each statement execute function vouch.mine()`;
    await shop.sql`alter table orders enable always trigger vouch_delete`;
    await patrol.round();
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "unknown function_changed"]);
  });

  test("whose values were rewritten by ALTER TABLE is unknown for that time, and what was altered is an entry", async () => {
    await withoutEventTriggers();
    await shop.sql`insert into stock values ('a', 'b', 1)`;
    await shop.sql`alter table stock alter column count type numeric using count * 2`;
    await shop.sql`alter table orders add column note text default 'none'`;
    await shop.sql`alter table visits rename column page to address`;
    await shop.sql`truncate customers cascade`;
    await patrol.round();
    expect(await strip("stock")).toEqual(["captured", "unknown altered_table", "captured"]);
    for (const table of ["orders", "visits", "customers"]) expect(await strip(table)).toEqual(["captured"]);
    const altered = (await events()).filter(({ type }) => type.endsWith(".altered"));
    const said = altered.map(({ type, data }) => [type, data?.find(({ name }) => name === "changes")?.value]);
    const text = (value: string) => [{ type: "text", value }];
    expect(said.sort()).toEqual([
      ["orders.altered", text("Column note (text) was added.")],
      ["stock.altered", text("Column count was integer and is numeric now.")],
      ["visits.altered", text("Column page was renamed to address.")],
    ]);
    expect(altered[0]).toMatchObject({ category: "statement", actor: { kind: "unknown", attribution: "none" } });
  });

  test("rewritten to the same type is noticed too", async () => {
    await shop.sql`insert into stock values ('a', 'b', 1)`;
    await shop.sql`alter table stock alter column sku type text using upper(sku)`;
    await patrol.round();
    expect(await strip("stock")).toEqual(["captured", "unknown altered_table", "captured"]);
  });

  test("that was dropped is gone; one that was renamed goes on under its new name", async () => {
    await withoutEventTriggers();
    await shop.sql`drop table visits`;
    await shop.sql`alter table stock rename to goods`;
    await patrol.round();
    expect(await strip("visits")).toEqual(["captured", "gone dropped_table"]);
    expect(await strip("stock")).toEqual(["captured", "gone renamed_table"]);
    expect(await strip("goods")).toEqual(["captured"]);
    await patrol.round();
    expect(await strip("goods")).toEqual(["captured"]);
    expect((await events()).map(({ type }) => type)).toEqual(
      expect.arrayContaining(["visits.dropped", "goods.altered"]),
    );
  });

  test("that was dropped and made again is not captured until it is added once more, since somebody named it", async () => {
    await withoutEventTriggers();
    await wishLater("report");
    await shop.sql`drop table visits`;
    await shop.sql`create table visits (page text)`;
    await patrol.round();
    expect(await strip("visits")).toEqual(["captured", "not_captured new_table", "captured"]);
  });
});

async function wishLater(later: "capture" | "report"): Promise<void> {
  await shop.ledger
    .owner`update app.sources set settings = settings || jsonb_build_object('later', ${later}::text) where id = ${shop.source}`;
}

describe("a table made later, where no event trigger sees it", () => {
  beforeEach(async () => {
    await open();
    await withoutEventTriggers();
  });

  test("is reported as not captured where that is the policy, until somebody wants it captured", async () => {
    await wishLater("report");
    await shop.sql`create table refunds (id int primary key)`;
    await patrol.round();
    await patrol.round();
    expect(await strip("refunds")).toEqual(["not_captured new_table"]);
    await wishLater("capture");
    await patrol.round();
    expect(await strip("refunds")).toEqual(["not_captured new_table", "captured"]);
  });

  test("is captured from when it was noticed where that is the policy, and what came before is said", async () => {
    await shop.sql.begin(async (sql) => {
      await sql`create table refunds (id int primary key)`;
      await sql`insert into refunds values (1)`;
    });
    await patrol.round();
    expect(await strip("refunds")).toEqual(["not_captured new_table", "captured"]);
    await shop.taken();
    await shop.sql`insert into refunds values (2)`;
    expect((await shop.taken()).map(({ target }) => target)).toMatchObject([{ type: "refunds", id: "2" }]);
    await patrol.round();
    expect(await strip("refunds")).toEqual(["not_captured new_table", "captured"]);
  });

  test("that cannot be added says why, and is added when it can be", async () => {
    await shop.sql`create table refunds (id int primary key)`;
    await shop.sql.begin(async (sql) => {
      await sql`lock table refunds in row exclusive mode`;
      await patrol.round();
    });
    const intervals = coverageOf(await observations()).get("public.refunds");
    expect(intervals).toMatchObject([
      { state: "not_captured", cause: "new_table", detail: expect.stringContaining("a transaction holds it") },
    ]);
    await patrol.round();
    expect(await strip("refunds")).toEqual(["not_captured new_table", "captured"]);
  });
});

test("a table made later is captured from its first row where an event trigger sees it, and so is a new partition", async () => {
  await open(
    "18",
    {},
    "create table orders (id int primary key); create table days (day date not null, n int) partition by range (day)",
  );
  await shop.sql`create table refunds (id int primary key)`;
  await shop.sql`create table days_1 partition of days for values from ('2026-01-01') to ('2026-02-01')`;
  await patrol.round();
  expect(await strip("refunds")).toEqual(["captured"]);
  expect(await strip("days_1")).toEqual(["captured"]);
});

test("tables that inherit, are partitioned, or let writes through are captured as they are", async () => {
  await open(
    "18",
    {},
    `create table people (id int primary key); create table staff (room text) inherits (people);
     create table days (day date not null, n int) partition by range (day);
     create table days_1 partition of days for values from ('2026-01-01') to ('2026-02-01')`,
  );
  for (const table of ["people", "staff", "days", "days_1"]) expect(await strip(table)).toEqual(["captured"]);
  await shop.sql`alter table staff disable trigger vouch_row`;
  await shop.sql`select vouch.attach('days_1'::regclass, 'pass')`;
  await patrol.round();
  expect(await strip("staff")).toEqual(["captured", "not_captured disabled_trigger"]);
  expect(await strip("days_1")).toEqual(["captured", "unknown switched", "captured"]);
  await patrol.round();
  expect(await strip("days_1")).toEqual(["captured", "unknown switched", "captured"]);
});

describe("tables that nobody wants captured", () => {
  test("are left out by choice, and so is one that was taken out on purpose", async () => {
    await open("18", { tables: ["orders", "stock"] });
    expect(await strip("customers")).toEqual(["not_captured left_out"]);
    await shop.ledger
      .owner`update app.sources set settings = jsonb_set(settings, '{tables}', '["public.orders"]') where id = ${shop.source}`;
    for (const operation of ["insert", "update", "delete", "truncate"])
      await shop.sql.unsafe(`drop trigger vouch_${operation} on stock`);
    await patrol.round();
    expect(await strip("stock")).toEqual(["captured", "not_captured left_out"]);
    expect(await strip("orders")).toEqual(["captured"]);
  });
});

describe("a source", () => {
  beforeEach(() => open());

  /** Makes the source unreachable for its reader, as a cut connection does. */
  async function cut(): Promise<() => Promise<void>> {
    const [reader] = await shop.sql<{ name: string }[]>`
      select usename as name from pg_stat_activity where application_name = 'vouch patrol' and datname = current_database()`;
    if (!reader) throw new Error("expected the patrol to be connected");
    await shop.sql`alter role ${shop.sql(reader.name)} nologin`;
    await shop.sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${reader.name}`;
    return async () => void (await shop.sql`alter role ${shop.sql(reader.name)} login`);
  }

  test("that does not answer is unknown after 30 seconds, and captured throughout when it is back unchanged", async () => {
    const mend = await cut();
    await patrol.round();
    expect(await observations()).toHaveLength(1);
    ahead = 31;
    await patrol.round();
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "unknown connector_down"]);
    expect(await alarms()).toEqual(["raised unreachable"]);
    await mend();
    ahead = 0;
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured"]);
    expect(await observations()).toHaveLength(3);
    expect(await alarms()).toEqual(["raised unreachable", "ended unreachable"]);
  });

  test("in whose silence a trigger was switched off and on is unknown for that table alone", async () => {
    const mend = await cut();
    ahead = 31;
    await patrol.round();
    await shop.sql`alter table stock disable trigger vouch_update`;
    await shop.sql`alter table stock enable always trigger vouch_update`;
    await mend();
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured"]);
    expect(await strip("stock")).toEqual(["captured", "unknown switched", "captured"]);
  });

  test("that nobody looked at for long is captured throughout where nothing was switched off", async () => {
    await patrol.close();
    patrol = startPatrol();
    ahead = 3_600;
    await patrol.round();
    expect((await observations()).map(({ state, cause }) => `${state} ${cause}`)).toEqual([
      "captured watched",
      "captured worker_down",
    ]);
    expect(await strip("orders")).toEqual(["captured"]);
  });

  test("from which capture was removed is not captured, whoever removed it", async () => {
    await shop.sql`drop schema vouch cascade`;
    await patrol.round();
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "not_captured removed"]);
    expect(await observations()).toHaveLength(2);
  });

  test("that was removed from Vouch is left out from then on", async () => {
    const { unprotect } = await import("./index.ts");
    await shop.ledger.drain(shop.outbox, shop.ledger.inbox);
    await unprotect(shop.url, shop.to, true);
    await patrol.round();
    await patrol.round();
    expect((await strip("orders")).at(-1)).toBe("not_captured left_out");
    const whole = coverageOfWhole(await observations());
    expect(standingAt(whole, clock())?.cause).toBe("left_out");
    expect((await observations()).filter(({ cause }) => cause === "left_out")).toHaveLength(1);
  });

  test("of another system is unknown from the last good look", async () => {
    await shop.ledger
      .owner`update app.sources set settings = settings || '{"system": "1/2"}' where id = ${shop.source}`;
    await patrol.round();
    expect(await strip("orders")).toEqual(["captured", "unknown restored"]);
  });

  async function alarms(): Promise<string[]> {
    return (await events())
      .filter(({ type }) => type.startsWith("source.alarm_"))
      .map(({ type, data }) => `${type.slice(13)} ${data?.find(({ name }) => name === "alarm")?.value}`)
      .filter((said) => !said.endsWith("clock_off"));
  }

  test("whose changes wait for long, and whose outbox grows, sounds an alarm once, and once when it is over", async () => {
    await shop.ledger
      .owner`update app.sources set settings = settings || '{"outboxLimit": 500000}' where id = ${shop.source}`;
    await shop.sql`insert into visits select repeat('x', 100), clock_timestamp() from generate_series(1, 8000)`;
    await shop.sql`update vouch.outbox set at = at - interval '61 seconds'`;
    await patrol.round();
    await patrol.round();
    expect(await alarms()).toEqual(["raised behind", "raised outbox_large"]);
    const [row] = await shop.ledger.owner<{ rows: bigint; bytes: bigint; since: string }[]>`
      select waiting_rows as rows, waiting_bytes as bytes, waiting_since as since from ledger.patrols`;
    expect(row?.rows).toBe(16n);
    expect(microseconds(clock()) - microseconds(row?.since ?? "")).toBeGreaterThan(60_000_000n);
    await shop.ledger.drain(shop.outbox, shop.ledger.inbox);
    await patrol.round();
    expect((await alarms()).slice(2).sort()).toEqual(["ended behind", "ended outbox_large"]);
  });

  test("whose clock differs from ours by more than a second sounds an alarm", async () => {
    ahead = -5;
    await patrol.round();
    const raised = (await events()).filter(({ type }) => type === "source.alarm_raised");
    expect(raised).toHaveLength(1);
    const [row] = await shop.ledger.owner<
      { offset: bigint; error: bigint }[]
    >`select clock_offset as offset, clock_error as error from ledger.patrols`;
    expect(Number(row?.offset)).toBeGreaterThan(4_900_000);
    expect(Number(row?.offset)).toBeLessThan(5_100_000);
    expect(Number(row?.error)).toBeLessThan(50_000);
  });
});

test("a patrol that died, or a second one, neither loses nor doubles what was found out", async () => {
  await open();
  const second = startPatrol();
  await shop.sql`alter table orders disable trigger vouch_update`;
  await second.round();
  await patrol.round(); // began from what the second one has replaced
  await patrol.round();
  expect(await strip("orders")).toEqual(["captured", "not_captured disabled_trigger"]);
  expect((await observations()).filter(({ cause }) => cause === "disabled_trigger")).toHaveLength(1);
  await second.close();

  // nothing can be posted: then nothing is remembered either, and the next look finds it again
  await shop.ledger.owner`revoke execute on function inbox.post(text) from vouch_sequencer`;
  await shop.sql`alter table orders enable always trigger vouch_update`;
  await patrol.round();
  await shop.ledger.owner`grant execute on function inbox.post(text) to vouch_sequencer`;
  expect(await strip("orders")).toHaveLength(2);
  await patrol.round();
  expect(await strip("orders")).toEqual(["captured", "not_captured disabled_trigger", "captured"]);
});
