/** Between a source and the ledger: what happens when either goes away, comes back as another, or dies in the middle. */
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testServer } from "../../database/builders.ts";
import { connect, type Sql } from "../../database/index.ts";
import { until } from "../../ledger/builders.ts";
import { type Cursor, failpoints, findEntries } from "../../ledger/index.ts";
import { protectedShop, type TestShop } from "./builders.ts";
import { protect } from "./index.ts";

let shop: TestShop;
let admin: Sql;
beforeEach(async () => {
  shop = await protectedShop();
  admin = connect(testServer(), { application: "tests", max: 1 });
});
afterEach(async () => {
  await admin.end();
  await shop.drop();
});

const database = () => new URL(shop.url).pathname.slice(1);
const order = (id: number) => shop.sql`insert into orders values (${id}, null, ${id})`;
/** The orders in the ledger, in its order. */
async function orders(): Promise<number[]> {
  const rows = await shop.ledger.owner<{ id: string }[]>`
    select record_id as id from ledger.projection where record_type = 'orders' and record_id is not null order by index`;
  return rows.map(({ id }) => Number(id));
}
const arrived = (id: number) => until(`order ${id} to arrive`, async () => (await orders()).includes(id));
const state = async () => {
  const [row] = await shop.ledger.owner<
    { state: string; reason: string | null }[]
  >`select state, reason from ledger.positions where source = ${shop.source}`;
  return row;
};
async function acknowledged(): Promise<Cursor> {
  const rows = await shop.ledger.owner<Cursor[]>`
    select seen::text, reading::text, position from ledger.positions where source = ${shop.source}`;
  return rows[0] as Cursor;
}
async function verified(): Promise<void> {
  await shop.ledger.sign();
  expect(await shop.ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
}

describe("killed at any moment, nothing acknowledged is missing or doubled", () => {
  test.each(failpoints)("%s", { timeout: 60_000 }, async (failpoint) => {
    const ids = Array.from({ length: 25 }, (_, i) => i);
    for (const id of ids) await order(id);
    await shop.sql`insert into orders select i, null, i from generate_series(100, 699) as i`;
    await shop.ledger.post({
      type: "test.done",
      category: "review",
      actor: { kind: "service", id: "test", attribution: "verified" },
    });
    // the second time, so that something has been appended before
    const child = shop.ledger.spawnWorker({ VOUCH_FAILPOINT: `${failpoint}:2` });
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");
    await order(1_000);
    const next = shop.ledger.spawnWorker();
    await arrived(1_000);
    next.kill("SIGTERM");
    expect((await once(next, "exit"))[0]).toBe(0);
    expect(await orders()).toEqual([...ids, ...Array.from({ length: 600 }, (_, i) => 100 + i), 1_000]);
    const events = await shop.ledger.owner`select event from ledger.projection group by event having count(*) > 1`;
    expect(events).toHaveLength(0);
    await verified();
  });
});

test("a source that goes away is waited for, holds up nobody, and misses nothing when it is back", async () => {
  const { ledger } = shop;
  const running = ledger.startSequencer([ledger.inbox, shop.outbox]);
  await order(1);
  await arrived(1);
  await admin.unsafe(`alter database ${database()} allow_connections false`);
  // a connection that was just being made when the database closed is there a moment later: it goes too
  await until("it to be said", async () => {
    await shop.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vouch reader' and datname = current_database()`;
    return running.reports.some((sentence) => /cannot be read just now; its changes wait in its outbox/.test(sentence));
  });
  await order(2); // on a connection that was open
  const before = (await ledger.head()).size;
  await ledger.post({
    type: "test.done",
    category: "review",
    actor: { kind: "service", id: "test", attribution: "verified" },
  });
  await until("an event of another source to arrive", async () => (await ledger.head()).size > before);
  expect(await orders()).toEqual([1]);
  await admin.unsafe(`alter database ${database()} allow_connections true`);
  await arrived(2);
  expect(running.reports.filter((sentence) => sentence.includes("cannot be read"))).toHaveLength(1);
  expect(running.reports.join("\n")).not.toMatch(/password|postgres:\/\/[^ ]*:[^ ]*@/);
  await running.stop();
  expect(await orders()).toEqual([1, 2]);
  await verified();
});

test("a source whose connections are cut again and again is read on, each change once", async () => {
  const running = shop.ledger.startSequencer([shop.outbox]);
  for (let id = 0; id < 30; id++) {
    await order(id);
    if (id % 3 === 0)
      await shop.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vouch reader' and datname = current_database() and query <> '' and query not like '%typarray%'`;
  }
  await arrived(29);
  await running.stop();
  expect(await orders()).toEqual(Array.from({ length: 30 }, (_, i) => i));
});

describe("a gap is recorded, and nothing is taken across it", () => {
  const expectStopped = async (reason: RegExp) => {
    await order(2);
    const running = shop.ledger.startSequencer([shop.ledger.inbox, shop.outbox]);
    await until("it to stop", async () => (await state())?.state === "stopped");
    await order(3);
    const before = (await shop.ledger.head()).size;
    await shop.ledger.post({
      type: "test.done",
      category: "review",
      actor: { kind: "service", id: "test", attribution: "verified" },
    });
    await until("others to be read on", async () => (await shop.ledger.head()).size > before);
    await running.stop();
    await shop.ledger.drain(); // and after a restart
    expect(await state()).toEqual({ state: "stopped", reason: expect.stringMatching(reason) });
    const gaps = (await shop.ledger.entries())
      .map(({ leaf }) => leaf.event)
      .filter(({ type }) => type === "source.stopped");
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({
      category: "coverage",
      target: { type: "source", id: shop.source },
    });
    expect(gaps[0]?.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "source", value: database() }),
        expect.objectContaining({ name: "reason", value: expect.stringMatching(reason) }),
      ]),
    );
    expect(await orders()).toEqual([1]);
    await verified();
  };

  test("when the source was restored from an older copy", async () => {
    await order(1);
    await shop.ledger.drain(shop.outbox);
    await shop.ledger
      .owner`update ledger.positions set seen = '4000000000:4000000000:', reading = '4000000000:4000000000:' where source = ${shop.source}`;
    await expectStopped(/went back in time: it was restored from an older copy/);
  });

  test("when another database answers at its address", async () => {
    await order(1);
    await shop.ledger.drain(shop.outbox);
    await shop.ledger.owner`update ledger.positions set system = '7000000000000000000/5' where source = ${shop.source}`;
    await expectStopped(/is another one than before/);
  });

  test("when the source went away and another came back in its place, while the sequencer ran on", async () => {
    const before = database();
    await order(1);
    const running = shop.ledger.startSequencer([shop.ledger.inbox, shop.outbox]);
    await arrived(1);
    await shop.sql.end({ timeout: 1 });
    // a copy of it takes its name, as after a restore
    await admin.unsafe(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${before}'`);
    await admin.unsafe(`alter database ${before} allow_connections false`);
    await until("it to be missed", () =>
      running.reports.some((sentence) => sentence.includes("cannot be read just now")),
    );
    await admin.unsafe(`create database ${before}_copy template ${before}`);
    await admin.unsafe(`drop database ${before} with (force)`);
    await admin.unsafe(`alter database ${before}_copy rename to ${before}`);
    await admin.unsafe(`grant connect on database ${before} to public`);
    await until("it to stop", async () => (await state())?.state === "stopped", 25_000);
    await running.stop();
    expect((await state())?.reason).toMatch(/is another one than before/);
  });
});

