/** Partitioned tables: whatever way a row takes, it is recorded once, under the name of the whole table. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { linesOf, majors, ofTables, protectedShop, rowOf, sidesOf, type TestShop } from "./builders.ts";

// the partition for us has its columns in another order, and one that was dropped
const schema = `
  create table sales (id int, region text, amount int, at date, primary key (id, region)) partition by list (region);
  create table sales_eu partition of sales for values in ('eu') partition by range (id);
  create table sales_eu_1 partition of sales_eu for values from (0) to (100);
  create table sales_eu_2 partition of sales_eu for values from (100) to (200);
  create table sales_us (amount int, junk text, at date, region text not null, id int not null);
  alter table sales_us drop column junk;
  alter table sales attach partition sales_us for values in ('us');
  create table sales_other partition of sales default;
  create table log (sale int);
  create function follow() returns trigger language plpgsql as $$ begin insert into log values (new.id); return null; end $$;
  create trigger follow after update on sales for each row execute function follow();`;

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await protectedShop(version, {}, schema);
  });
  afterAll(() => shop.drop());
  beforeEach(async () => {
    await shop.sql`truncate sales, log`;
    await shop.sql`insert into sales values (1, 'eu', 10, '2026-01-01'), (150, 'eu', 20, '2026-01-02'), (3, 'us', 30, '2026-01-03'), (4, 'asia', 40, '2026-01-04')`;
    await shop.taken();
  });
  const lines = async () => linesOf(ofTables(await shop.taken()));

  test("through the whole table, one entry for the statement and one for each row, in the whole table's columns", async () => {
    await pipeline(
      Readable.from(["5\teu\t1\t\\N\n6\tus\t2\t\\N\n7\tmars\t3\t\\N\n"]),
      await shop.sql`copy sales from stdin`.writable(),
    );
    const events = await shop.taken();
    expect(linesOf(events)).toEqual([
      "sales.created of 3 rows",
      'sales.created ["5","eu"]',
      'sales.created ["6","us"]',
      'sales.created ["7","mars"]',
    ]);
    expect(rowOf(events[2], "after")).toEqual({ id: "6", region: "us", amount: "2", at: null });
    expect(events.every(({ target }) => target?.type === "sales" && target.schema === "public")).toBe(true);
    await shop.sql`delete from sales where amount > 25`;
    expect((await lines()).sort()).toEqual(
      ['sales.deleted ["3","us"]', 'sales.deleted ["4","asia"]', "sales.deleted of 2 rows"].sort(),
    );
  });

  test("through a partition, one below it and the default one, under the whole table's name and with the partition's columns", async () => {
    await shop.sql`insert into sales_us (id, region, amount) values (9, 'us', 90)`;
    await shop.sql`update sales_eu set amount = 11 where id = 1`;
    await shop.sql`update sales_eu_2 set amount = 21`;
    await shop.sql`delete from sales_other`;
    const events = await shop.taken();
    expect(linesOf(events).filter((line) => !line.startsWith("log"))).toEqual([
      'sales.created ["9","us"]',
      'sales.updated ["1","eu"]',
      'sales.updated ["150","eu"]',
      'sales.deleted ["4","asia"]',
    ]);
    expect(rowOf(events[0], "after")).toEqual({ amount: "90", at: null, region: "us", id: "9" });
    expect(sidesOf(events.find(({ target }) => target?.id === '["150","eu"]')).amount).toEqual(["20", "21"]);
    // the statement says which table it named
    expect(events[0]?.statement?.tables).toEqual(["public.sales_us"]);
  });

  test("a row that moves to another partition is one that changed", async () => {
    await shop.sql`update sales set region = 'us', amount = 12 where id = 1`;
    const [event, ...more] = (await shop.taken()).filter(({ type }) => type.startsWith("sales"));
    expect(more).toEqual([]);
    expect(sidesOf(event)).toEqual({
      id: ["1", "1"],
      region: ["eu", "us"],
      amount: ["10", "12"],
      at: ["2026-01-01", "2026-01-01"],
    });
  });

  test("a trigger on the whole table writes elsewhere, and that is recorded too", async () => {
    await shop.sql`update sales set amount = 0 where region = 'eu'`;
    expect((await lines()).sort()).toEqual([
      "log.created without a key",
      "log.created without a key",
      'sales.updated ["1","eu"]',
      'sales.updated ["150","eu"]',
      "sales.updated of 2 rows",
    ]);
  });

  test("a partition made later is captured from its first row on, and one that came with its own rows from then on", async () => {
    await shop.sql`create table sales_mars partition of sales for values in ('mars')`;
    await shop.sql`insert into sales_mars values (1, 'mars', 1)`;
    expect(await lines()).toEqual(['sales.created ["1","mars"]']);
    await shop.sql`create table sales_moon (id int not null, region text not null, amount int, at date)`;
    await shop.sql`insert into sales_moon values (1, 'moon', 1)`;
    await shop.sql`alter table sales attach partition sales_moon for values in ('moon')`;
    await shop.sql`insert into sales_moon values (2, 'moon', 2)`;
    const events = await shop.taken();
    expect(linesOf(ofTables(events))).toEqual(["sales_moon.created without a key", 'sales.created ["2","moon"]']);
    expect(events.map(({ type }) => type)).toContain("table.altered");
    await shop.sql`alter table sales detach partition sales_moon`;
    await shop.sql`insert into sales_moon values (3, 'moon', 3)`;
    expect(await lines()).toEqual(['sales_moon.created ["3","moon"]']);
    await shop.sql`drop table sales_moon, sales_mars`;
    await shop.taken();
  });

  test("a whole table that gets another name, while changes through its partitions wait to be read", async () => {
    await shop.sql`insert into sales_us (id, region) values (10, 'us')`;
    await shop.sql`alter table sales rename to sold`;
    await shop.sql`insert into sales_us (id, region) values (11, 'us')`;
    await shop.sql`insert into sold (id, region) values (12, 'us')`;
    await shop.sql`alter table sold rename to sales`;
    expect(await lines()).toEqual([
      'sales.created ["10","us"]',
      'sold.created ["11","us"]',
      'sold.created ["12","us"]',
    ]);
  });

  test("TRUNCATE of the whole table and of one partition", async () => {
    await shop.sql`truncate sales_us`;
    expect(await lines()).toEqual(["sales.truncated of 1 rows"]);
    await shop.sql`truncate sales`;
    const events = await shop.taken();
    // the whole table's own event has an estimate at most; those of the partitions with rows of their own are exact
    const rows = events.flatMap(({ statement }) => statement?.rows ?? []);
    expect(rows.map(Number).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(["sales.truncated"]));
  });
});

test("an owner who is no superuser: through the whole table and its partitions alike", async () => {
  const shop = await protectedShop("18", {}, schema, "owner");
  await shop.sql`insert into sales values (1, 'eu', 1), (2, 'us', 2)`;
  await shop.sql`update sales_us set amount = 3`;
  expect((await shop.taken()).map(({ type, target }) => `${type} ${target?.id ?? ""}`)).toEqual([
    "sales.created ",
    'sales.created ["1","eu"]',
    'sales.created ["2","us"]',
    "log.created ",
    'sales.updated ["2","us"]',
  ]);
  await shop.drop();
});
