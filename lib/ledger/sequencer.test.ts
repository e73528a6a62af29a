/** Promise 2: acknowledged means present, exactly once, in an order that was true. Through the inbox; sources are in lib/capture. */
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Sql } from "../database/index.ts";
import { type Event, Fault } from "../event/index.ts";
import { freshLedger, someEvents, type TestLedger, until } from "./builders.ts";
import { append, type Batch, emptySnapshot, inboxOutbox, type Outbox } from "./index.ts";

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await freshLedger();
});
afterEach(() => ledger.drop());

const act = (id: string) =>
  ({
    type: "test.done",
    category: "review",
    actor: { kind: "service", id: "test", attribution: "verified" },
    target: { type: "test", id },
  }) as const;
const whole = (id: string, n: number) =>
  JSON.stringify({
    ...act(id),
    id: `0190f7d2-6f1e-7000-8000-${n.toString(16).padStart(12, "0")}`,
    occurredAt: ledger.clock(),
    retention: "standard",
  });

/** Ends the sessions whose application is like this, but for those still being opened: the driver has no answer to that. */
const cutOff = (application: string) => ledger.owner`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name like ${application} and query <> '' and query not like '%typarray%'`;

let posted = 0;
/** Posts on one connection, so that a transaction can be held open. */
const postOn = (sql: Pick<Sql, "unsafe">, id: string) => sql.unsafe("select inbox.post($1)", [whole(id, ++posted)]);

/** What the entries are about, in the order of the ledger. */
async function inLedger(): Promise<string[]> {
  const rows = await ledger.owner<
    { id: string }[]
  >`select convert_from(leaf, 'UTF8')::json -> 'event' -> 'target' ->> 'id' as id from ledger.entries order by index`;
  return rows.map(({ id }) => id);
}
const arrived = (id: string) => until(`${id} to arrive`, async () => (await inLedger()).includes(id));

test("every committed event arrives exactly once, in the order of each client, and what was rolled back never", async () => {
  const web = ledger.database.as("web");
  const running = ledger.startSequencer();
  const committed: string[] = [];
  await Promise.all(
    Array.from({ length: 4 }, async (_, client) => {
      for (let n = 0; n < 60; n++) {
        const ids = Array.from({ length: 1 + ((client + n) % 3) }, (_, i) => `${client}/${n}/${i}`);
        const back = (n * 7 + client) % 5 === 0;
        await web
          .begin(async (sql) => {
            for (const id of ids) await postOn(sql, id);
            if (back) throw new Error("rolled back");
          })
          .catch((error: Error) => expect(error.message).toBe("rolled back"));
        if (!back) committed.push(...ids);
      }
    }),
  );
  await running.stop();
  await ledger.drain();
  const found = await inLedger();
  expect([...found].sort()).toEqual([...committed].sort());
  for (let client = 0; client < 4; client++) {
    const own = (ids: string[]) => ids.filter((id) => id.startsWith(`${client}/`));
    expect(own(found)).toEqual(own(committed));
  }
  expect(await ledger.owner`select from inbox.events`).toHaveLength(0);
  await ledger.sign();
  expect(await ledger.verify()).toMatchObject({ verdict: "verified", entries: `${committed.length}` });
});

test("an open transaction holds up nobody, and arrives when it commits", async () => {
  const web = ledger.database.as("web");
  const open = await web.reserve();
  await open`begin`;
  await postOn(open, "slow");
  const running = ledger.startSequencer();
  for (const id of ["b", "c", "d"]) {
    await postOn(web, id);
    await arrived(id);
  }
  expect(await inLedger()).toEqual(["b", "c", "d"]);
  await open`commit`;
  open.release();
  await arrived("slow");
  expect(await inLedger()).toEqual(["b", "c", "d", "slow"]);
  await running.stop();
});

test("what committed before another began comes before it, however their places in the inbox lie", async () => {
  const web = ledger.database.as("web");
  const first = await web.reserve();
  const second = await web.reserve();
  for (let round = 0; round < 20; round++) {
    await first`begin`;
    await postOn(first, `${round}: began first`); // the lower place
    await second`begin`;
    await postOn(second, `${round}: committed first`);
    await second`commit`;
    if (round % 3 === 0) await ledger.drain(); // a pass ends between the two
    await postOn(web, `${round}: between`);
    await first`commit`;
    await postOn(web, `${round}: last`);
    if (round % 4 === 0) await ledger.drain();
  }
  first.release();
  second.release();
  await ledger.drain();
  const found = await inLedger();
  expect(found).toHaveLength(80);
  for (let round = 0; round < 20; round++) {
    const at = (what: string) => found.indexOf(`${round}: ${what}`);
    expect(at("committed first")).toBeLessThan(at("between"));
    for (const earlier of ["began first", "committed first", "between"]) expect(at(earlier)).toBeLessThan(at("last"));
    if (round > 0) expect(at("last")).toBeGreaterThan(found.indexOf(`${round - 1}: last`));
  }
});