test("an outbox without Vouch's schema is said to be, and waited for", async () => {
  await order(1);
  await shop.ledger.drain(shop.outbox);
  const running = shop.ledger.startSequencer([shop.outbox]);
  await shop.sql`alter schema vouch rename to hidden`;
  await until("it to be said", () =>
    running.reports.some((sentence) => /somebody removed the schema vouch\. Protect the database again/.test(sentence)),
  );
  await shop.sql`alter schema hidden rename to vouch`;
  await order(2);
  await arrived(2);
  await running.stop();
});

test("the outbox is a ring: what is in the ledger is emptied, but for slots in use, and nobody waits for a lock", {
  timeout: 60_000,
}, async () => {
  const { sql, ledger, outbox } = shop;
  const slots = async () => {
    const rows = await sql<
      { slot: bigint; count: bigint }[]
    >`select position >> 12 & 7 as slot, count(*) from vouch.outbox group by 1 order by 1`;
    return new Map(rows.map(({ slot, count }) => [Number(slot), Number(count)]));
  };
  const skipTo = (position: number) =>
    sql.unsafe(`alter table vouch.outbox alter column position restart with ${position}`);
  for (const slot of [0, 1, 2]) {
    await skipTo(slot * 4096 + 10);
    await order(slot);
  }
  const open = await sql.reserve();
  await open`begin`;
  await skipTo(3 * 4096 + 10);
  await open`lock table vouch.outbox_1 in row exclusive mode`; // as a transaction that has written to it
  await order(3);
  await ledger.drain(outbox);
  expect([...(await slots()).keys()]).toEqual([1, 3]); // 1 is in use, 3 is being filled
  const held = performance.now();
  await outbox.empty(await acknowledged());
  expect(performance.now() - held).toBeLessThan(2_000);
  await open`commit`;
  open.release();
  await order(4);
  await ledger.drain(outbox);
  expect([...(await slots()).keys()]).toEqual([3]);
  // the ring comes round to where it began
  await skipTo(8 * 4096 + 1);
  await order(5);
  await ledger.drain(outbox);
  expect([...(await slots()).keys()]).toEqual([0]);
  expect(await orders()).toEqual([0, 1, 2, 3, 4, 5]);
});

