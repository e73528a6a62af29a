/** Every kind of statement that changes rows of an ordinary table, on every major. */
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { linesOf, majors, ofTables, protectedShop, rowOf, sidesOf, type TestShop } from "./builders.ts";

const schema = `
  create table items (id int primary key, name text, price numeric);
  create table owners (id int primary key, name text);
  create table boats (id int primary key, owner int references owners (id) on delete set null on update cascade, name text);
  create table ports (id int primary key, boat int references boats (id) on delete cascade);
  create table visits (boat int references boats (id) on delete cascade, day int) partition by range (day);
  create table visits_1 partition of visits for values from (0) to (100);
  create table visits_2 partition of visits for values from (100) to (200);
  create table papers (id int primary key, boat int);
  create table licences (valid text, foreign key (boat) references boats (id) on delete cascade) inherits (papers);
  create table notes (note text, at int);
  create table counted (id int generated always as identity primary key, net int, gross int generated always as (net * 2) stored);
  create table codes (id int primary key, code int unique deferrable initially deferred);
  create unlogged table fast (id int primary key);
  create view cheap as select id, name from items where price < 10;
  create view joined as select i.id, i.name, n.note from items i left join notes n on n.at = i.id;
  create function split() returns trigger language plpgsql as $$ begin
    insert into items values (new.id, new.name, 1); insert into notes values (new.note, new.id); return new; end $$;
  create trigger split instead of insert on joined for each row execute function split();
  create view ruled as select * from notes;
  create rule ruled as on insert to ruled do instead insert into notes values (new.note || '!', new.at);
  create procedure in_pieces() language plpgsql as $$ begin
    insert into items values (1, 'first', 1); commit;
    insert into items values (2, 'undone', 1); rollback;
    insert into items values (3, 'third', 1); commit; end $$;`;

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await protectedShop(version, {}, schema);
  });
  afterAll(() => shop.drop());
  beforeEach(async () => {
    await shop.sql.unsafe("truncate items, owners, boats, ports, visits, papers, notes, counted, codes, fast");
    await shop.taken();
  });
  const lines = async () => linesOf(ofTables(await shop.taken()));
  /** Several statements sent at once, a transaction among them. */
  const send = async (text: string) => {
    const session = await shop.sql.reserve();
    await session.unsafe(text).finally(() => session.release());
  };
  const fill = async (count: number) => {
    await shop.sql`insert into items select i, 'item ' || i, i from generate_series(1, ${count}) as i`;
    await shop.taken();
  };

  describe("COPY", () => {
    const copied = ["items.created of 2 rows", "items.created 1", "items.created 2"];
    const given: [string, string, string][] = [
      ["text", "copy items from stdin", "1\ta\\tb\t1.50\n2\t\\N\t2\n"],
      ["csv", "copy items from stdin (format csv, header)", 'id,name,price\n1,"a\tb",1.50\n2,,2\n'],
    ];
    test.each(given)("%s", async (_, command, rows) => {
      await pipeline(Readable.from([rows]), await shop.sql.unsafe(command).writable());
      const events = await shop.taken();
      expect(linesOf(events)).toEqual(copied);
      expect(events.slice(1).map((event) => rowOf(event, "after"))).toEqual([
        { id: "1", name: "a\tb", price: "1.50" },
        { id: "2", name: null, price: "2" },
      ]);
      expect(events[0]?.statement?.text).toBe(command);
    });

    test("binary, and FREEZE into a table emptied in the same transaction", async () => {
      const from = await shop.sql
        .unsafe("copy (select i, 'x' || i, i::numeric from generate_series(1, 2) i) to stdout (format binary)")
        .readable();
      const bytes = new PassThrough();
      await pipeline(from, bytes, { end: true });
      const whole = Buffer.concat(await bytes.toArray());
      await shop.sql.begin(async (sql) => {
        await sql`truncate items`;
        await pipeline(
          Readable.from([whole]),
          await sql.unsafe("copy items from stdin (format binary, freeze)").writable(),
        );
      });
      expect(await lines()).toEqual(["items.truncated of 0 rows", ...copied]);
    });
  });

  if (Number(version) >= 15) {
    test("MERGE: each action of it, with its values", async () => {
      await fill(3);
      await shop.sql`
        merge into items o using (values (1, 100), (3, 0), (4, 400)) as n(id, price) on o.id = n.id
        when matched and n.price = 0 then delete when matched then update set price = n.price when not matched then insert values (n.id, null, n.price)`;
      const events = await shop.taken();
      expect(linesOf(events).sort()).toEqual(["items.created 4", "items.deleted 3", "items.updated 1"]);
      expect(sidesOf(events.find(({ type }) => type === "items.updated")).price).toEqual(["1", "100"]);
      expect(new Set(events.map(({ correlation }) => correlation?.transaction)).size).toBe(1);
    });
  }

  test("an upsert: what came and what changed, each with both sides", async () => {
    await fill(2);
    await shop.sql`insert into items values (1, 'x', 50), (2, 'y', 60), (3, 'z', 70), (4, 'w', 80) on conflict (id) do update set price = excluded.price`;
    const events = await shop.taken();
    expect(linesOf(events).sort()).toEqual([
      "items.created 3",
      "items.created 4",
      "items.created of 2 rows",
      "items.updated 1",
      "items.updated 2",
      "items.updated of 2 rows",
    ]);
    expect(sidesOf(events.find(({ type, target }) => type === "items.updated" && target?.id === "2"))).toMatchObject({
      name: ["item 2", "item 2"],
      price: ["2", "60"],
    });
    await shop.sql`insert into items values (1, 'x', 50), (9, 'n', 1) on conflict do nothing`;
    expect(await lines()).toEqual(["items.created 9"]);
  });

  test("several writing queries within one, on the same table and on others", async () => {
    await fill(3);
    await shop.sql`
      with gone as (delete from items where id = 1 returning *), more as (insert into items values (9, 'nine', 9)), kept as (insert into notes select name, id from gone)
      update items set price = 77 where id = 2`;
    const events = await shop.taken();
    expect(linesOf(events).sort()).toEqual([
      "items.created 9",
      "items.deleted 1",
      "items.updated 2",
      "notes.created without a key",
    ]);
    expect(new Set(events.map(({ statement }) => statement?.exact)).size).toBe(1);
  });

  test("what foreign keys take along: cascades through several tables, partitioned and inheriting ones too, and set null", async () => {
    await shop.sql.unsafe(`insert into owners values (1, 'Ann'); insert into boats values (5, 1, 'Sea'); insert into ports values (50, 5);
      insert into visits values (5, 10), (5, 110); insert into licences values (70, 5, 'yes')`);
    await shop.taken();
    await shop.sql`update owners set id = 2`;
    expect((await lines()).sort()).toEqual(["boats.updated 5", "owners.updated 2"]);
    await shop.sql`delete from owners`;
    const [nulled] = (await shop.taken()).filter(({ type }) => type === "boats.updated");
    expect(sidesOf(nulled).owner).toEqual(["2", null]);
    await shop.sql`delete from boats`;
    const events = await shop.taken();
    expect(linesOf(events).sort()).toEqual([
      "boats.deleted 5",
      "licences.deleted without a key",
      "ports.deleted 50",
      "visits.deleted of 2 rows",
      "visits.deleted without a key",
      "visits.deleted without a key",
    ]);
    const texts = events.flatMap(({ statement }) => statement?.text ?? []);
    expect(new Set(texts)).toEqual(new Set(["delete from boats"]));
  });

  test("TRUNCATE of several tables, of those that refer to them, with identities restarted, and of the parts alone", async () => {
    await shop.sql.unsafe(`insert into owners values (1); insert into boats values (1, 1); insert into ports values (1, 1);
      insert into visits values (1, 10), (1, 110); insert into counted (net) values (1), (2); insert into papers values (1); insert into licences values (2)`);
    await shop.taken();
    await shop.sql`truncate owners cascade`;
    expect((await lines()).sort()).toEqual([
      "boats.truncated of 1 rows",
      "licences.truncated of 1 rows",
      "owners.truncated of 1 rows",
      "ports.truncated of 1 rows",
      "visits.truncated", // the partitioned table: an estimate at most
      "visits.truncated of 1 rows",
      "visits.truncated of 1 rows",
    ]);
    await shop.sql`insert into licences values (3)`;
    await shop.taken();
    await shop.sql`truncate counted, only papers restart identity`;
    expect((await lines()).sort()).toEqual(["counted.truncated of 2 rows", "papers.truncated of 1 rows"]);
    await shop.sql`insert into counted (net) values (5)`;
    expect(await lines()).toEqual(["counted.created 1"]);
    expect(await shop.sql`select from licences`).toHaveLength(1);
  });

  test("TRUNCATE of a large table says about how many rows there were, and that nobody counted", async () => {
    await shop.sql`insert into items select i, repeat('x', 400), 1 from generate_series(1, 25000) i`;
    await shop.sql`analyze items`;
    await shop.taken();
    await shop.sql`truncate items`;
    const [event] = await shop.taken();
    expect(event?.statement?.rows).toBeUndefined();
    expect(event?.data).toEqual([
      { name: "about this many rows", type: "bigint", mode: "keep", value: expect.stringMatching(/^2[45]\d{3}$/) },
    ]);
  });

  test("generated and identity columns, given and overridden", async () => {
    await shop.sql`insert into counted (net) values (5)`;
    await shop.sql`insert into counted (id, net) overriding system value values (700, 6)`;
    await shop.sql`update counted set net = 8 where id = 700`;
    const [first, second, third] = await shop.taken();
    expect(rowOf(first, "after")).toEqual({ id: expect.stringMatching(/^\d+$/), net: "5", gross: "10" });
    expect(rowOf(second, "after")).toEqual({ id: "700", net: "6", gross: "12" });
    expect(sidesOf(third)).toEqual({ id: ["700", "700"], net: ["6", "8"], gross: ["12", "16"] });
  });

  test("views: one that updates itself, one with an INSTEAD OF trigger, one with a rule", async () => {
    await fill(1);
    await shop.sql`update cheap set name = 'seen' where id = 1`;
    await shop.sql`insert into joined values (8, 'eight', 'note')`;
    await shop.sql`insert into ruled values ('said', 3)`;
    const events = await shop.taken();
    expect(linesOf(events)).toEqual([
      "items.updated 1",
      "items.created 8",
      "notes.created without a key",
      "notes.created without a key",
    ]);
    expect(rowOf(events.at(-1), "after")).toEqual({ note: "said!", at: "3" });
    expect(events[1]?.statement?.text).toBe("insert into joined values (?, ?, ?)");
  });

  test("a procedure that commits and rolls back on its way", async () => {
    await shop.sql.unsafe("call in_pieces()");
    const events = await shop.taken();
    expect(linesOf(events)).toEqual(["items.created 1", "items.created 3"]);
    expect(new Set(events.map(({ correlation }) => correlation?.transaction)).size).toBe(2);
  });

  test("prepared statements and cursors", async () => {
    await fill(3);
    const session = await shop.sql.reserve();
    try {
      await session.unsafe("prepare raise (int) as update items set price = price + $1 where id = 1");
      await session.unsafe("execute raise (10)");
      await session.unsafe("execute raise (20)");
      await session.unsafe(
        "begin; declare each_item cursor for select * from items where id > 1 order by id for update; move 1 in each_item",
      );
      await session.unsafe("update items set name = 'here' where current of each_item");
      await session.unsafe("move 1 in each_item");
      await session.unsafe("delete from items where current of each_item");
      await session.unsafe("commit");
    } finally {
      session.release();
    }
    const events = await shop.taken();
    expect(linesOf(events)).toEqual(["items.updated 1", "items.updated 1", "items.updated 2", "items.deleted 3"]);
    expect(events.slice(0, 2).map((event) => sidesOf(event).price)).toEqual([
      ["1", "11"],
      ["11", "31"],
    ]);
    expect(events[0]?.statement?.text).toBe("execute raise (?)");
  });

  test("savepoints: what was rolled back to them is not there, what was released is", async () => {
    await send(`begin; insert into items values (1); savepoint a; insert into items values (2); savepoint b; insert into items values (3);
      rollback to b; insert into items values (4); release a; insert into items values (5); commit`);
    expect(await lines()).toEqual(["items.created 1", "items.created 2", "items.created 4", "items.created 5"]);
  });

  test("prepared transactions: there once they are committed, never if they are not", async () => {
    const session = await shop.sql.reserve();
    const name = `two_phases_${version}`;
    try {
      await session.unsafe(`begin; insert into items values (1); prepare transaction '${name}'`);
      expect(await lines()).toEqual([]);
      await session`insert into items values (2)`;
      expect(await lines()).toEqual(["items.created 2"]);
      await session.unsafe(`commit prepared '${name}'`);
      expect(await lines()).toEqual(["items.created 1"]);
      await session.unsafe(`begin; insert into items values (3); prepare transaction '${name}'`);
      await session.unsafe(`rollback prepared '${name}'`);
    } finally {
      session.release();
    }
    expect(await lines()).toEqual([]);
  });

  test("a deferred constraint that fails at the commit takes what was captured with it", async () => {
    await send("begin; insert into codes values (1, 7), (2, 7); update codes set code = id; commit");
    expect((await lines()).filter((line) => line.includes("updated"))).toHaveLength(3);
    const clash = shop.sql.begin(async (sql) => {
      await sql`insert into codes values (3, 1)`;
    });
    await expect(clash).rejects.toThrow(/duplicate key/);
    expect(await lines()).toEqual([]);
  });

  test("triggers of one's own: what they make of a row, what they cancel, and what they write at the commit", async () => {
    await shop.sql.unsafe(`
      create function meddle() returns trigger language plpgsql as $$ begin
        if new.name = 'never' then return null; end if; new.name := upper(new.name); return new; end $$;
      create function log_late() returns trigger language plpgsql as $$ begin insert into notes values ('late', new.id); return null; end $$;
      create trigger meddle before insert or update on items for each row execute function meddle();
      create constraint trigger late after insert on items deferrable initially deferred for each row execute function log_late()`);
    await shop.taken();
    await shop.sql`insert into items values (1, 'ann', 1), (2, 'never', 1)`;
    const events = await shop.taken();
    expect(linesOf(events)).toEqual(["items.created 1", "notes.created without a key"]);
    expect(rowOf(events[0], "after").name).toBe("ANN");
    await shop.sql.unsafe("drop function meddle() cascade; drop function log_late() cascade");
  });

  test("row-level security hides nothing of what somebody changed", async () => {
    const clerk = await shop.role();
    await shop.sql.unsafe(`grant all on notes to ${clerk.name}; alter table notes enable row level security, force row level security;
      create policy own on notes using (at < 10) with check (true)`);
    await shop.sql`insert into notes values ('hidden', 20), ('seen', 1)`;
    await shop.taken();
    await clerk.sql`update notes set note = 'changed', at = 30`;
    const [event] = await shop.taken();
    expect(sidesOf(event)).toEqual({ note: ["seen", "changed"], at: ["1", "30"] });
    await shop.sql.unsafe(
      "drop policy own on notes; alter table notes disable row level security, no force row level security",
    );
  });

  test("an unlogged table, and a table without a key", async () => {
    await shop.sql`insert into fast values (1)`;
    await shop.sql`insert into notes values ('a', 1), ('a', 1)`;
    await shop.sql`delete from notes`;
    expect(await lines()).toEqual([
      "fast.created 1",
      ...Array.from(["created", "deleted"], (verb) => [
        `notes.${verb} of 2 rows`,
        ...Array(2).fill(`notes.${verb} without a key`),
      ]).flat(),
    ]);
  });

  test("what changes no row makes no entry", async () => {
    await fill(1);
    await send(
      "listen harbour; notify harbour, 'x'; select * from items for update; update items set price = 0 where false; unlisten *",
    );
    await shop.sql`vacuum analyze items`;
    expect(await shop.taken()).toEqual([]);
  });
});
