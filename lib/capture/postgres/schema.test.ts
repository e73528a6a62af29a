/** Changes of the schema: their text where event triggers see it, tables born with rows, tables made later, names as they were. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { linesOf, majors, ofTables, protectedShop, rowOf, sidesOf, type TestShop } from "./builders.ts";
import { protect } from "./index.ts";

const schema =
  "create table items (id int primary key, name text, price int); create table places (id int primary key, label text);";

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await protectedShop(version, {}, schema);
  });
  afterAll(() => shop.drop());
  afterEach(async () => {
    await shop.sql.unsafe("drop schema public cascade; create schema public");
    await shop.sql.unsafe(schema);
    await shop.taken();
  });

  test("each statement that changes the schema is an entry with its text, on what, and by whom", async () => {
    const clerk = await shop.role();
    await shop.taken();
    for (const statement of [
      "create table extra (id int)",
      "alter table items add column note text default 'secret-1'",
      "create index by_name on items (name)",
      "create view seen as select id from items",
      "create function twice(int) returns int language sql as 'select 2 * $1'",
      "comment on table items is 'secret-2'",
      `grant select on items to ${clerk.name}`,
      `revoke select on items from ${clerk.name}`,
      "alter table items alter column price type bigint",
      "create trigger own before insert on items for each row execute function suppress_redundant_updates_trigger()",
      "drop view seen",
      "drop table extra",
    ])
      await shop.sql.unsafe(statement);
    const events = await shop.taken();
    expect(events.map(({ type, target }) => `${type}: ${target?.id}`)).toEqual([
      "table.created: public.extra",
      "table.altered: public.items",
      "index.created: public.by_name",
      "view.created: public.seen",
      "function.created: public.twice(integer)",
      "schema.commented: public.items",
      "privilege.granted: undefined",
      "privilege.revoked: undefined",
      "table.altered: public.items",
      "trigger.created: own on public.items",
      "view.dropped: public.seen",
      "table.dropped: public.extra",
    ]);
    expect(events[1]?.statement).toMatchObject({
      text: "alter table items add column note text default ?",
      exact: expect.stringContaining("secret-1"),
    });
    expect(events[6]?.category).toBe("permission");
    expect(events.every(({ origin }) => origin?.login === "postgres")).toBe(true);
  });

  test("a schema change that is rolled back is not there", async () => {
    await shop.sql.unsafe(
      "do $$ begin create table gone (id int); raise exception 'no'; exception when others then null; end $$",
    );
    expect(await shop.taken()).toEqual([]);
  });

  test("CREATE TABLE AS and SELECT INTO: the table, and the rows that it was born with", async () => {
    await shop.sql`insert into items select i, 'item ' || i, i from generate_series(1, 1001) i`;
    await shop.taken();
    await shop.sql`create table copied as select id, name from items where id < 3`;
    await shop.sql`select id into chosen from items where id = 7`;
    await shop.sql`create table empty as select * from items with no data`;
    await shop.sql`create table many as select id from items`;
    await shop.sql`insert into empty values (1, 'later', 1)`;
    const events = await shop.taken();
    expect(linesOf(events).slice(0, 8)).toEqual([
      "table.created",
      "copied.created of 2 rows",
      "copied.created without a key",
      "copied.created without a key",
      "table.created",
      "chosen.created without a key",
      "table.created",
      "table.created",
    ]);
    expect(rowOf(events[3], "after")).toEqual({ id: "2", name: "item 2" });
    expect(events[5]?.statement?.text).toBe("select id into chosen from items where id = ?");
    const many = events.filter(({ type, change }) => type === "many.created" && change);
    expect(new Set(many.map((event) => rowOf(event, "after").id)).size).toBe(1001);
    expect(rowOf(events.at(-1), "after")).toEqual({ id: "1", name: "later", price: "1" });
  });

  test("a table that is made later is captured, unless only a report of it is wished for", async () => {
    await shop.sql`create table later (id int primary key)`;
    await shop.sql`insert into later values (1)`;
    expect(linesOf(await shop.taken())).toEqual(["table.created", "later.created 1"]);
    await protect({ url: shop.url, tables: ["items"], later: "report" }, shop.to);
    await shop.sql`create table reported (id int primary key)`;
    await shop.sql`insert into reported values (1)`;
    await shop.sql`create temp table passing (id int)`;
    expect(linesOf(await shop.taken())).toEqual(["table.created"]);
    await protect({ url: shop.url, tables: ["items"], later: "capture" }, shop.to);
  });

  test("columns that get another name, come, go and change their type, in the transaction of the changes themselves", async () => {
    await shop.sql`insert into items values (1, 'a', 10)`;
    await shop.taken();
    await shop.sql.begin(async (sql) => {
      await sql`update items set name = 'b'`;
      await sql`alter table items rename name to title`;
      await sql`update items set title = 'c'`;
      await sql`alter table items add column name text, alter column price type numeric(9, 2)`;
      await sql`update items set name = 'd'`;
      await sql`alter table items drop column title`;
      await sql`alter table items rename column id to number`;
      await sql`update items set price = 7`;
    });
    const events = ofTables(await shop.taken());
    expect(events.map(sidesOf)).toEqual([
      { id: ["1", "1"], name: ["a", "b"], price: ["10", "10"] },
      { id: ["1", "1"], title: ["b", "c"], price: ["10", "10"] },
      { id: ["1", "1"], title: ["c", "c"], price: ["10.00", "10.00"], name: [null, "d"] },
      { number: ["1", "1"], price: ["10.00", "7.00"], name: ["d", "d"] },
    ]);
    expect(events.map(({ target }) => target?.id)).toEqual(["1", "1", "1", "1"]);
    expect(events.at(-1)?.change?.fields[1]?.type).toBe("numeric(9,2)");
  });

  test("tables that swap their names, while changes wait to be read", async () => {
    await shop.sql`insert into items values (1, 'item', 1)`;
    await shop.sql.unsafe(
      "alter table items rename to aside; alter table places rename to items; alter table aside rename to places",
    );
    await shop.sql`insert into items values (2, 'was a place')`;
    expect(linesOf(ofTables(await shop.taken()))).toEqual(["items.created 1", "items.created 2"]);
  });

  test("a table that is emptied and then gets another name was emptied under its old one", async () => {
    await shop.sql`insert into items values (1, 'a', 1)`;
    await shop.taken();
    await shop.sql.begin(async (sql) => {
      await sql`truncate items`;
      await sql`alter table items rename to goods`;
    });
    expect((await shop.taken()).map(({ type }) => type)).toEqual(["items.truncated", "table.altered"]);
  });

  test("what event triggers cannot record does not stop a statement, and is counted", async () => {
    await shop.sql`alter table vouch.outbox rename to away`;
    try {
      await shop.sql`create table uncounted (id int)`;
    } finally {
      await shop.sql`alter table vouch.away rename to outbox`;
    }
    expect(await shop.sql`select last_value from vouch.missed`).toEqual([{ last_value: 1n }]);
  });
});

describe("an owner who is no superuser", () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await protectedShop("18", {}, schema, "owner");
  });
  afterAll(() => shop.drop());

  test("has no schema changes captured, and names are right all the same, from transaction to transaction", async () => {
    await shop.sql`insert into items values (1, 'a', 10)`;
    await shop.sql`alter table items rename name to title`;
    await shop.sql`insert into items values (2, 'b', 20)`;
    await shop.sql`alter table items add column depth int`;
    await shop.sql`insert into items values (3, 'c', 30, 3)`;
    const events = await shop.taken();
    // nobody looked between the changes: the renamed column's old name is not known to anybody any more but from before
    expect(events.map((event) => rowOf(event, "after"))).toEqual([
      { id: "1", name: "a", price: "10" },
      expect.objectContaining({ id: "2", price: "20" }),
      { id: "3", title: "c", price: "30", depth: "3" },
    ]);
    expect(Object.values(rowOf(events[1], "after"))).toEqual(["2", "b", "20"]);
  });

  test("and that is said where it is protected, as is the other", async () => {
    const said = async (of: TestShop) => {
      await of.ledger.drain();
      const entry = (await of.ledger.entries()).find(({ leaf }) => leaf.event.type === "source.protected");
      return ((entry?.leaf.event.data ?? []) as { name: string; value: unknown }[]).find(
        ({ name }) => name === "schema changes",
      )?.value;
    };
    expect(await said(shop)).toBe("by patrol");
    const other = await protectedShop("18", {}, schema);
    expect(await said(other)).toBe("by event trigger");
    await other.drop();
  });
});
