/** Tables that inherit: a statement on the parent changes rows of its children, and each is recorded whole, as what it is. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect } from "../../database/index.ts";
import { linesOf, majors, ofTables, protectedShop, rowOf, sidesOf, type TestShop } from "./builders.ts";

const schema = `
  create table people (id int primary key, name text);
  create table staff (salary int, primary key (id)) inherits (people);
  create table bosses (car text, primary key (id)) inherits (staff);
  create table badges (id int primary key, level int);
  create table passes (room text, primary key (id)) inherits (badges);
  create function follow() returns trigger language plpgsql as $$ begin
    update badges set level = level + 1 where id = new.id; return null; end $$;`;

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await protectedShop(version, {}, schema);
  });
  afterAll(() => shop.drop());
  beforeEach(async () => {
    await shop.sql.unsafe(`truncate people, badges; insert into people values (1, 'Ann'); insert into staff values (2, 'Bob', 20);
      insert into bosses values (3, 'Cy', 30, 'red'), (4, 'Di', 40, 'blue'); insert into badges values (2, 1); insert into passes values (3, 1, 'vault')`);
    await shop.taken();
  });
  const lines = async () => linesOf(ofTables(await shop.taken()));

  test("on the parent: one entry for the statement, and each row under its own table, with the columns that only it has", async () => {
    await shop.sql`update people set name = upper(name) where id > 1`;
    const events = await shop.taken();
    expect(linesOf(events).sort()).toEqual([
      "bosses.updated 3",
      "bosses.updated 4",
      "people.updated of 3 rows",
      "staff.updated 2",
    ]);
    expect(sidesOf(events.find(({ target }) => target?.id === "4"))).toEqual({
      id: ["4", "4"],
      name: ["Di", "DI"],
      salary: ["40", "40"],
      car: ["blue", "blue"],
    });
    const [statement] = events.filter(({ change }) => !change);
    expect(statement?.statement).toMatchObject({
      text: "update people set name = upper(name) where id > ?",
      tables: ["public.people"],
    });
    expect(events.filter(({ change }) => change).map((event) => event.statement)).toEqual(
      Array(3).fill({ partOf: statement?.statement?.id }),
    );
  });

  test("one row is one entry, wherever it lies", async () => {
    await shop.sql`update people set name = 'X' where id = 3`;
    await shop.sql`update only people set name = 'Y'`;
    await shop.sql`delete from staff where id = 2`;
    await shop.sql`insert into bosses values (5, 'Ed', 50, 'green')`;
    const events = await shop.taken();
    expect(linesOf(events)).toEqual(["bosses.updated 3", "people.updated 1", "staff.deleted 2", "bosses.created 5"]);
    expect(events.map(({ statement }) => [statement?.rows, statement?.text])).toEqual([
      ["1", "update people set name = ? where id = ?"],
      ["1", "update only people set name = ?"],
      ["1", "delete from staff where id = ?"],
      ["1", "insert into bosses values (?, ?, ?, ?)"],
    ]);
  });

  test("on a child, many rows, COPY, and none", async () => {
    await pipeline(Readable.from(["7\tGus\t1\n8\tHal\t2\n"]), await shop.sql`copy staff from stdin`.writable());
    await shop.sql`delete from people where id in (7, 3)`;
    await shop.sql`update people set name = '' where false`;
    expect(await lines()).toEqual([
      "staff.created 7",
      "staff.created 8",
      "staff.created of 2 rows",
      "staff.deleted 7",
      "bosses.deleted 3",
      "people.deleted of 2 rows",
    ]);
  });

  test("one statement that does several things has an entry for each, and each row belongs to the right one", async () => {
    await shop.sql`insert into bosses values (3, 'C', 1, 'x'), (10, 'N', 1, 'y'), (11, 'O', 1, 'z') on conflict (id) do update set car = excluded.car`;
    const events = await shop.taken();
    expect(linesOf(events).sort()).toEqual([
      "bosses.created 10",
      "bosses.created 11",
      "bosses.created of 2 rows",
      "bosses.updated 3",
    ]);
    const [statement] = events.filter(({ change }) => !change);
    const created = events.filter(({ type, change }) => change && type === "bosses.created");
    expect(created.map((event) => event.statement)).toEqual(Array(2).fill({ partOf: statement?.statement?.id }));
  });

  test("triggers that write to other families of tables, and to their own", async () => {
    await shop.sql.unsafe(
      "create trigger follow after update on bosses for each row execute function follow(); create trigger follow after update on staff for each row execute function follow()",
    );
    await shop.taken();
    await shop.sql`update people set name = lower(name)`;
    const events = await shop.taken();
    expect(linesOf(events).sort()).toEqual([
      "badges.updated 2",
      "bosses.updated 3",
      "bosses.updated 4",
      "passes.updated 3",
      "people.updated 1",
      "people.updated of 4 rows",
      "staff.updated 2",
    ]);
    expect(
      rowOf(
        events.find(({ type }) => type === "passes.updated"),
        "after",
      ),
    ).toEqual({ id: "3", level: "2", room: "vault" });
    await shop.sql`drop trigger follow on bosses`;
    await shop.sql`drop trigger follow on staff`;
  });

  test("a column that the parent renames is named in a child as it was when the row was written, whoever began first", async () => {
    const early = connect(shop.url, { application: "early", max: 1 });
    await shop.sql`update staff set salary = 21 where id = 2`;
    await early.begin(async (sql) => {
      await sql`insert into badges values (9, 1)`; // its transaction is older than the one that renames
      await shop.sql`alter table people rename name to title`;
      await sql`update staff set salary = 22 where id = 2`;
    });
    await early.end();
    const fields = ofTables(await shop.taken())
      .filter(({ type }) => type === "staff.updated")
      .map((event) => [rowOf(event, "after").salary, Object.keys(rowOf(event, "after"))]);
    expect(fields).toEqual([
      ["21", ["id", "name", "salary"]],
      ["22", ["id", "title", "salary"]],
    ]);
    await shop.sql`alter table people rename title to name`;
  });

  test("TRUNCATE of the parent takes the children, ONLY does not", async () => {
    await shop.sql`truncate only people`;
    expect(await lines()).toEqual(["people.truncated of 1 rows"]);
    await shop.sql`truncate people`;
    expect((await lines()).sort()).toEqual([
      "bosses.truncated of 2 rows",
      "people.truncated of 0 rows",
      "staff.truncated of 1 rows",
    ]);
  });

  test("a table that begins to inherit, and one that ceases to", async () => {
    await shop.sql`create table plain (id int primary key)`;
    await shop.sql`insert into plain values (1)`;
    await shop.sql`create table derived (more text) inherits (plain)`;
    await shop.sql`insert into derived values (2, 'more')`;
    await shop.sql`update plain set id = id + 10`;
    await shop.sql`alter table derived no inherit plain`;
    await shop.sql`insert into derived values (3, 'alone')`;
    const events = ofTables(await shop.taken());
    expect(linesOf(events)).toEqual([
      "plain.created 1",
      "derived.created without a key",
      "plain.updated 11",
      "derived.updated without a key",
      "plain.updated of 2 rows",
      "derived.created without a key",
    ]);
    expect(rowOf(events[3], "after")).toEqual({ id: "12", more: "more" });
    await shop.sql`drop table plain, derived`;
    await shop.taken();
  });
});