test("many more events than one batch holds arrive once, in order", async () => {
  const ids = Array.from({ length: 2_500 }, (_, i) => `${i}`);
  const web = ledger.database.as("web");
  await web.begin(async (sql) => {
    await sql`select inbox.post(e) from unnest(${ids.map((id, i) => whole(id, i))}::text[]) as e`;
  });
  await ledger.drain();
  expect(await inLedger()).toEqual(ids);
});

describe("one at a time", () => {
  test("a second sequencer waits, and takes over when the first ends", async () => {
    const first = ledger.startSequencer();
    await ledger.post(act("one"));
    await arrived("one");
    const reading = { count: 0 };
    const second = ledger.startSequencer([counted(ledger.inbox, reading)], ledger.database.as("sequencer"));
    await until("the second to say that it waits", () =>
      second.reports.some((sentence) => sentence.includes("Another sequencer holds this ledger")),
    );
    await ledger.post(act("two"));
    await arrived("two");
    expect(reading.count).toBe(0);
    await first.stop();
    await ledger.post(act("three"));
    await arrived("three");
    expect(reading.count).toBeGreaterThan(0);
    await second.stop();
    expect(await inLedger()).toEqual(["one", "two", "three"]);
  });

  test("one that has lost its lock stops by itself, and another goes on from where it was", async () => {
    const first = ledger.startSequencer();
    await ledger.post(act("one"));
    await arrived("one");
    const login = ledger.database.as("sequencer");
    const second = ledger.startSequencer([inboxOutbox(login)], login);
    for (let n = 0; n < 5; n++) {
      const holder = await until("somebody to hold the lock", async () => {
        const [row] = await ledger.owner<{ pid: number }[]>`
          select pid from pg_locks l join pg_database d on d.oid = l.database
          where locktype = 'advisory' and classid = 8246911 and granted and datname = current_database()`;
        return row?.pid;
      });
      await ledger.owner`select pg_terminate_backend(${holder})`;
      await ledger.post(act(`after ${n}`));
      await arrived(`after ${n}`);
    }
    await first.stop();
    await second.stop();
    await ledger.drain();
    expect(await inLedger()).toEqual(["one", "after 0", "after 1", "after 2", "after 3", "after 4"]);
    await ledger.sign();
    expect(await ledger.verify()).toMatchObject({ verdict: "verified" });
  });
});

test("what another writer takes between our look at the position and our append is not taken again", async () => {
  const { sql, home, clock, inbox } = ledger;
  await ledger.post(act("one"));
  let intruded = false;
  const overtaken: Outbox = {
    ...inbox,
    // asked for after the position has been read
    async system() {
      if (!intruded) {
        intruded = true;
        const { events, next } = await inbox.read(await inbox.start());
        const progress = { source: inbox.source.id, cursor: next, system: await inbox.system() };
        await append(sql, { ledger: ledger.ledger, home, clock }, await ledger.head(), events, progress);
      }
      return inbox.system();
    },
  };
  const running = ledger.startSequencer([overtaken]);
  await until("the intruder to be noticed", () =>
    running.reports.some((sentence) => sentence.includes("another sequencer writes to it")),
  );
  await ledger.post(act("two"));
  await arrived("two");
  await running.stop();
  expect(await inLedger()).toEqual(["one", "two"]);
});

test("when an append fails but the lock's session lives, it goes on by itself", async () => {
  const running = ledger.startSequencer();
  for (let n = 0; n < 4; n++) {
    await cutOff("sequencer");
    await ledger.post(act(`${n}`));
    await arrived(`${n}`);
  }
  await running.stop();
  expect(running.reports.join("\n")).not.toMatch(/Another sequencer/);
});

