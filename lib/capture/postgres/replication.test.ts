/** What logical replication writes into a captured table: row by row, since its worker fires no triggers of statements. */
import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { foreignDatabase } from "../../database/builders.ts";
import { startTestServer } from "../../database/embedded/test-servers.ts";
import type { Event } from "../../event/index.ts";
import { until } from "../../ledger/builders.ts";
import { linesOf, majors, ofTables, protectedShop, sidesOf } from "./builders.ts";

describe.each(majors)("PostgreSQL %s", (version) => {
  test("every row that is applied is recorded, under the subscription's owner, and the client's own beside them", async () => {
    const schema = "create table goods (id int primary key, name text); alter table goods replica identity full;";
    const from = await foreignDatabase(`${schema} create publication goods_out for table goods`, version);
    const name = `feed_${randomBytes(5).toString("hex")}`;
    // a subscription to the same server cannot make its slot itself: it would wait for its own transaction
    await from.sql`select pg_create_logical_replication_slot(${name}, 'pgoutput')`;
    const shop = await protectedShop(version, { tables: ["spare"] }, `${schema} create table spare (id int)`);
    const { password } = new URL(await startTestServer(version));
    const { hostname, port, pathname } = new URL(from.url);
    await shop.sql.unsafe(
      `create subscription ${name} connection 'host=${hostname} port=${port} dbname=${pathname.slice(1)} user=postgres password=${password}' publication goods_out with (create_slot = false, slot_name = '${name}', copy_data = false)`,
    );
    try {
      await shop.sql`select vouch.attach('goods')`;
      await shop.taken();
      await from.sql`insert into goods values (1, 'one'), (2, 'two')`;
      await from.sql`update goods set name = upper(name) where id = 2`;
      await from.sql`delete from goods where id = 1`;
      await from.sql`truncate goods`;
      const events: Event[] = [];
      await until("the truncation to arrive", async () => {
        events.push(...ofTables(await shop.taken()));
        return events.some(({ type }) => type === "goods.truncated");
      });
      expect(linesOf(events)).toEqual([
        "goods.created 1",
        "goods.created 2",
        "goods.updated 2",
        "goods.deleted 1",
        "goods.truncated of 1 rows",
      ]);
      expect(sidesOf(events[2]).name).toEqual(["two", "TWO"]);
      await shop.sql`insert into goods values (7, 'by hand')`;
      expect(linesOf(ofTables(await shop.taken()))).toEqual(["goods.created 7"]);
    } finally {
      await shop.sql.unsafe(`alter subscription ${name} disable`);
      await shop.sql.unsafe(`alter subscription ${name} set (slot_name = none)`);
      await shop.sql.unsafe(`drop subscription ${name}`);
      await until("the slot to be free", async () => {
        const [slot] = await from.sql`select active from pg_replication_slots where slot_name = ${name}`;
        return slot?.active === false;
      });
      await from.sql`select pg_drop_replication_slot(${name})`;
      await shop.drop();
      await from.drop();
    }
  });
});