test("what the ledger has not acknowledged is never emptied", async () => {
  const { sql, ledger, outbox } = shop;
  await order(1);
  await ledger.drain(outbox);
  const before = await acknowledged();
  const open = await sql.reserve();
  await open`begin`;
  await open`insert into orders values (2, null, 2)`;
  await order(3);
  await open`commit`;
  open.release();
  await sql.unsafe("alter table vouch.outbox alter column position restart with 5000"); // another slot is filled now
  await order(4);
  await outbox.empty(before);
  const [{ count } = { count: 0n }] = await sql<{ count: bigint }[]>`select count(*) from vouch.outbox`;
  expect(count).toBe(4n);
  await ledger.drain(outbox);
  expect((await orders()).sort()).toEqual([1, 2, 3, 4]);
});

test("a quiet database keeps nothing in its outbox: what has been acknowledged for some seconds is deleted, and no more", async () => {
  const { sql, ledger, outbox } = shop;
  const left = async () =>
    (await sql<{ after: string[] }[]>`select after from vouch.outbox`).map(({ after }) => after[0]);
  await order(1);
  await ledger.drain(outbox);
  expect(await left()).toEqual(["(1,,1.00)"]);
  await sql`update vouch.outbox set at = at - interval '6 seconds'`; // as if so much time had passed
  await order(2);
  await sql`update vouch.outbox set at = at - interval '6 seconds'`;
  await outbox.empty(await acknowledged());
  expect(await left()).toEqual(["(2,,2.00)"]); // old, and not in the ledger
  await ledger.drain(outbox);
  expect(await left()).toEqual([]);
  expect(await orders()).toEqual([1, 2]);
});

test("more changes than a batch holds arrive once, in order, over batches and statements", {
  timeout: 60_000,
}, async () => {
  await shop.sql.begin(async (sql) => {
    for (let id = 0; id < 1_100; id++) await sql`insert into orders values (${id}, null, ${id})`;
  });
  await shop.sql`insert into orders select i, null, i from generate_series(2000, 6999) as i`;
  await shop.ledger.drain(shop.outbox);
  expect(await orders()).toEqual([
    ...Array.from({ length: 1_100 }, (_, i) => i),
    ...Array.from({ length: 5_000 }, (_, i) => 2_000 + i),
  ]);
  const rows = await shop.ledger.owner<{ rows: bigint }[]>`select rows from ledger.projection where rows > 1`;
  expect([...rows]).toEqual([{ rows: 5_000n }]);
  const parts = await shop.ledger
    .owner`select from ledger.projection p join ledger.projection s on s.statement = p.part_of`;
  expect(parts).toHaveLength(5_000);
});

test("a very wide table and a very long text pass from the source into the ledger", { timeout: 60_000 }, async () => {
  const columns = Array.from({ length: 1_590 }, (_, i) => `c${i} int`);
  await shop.sql.unsafe(`create table wide (id int primary key, ${columns.join(", ")})`);
  await protect({ url: shop.url, tables: ["wide"], fields: '{"wide": {"c0": "erasable"}}' }, shop.to);
  await shop.sql.unsafe(`insert into wide values (1, ${columns.map((_, i) => i).join(", ")})`);
  const text = "ü🙂".repeat(50_000);
  await shop.sql`insert into customers (id, name) values (1, ${text})`;
  await shop.ledger.drain(shop.ledger.inbox, shop.outbox);
  const [wide, long] = (await shop.ledger.entries()).filter(({ leaf }) => leaf.event.category === "record");
  const listed = wide?.leaf.event.change?.fields;
  expect(Array.isArray(listed) ? listed : wide?.disclosures.get("/event/change/fields")?.value).toHaveLength(1_591);
  expect(long?.disclosures.get("/event/change/fields/1/after")?.value).toBe(text);
  expect(await findEntries(shop.ledger.owner, shop.ledger.home, shop.ledger.ledger, [0n])).toHaveLength(1);
  await verified();
});