test("when its database drops every connection, again and again, it resumes and nothing is lost or doubled", {
  timeout: 60_000,
}, async () => {
  // as npm start runs it, in a process that is started again: where a connection dies within a transaction the driver may
  // throw where nobody can catch it (github.com/porsager/postgres/issues/1208)
  let worker = ledger.spawnWorker();
  let ending = false;
  const kept = (async () => {
    for (;;) {
      await once(worker, "exit");
      if (ending) return;
      worker = ledger.spawnWorker();
    }
  })();
  const ids: string[] = [];
  for (let n = 0; n < 8; n++) {
    for (let i = 0; i < 40; i++) {
      ids.push(`${n}/${i}`);
      await ledger.post(act(`${n}/${i}`));
    }
    await arrived(`${n}/0`); // it is at work
    expect((await cutOff("vouch sequencer%")).length).toBeGreaterThan(0);
  }
  await arrived("7/39");
  ending = true;
  worker.kill("SIGTERM");
  await kept;
  expect(await inLedger()).toEqual(ids);
  await ledger.sign();
  expect(await ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
});

test("an outbox that fails is waited for, and holds up no other", async () => {
  const down = { ...ledger.inbox, source: { id: "0190f7d2-6f1e-7000-8000-00000000d00d", name: "billing" } };
  let works = false;
  const faulty: Outbox = {
    ...down,
    read: async (cursor) => (works ? nothing(cursor) : Promise.reject(unavailable())),
  };
  const running = ledger.startSequencer([faulty, ledger.inbox]);
  await ledger.post(act("meanwhile"));
  await arrived("meanwhile");
  expect(running.reports.filter((sentence) => sentence.startsWith("billing cannot be read just now"))).toHaveLength(1);
  works = true;
  await until(
    "it to be read",
    async () => (await ledger.owner`select from ledger.positions where source = ${down.source.id}`).length > 0,
  );
  await running.stop();
});

test("a source that does not answer at all holds up no other", async () => {
  let answer = () => {};
  const silent: Outbox = {
    ...ledger.inbox,
    source: { id: "0190f7d2-6f1e-7000-8000-00000000d00e", name: "silent" },
    read: (cursor) =>
      new Promise((resolve) => {
        answer = () => resolve(nothing(cursor));
      }),
  };
  const running = ledger.startSequencer([silent, ledger.inbox]);
  for (const id of ["one", "two", "three"]) {
    await ledger.post(act(id));
    await arrived(id);
  }
  answer();
  await running.stop();
  expect(await inLedger()).toEqual(["one", "two", "three"]);
});

test("when a batch cannot be stored while the next is read already, each is taken once, in order", async () => {
  const ids = Array.from({ length: 4_500 }, (_, i) => `${i}`);
  const web = ledger.database.as("web");
  await web`select inbox.post(e) from unnest(${ids.map((id, i) => whole(id, i))}::text[]) as e`;
  // the database refuses the second and the fourth batch, and then lets everything through
  await ledger.owner.unsafe(`
    create sequence ledger.tries;
    create function ledger.refuse() returns trigger language plpgsql security definer as $$
    begin
      if nextval('ledger.tries') in (2, 4) then raise exception using errcode = '57P03', message = 'refused by the test'; end if;
      return new;
    end $$;
    create trigger refuse before update on ledger.heads for each row execute function ledger.refuse()`);
  const reading = { count: 0 };
  const running = ledger.startSequencer([counted(ledger.inbox, reading)]);
  await arrived("4499");
  await running.stop();
  expect(running.reports.filter((sentence) => sentence.includes("cannot be reached"))).toHaveLength(2);
  expect(reading.count).toBeGreaterThan(5); // batches were read ahead, and again
  expect(await inLedger()).toEqual(ids);
  await ledger.sign();
  expect(await ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
});

test("an outbox with a backlog takes turns with the others", async () => {
  const backlog = { left: 30 };
  const busy: Outbox = {
    ...ledger.inbox,
    source: { id: "0190f7d2-6f1e-7000-8000-00000000d00f", name: "busy" },
    start: async () => ({ seen: emptySnapshot, reading: emptySnapshot, position: 0n }),
    read: async (cursor) => {
      if (backlog.left === 0) return nothing(cursor);
      backlog.left--;
      const events = someEvents(200, backlog.left * 200);
      return { events, next: { ...cursor, position: cursor.position + 200n }, ended: false };
    },
    empty: async () => {},
  };
  await ledger.post(act("beside"));
  const running = ledger.startSequencer([busy, ledger.inbox]);
  await arrived("beside");
  await until("the backlog to be taken", async () => (await ledger.head()).size === 30n * 200n + 1n);
  await running.stop();
  const [beside] = await ledger.owner<
    { index: bigint }[]
  >`select index from ledger.projection where type = 'test.done'`;
  expect(Number(beside?.index)).toBeLessThanOrEqual(5 * 200);
});

test("an outbox that can be read but not emptied stops nothing", async () => {
  const stuck: Outbox = { ...ledger.inbox, empty: () => Promise.reject(unavailable()) };
  const running = ledger.startSequencer([stuck]);
  for (const id of ["one", "two"]) {
    await ledger.post(act(id));
    await Promise.race([running.ended, arrived(id)]);
  }
  await running.stop();
  expect(await inLedger()).toEqual(["one", "two"]);
});

function counted(outbox: Outbox, reading: { count: number }): Outbox {
  const read: Outbox["read"] = (cursor) => {
    reading.count++;
    return outbox.read(cursor);
  };
  return { ...outbox, read };
}

const nothing = (cursor: Batch["next"]): Batch => ({ events: [] as Event[], next: cursor, ended: true });

/** What the outbox of a database says that does not answer. */
const unavailable = () => new Fault("unavailable", "Expected a PostgreSQL server, but none answered.");
