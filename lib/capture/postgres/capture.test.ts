/** Promise 1, from the trigger to the event: whatever writes to a protected table is captured, exactly, and cannot be forged. */

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect } from "../../database/index.ts";
import type { Event } from "../../event/index.ts";
import type { LeafField } from "../../integrity/index.ts";
import { openAddress } from "./address.ts";
import { majors, ofTables, protectedShop, rowOf, sidesOf, type TestShop } from "./builders.ts";
import { listSources, protect } from "./index.ts";

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await protectedShop(version);
  });
  afterAll(() => shop.drop());
  beforeEach(async () => {
    await shop.sql`truncate customers, orders, stock, visits restart identity`;
    await shop.taken();
  });

  const kinds = (events: Event[]) =>
    events.map(({ type, change, statement }) => `${type}${change ? "" : ` of ${statement?.rows ?? "unknown"} rows`}`);
  const fill = (count: number) =>
    shop.sql`insert into orders (id, amount) select i, i from generate_series(1, ${count}) as i`;

  /** n changes that are parts of the one statement before them, each of another record. */
  function expectBulk(events: Event[], type: string, count: number): void {
    const [statement, ...changes] = events;
    expect(statement).toMatchObject({
      type,
      category: "statement",
      statement: { rows: `${count}`, tables: ["public.orders"] },
    });
    expect(statement?.change).toBeUndefined();
    expect(changes).toHaveLength(count);
    expect(new Set(changes.map(({ statement }) => statement?.partOf))).toEqual(new Set([statement?.statement?.id]));
    expect(changes.every((event) => event.type === type && event.category === "record")).toBe(true);
    expect(new Set(changes.map(({ target }) => target?.id)).size).toBe(count);
    expect(new Set(events.map(({ id }) => id)).size).toBe(count + 1);
  }

  describe("statements", () => {
    test("one row makes one entry, which is both statement and change", async () => {
      await shop.sql`insert into orders values (7, null, 9.5)`;
      await shop.sql`update orders set amount = 10 where id = 7`;
      await shop.sql`delete from orders where id = 7`;
      const events = await shop.taken();
      expect(kinds(events)).toEqual(["orders.created", "orders.updated", "orders.deleted"]);
      expect(events.map(({ statement }) => statement?.rows)).toEqual(["1", "1", "1"]);
      expect(events.map(({ target }) => target)).toEqual(
        Array(3).fill({ system: expect.stringMatching(/^shop_/), schema: "public", type: "orders", id: "7" }),
      );
      expect(events.map(sidesOf)).toEqual([
        { id: [undefined, "7"], customer: [undefined, null], amount: [undefined, "9.50"] },
        { id: ["7", "7"], customer: [null, null], amount: ["9.50", "10.00"] },
        { id: ["7", undefined], customer: [null, undefined], amount: ["10.00", undefined] },
      ]);
      expect(events[1]?.change?.fields.map(({ changed }) => changed)).toEqual([false, false, true]);
    });

    test.each([2, 500, 501, 1_200])(
      "%i rows make one statement and as many changes that refer to it",
      async (count) => {
        await fill(count);
        const inserts = await shop.taken();
        expectBulk(inserts, "orders.created", count);
        await shop.sql`update orders set amount = amount + 1000`;
        const updates = await shop.taken();
        expectBulk(updates, "orders.updated", count);
        for (const event of updates.slice(1)) {
          const { id, amount } = sidesOf(event);
          expect(id?.[0]).toBe(event.target?.id);
          expect(amount).toEqual([`${id?.[0]}.00`, `${Number(id?.[0]) + 1000}.00`]);
        }
        await shop.sql`delete from orders`;
        const deletes = await shop.taken();
        expectBulk(deletes, "orders.deleted", count);
        expect(new Set([inserts, updates, deletes].map(([event]) => event?.statement?.id)).size).toBe(3);
      },
    );

    test("none makes nothing", async () => {
      await shop.sql`update orders set amount = 1`;
      await shop.sql`delete from orders`;
      await shop.sql`insert into orders select 1, null, 1 where false`;
      expect(await shop.taken()).toEqual([]);
    });

    test("COPY is captured", async () => {
      const into = await shop.sql`copy orders (id, amount) from stdin`.writable();
      await pipeline(Readable.from(["1\t1.5\n2\t2.5\n3\t3.5\n"]), into);
      expectBulk(await shop.taken(), "orders.created", 3);
    });

    test("an upsert shows which rows came and which changed", async () => {
      await fill(1);
      await shop.taken();
      await shop.sql`insert into orders values (1, null, 50), (2, null, 60) on conflict (id) do update set amount = excluded.amount`;
      const events = await shop.taken();
      expect(kinds(events).sort()).toEqual(["orders.created", "orders.updated"]);
      expect(sidesOf(events.find(({ type }) => type === "orders.updated")).amount).toEqual(["1.00", "50.00"]);
      await shop.sql`insert into orders values (1, null, 50) on conflict do nothing`;
      expect(await shop.taken()).toEqual([]);
    });

    test("writes within a query are captured", async () => {
      await fill(2);
      await shop.taken();
      await shop.sql`with gone as (delete from orders where id = 1 returning *), more as (insert into orders values (9, null, 9)) update orders set amount = 77 where id = 2`;
      expect((await shop.taken()).map(({ type, target }) => `${type} ${target?.id}`).sort()).toEqual([
        "orders.created 9",
        "orders.deleted 1",
        "orders.updated 2",
      ]);
    });

    test("TRUNCATE says that it happened, on which tables, and how many rows there were", async () => {
      await fill(2);
      await shop.taken();
      await shop.sql`truncate orders, visits`;
      const events = await shop.taken();
      expect(kinds(events).sort()).toEqual(["orders.truncated of 2 rows", "visits.truncated of 0 rows"]);
      expect(events[0]?.statement?.text).toBe("truncate orders, visits");
    });

    test("what a foreign key takes along is captured, as the client's statement", async () => {
      await shop.sql`insert into customers (id, name) values (1, 'Ann')`;
      await shop.sql`insert into orders values (1, 1, 5), (2, 1, 6)`;
      await shop.taken();
      await shop.sql`delete from customers where id = 1`;
      const events = await shop.taken();
      expect(kinds(events).sort()).toEqual([
        "customers.deleted",
        "orders.deleted",
        "orders.deleted",
        "orders.deleted of 2 rows",
      ]);
      expect(
        new Set(events.filter(({ statement }) => statement?.text).map(({ statement }) => statement?.text)),
      ).toEqual(new Set(["delete from customers where id = ?"]));
    });

    test("session_replication_role = replica hides nothing", async () => {
      const session = await shop.sql.reserve();
      await session`set session_replication_role = replica`;
      await session`insert into orders values (1, null, 1)`;
      await session`update orders set amount = 2`;
      await session`delete from orders`;
      await session`truncate orders`;
      await session`reset session_replication_role`;
      session.release();
      expect(kinds(await shop.taken())).toEqual([
        "orders.created",
        "orders.updated",
        "orders.deleted",
        "orders.truncated of 0 rows",
      ]);
    });

    test("a rolled-back transaction leaves nothing, and of a savepoint what was not rolled back", async () => {
      const failed = shop.sql.begin(async (sql) => {
        await sql`insert into orders values (1, null, 1)`;
        await sql`truncate visits`;
        throw new Error("changed my mind");
      });
      await expect(failed).rejects.toThrow("changed my mind");
      expect(await shop.taken()).toEqual([]);
      await shop.sql.begin(async (sql) => {
        await sql`insert into orders values (1, null, 1)`;
        await sql
          .savepoint(async (inner) => {
            await inner`insert into orders values (2, null, 1)`;
            throw new Error("not this one");
          })
          .catch(() => {});
        await sql`insert into orders values (3, null, 1)`;
      });
      const events = await shop.taken();
      expect(events.map(({ target }) => target?.id)).toEqual(["1", "3"]);
      expect(new Set(events.map(({ correlation }) => correlation?.transaction)).size).toBe(1);
    });

    test("a table without a primary key is captured, without an identity that nobody can know", async () => {
      await shop.sql`insert into visits (page) values ('/prices')`;
      const [event] = await shop.taken();
      expect(event?.target).toEqual({ system: expect.any(String), schema: "public", type: "visits" });
      expect(rowOf(event, "after").page).toBe("/prices");
    });

    test("a key of several columns is their list in key order", async () => {
      await shop.sql`insert into stock values ('MRI-1, "x"', 'ground floor', 3)`;
      expect((await shop.taken())[0]?.target?.id).toBe('["MRI-1, \\"x\\"","ground floor"]');
    });
  });

  describe("values", () => {
    const columns = [
      "name",
      "balance",
      "email",
      "settings",
      "joined",
      "born",
      "span",
      "ratio",
      "photo",
      "tier",
      "active",
      "tags",
      "code",
      "fixed",
      "ref",
      "peer",
    ] as const;
    const awkward = "ünï 日本 🙂 \"quoted\" 'single' back\\slash\\ new\nline\ttab, (comma) {brace}";
    const given = {
      name: awkward,
      balance: "-12.30",
      email: "ann@example.com",
      settings: '{"a": [1, "two \\" \\\\ ü", null], "b": {}}',
      joined: "2026-11-20 09:03:25.123456+02",
      born: "1999-12-31",
      span: "1 year 2 months 3 days 04:05:06.789",
      ratio: "0.1",
      photo: "\\x00ff5c22",
      tier: 'say "hi", \\now',
      active: "false",
      code: "x",
      fixed: "ab",
      ref: "0190F7D2-6F1E-7000-8000-000000000001",
      peer: "10.0.0.7/24",
    };
    const recorded = {
      name: awkward,
      balance: "-12.30",
      email: "ann@example.com",
      settings: '{"a": [1, "two \\" \\\\ ü", null], "b": {}}',
      joined: "2026-11-20 07:03:25.123456+00",
      born: "1999-12-31",
      span: "P1Y2M3DT4H5M6.789S",
      ratio: "0.1",
      photo: "\\x00ff5c22",
      tier: 'say "hi", \\now',
      active: false,
      tags: '{"a,b","c\\"d","e\\\\f","","NULL",ü}',
      code: "x",
      fixed: "ab  ",
      ref: "0190f7d2-6f1e-7000-8000-000000000001",
      peer: "10.0.0.7/24",
    };
    /** Each value as the text that its type reads. */
    const types: Record<string, string> = {
      balance: "numeric",
      settings: "jsonb",
      joined: "timestamptz",
      born: "date",
      span: "interval",
      ratio: "float8",
      photo: "bytea",
      tier: "public.tier",
      active: "boolean",
      tags: "text[]",
      ref: "uuid",
      peer: "inet",
    };
    const insert = (sql: TestShop["sql"]) =>
      sql.unsafe(
        `insert into public.customers (${columns.join(", ")}) values (${columns.map((column, i) => `$${i + 1}::text::${types[column] ?? "text"}`).join(", ")})`,
        columns.map((column) => (column === "tags" ? recorded.tags : given[column])),
      );

    test("of every type are recorded exactly, inserted, changed and deleted", async () => {
      await insert(shop.sql);
      await shop.sql`update customers set name = ${"other"}`;
      await shop.sql`delete from customers`;
      const [created, updated, deleted] = await shop.taken();
      const all = { id: "1", ...recorded, password_hash: null, ssn: null };
      expect(rowOf(created, "after")).toEqual(all);
      expect(rowOf(updated, "before")).toEqual(all);
      expect(rowOf(updated, "after")).toEqual({ ...all, name: "other" });
      expect(rowOf(deleted, "before")).toEqual({ ...all, name: "other" });
      expect(Object.fromEntries((created?.change?.fields ?? []).map(({ name, type }) => [name, type]))).toMatchObject({
        balance: "numeric(12,2)",
        joined: "timestamp with time zone",
        tags: "text[]",
        tier: "tier",
        code: "character varying(20)",
        id: "bigint",
      });
    });

    test("null and the empty text are told apart", async () => {
      await shop.sql`insert into customers (name, email, tags) values ('', null, '{}')`;
      await shop.sql`update customers set name = null, email = '', tags = null`;
      const [created, updated] = await shop.taken();
      expect(rowOf(created, "after")).toMatchObject({ name: "", email: null, tags: "{}", active: null });
      expect(rowOf(updated, "after")).toMatchObject({ name: null, email: "", tags: null });
      expect(updated?.change?.fields.filter(({ changed }) => changed).map(({ name }) => name)).toEqual([
        "name",
        "email",
        "tags",
      ]);
    });

    test("an update that changes nothing says so", async () => {
      await shop.sql`insert into orders values (1, null, 1)`;
      await shop.taken();
      await shop.sql`update orders set amount = amount`;
      const [event] = await shop.taken();
      expect(event?.change?.fields.map(({ changed }) => changed)).toEqual([false, false, false]);
    });

    test("nothing that a client sets changes what is recorded", async () => {
      const settings = [
        "set timezone = 'Asia/Kathmandu'",
        "set datestyle = 'German, DMY'",
        "set bytea_output = 'escape'",
        "set intervalstyle = 'postgres_verbose'",
        "set extra_float_digits = -10",
        "create function pg_temp.format(text, anyelement) returns text language sql as $$select '(forged)'$$",
        "create function pg_temp.current_query() returns text language sql as $$select 'forged'$$",
        "create temp table outbox (like orders)",
        "create temp table new_rows as select 1",
        "set search_path = pg_temp, public, pg_catalog",
      ];
      await insert(shop.sql);
      const session = connect(shop.url, { application: "attacker", max: 1 });
      try {
        for (const setting of settings) await session.unsafe(setting);
        await session`set timezone = 'UTC'`; // for the text that we give it, as before
        await session`set datestyle = 'ISO'`;
        await session`insert into public.customers select 2, ${"x"}`;
        await session`delete from public.customers where id = 2`;
        await session`set timezone = 'Asia/Kathmandu'`;
        await session`set datestyle = 'German, DMY'`;
        await session`update public.customers set fixed = 'zz' where id = 1`;
      } finally {
        await session.end({ timeout: 1 });
      }
      const events = await shop.taken();
      expect(rowOf(events.at(-1), "after")).toEqual({
        id: "1",
        ...recorded,
        fixed: "zz  ",
        password_hash: null,
        ssn: null,
      });
      expect(events.at(-1)?.occurredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(events.at(-1)?.statement?.text).toBe("update public.customers set fixed = ? where id = ?");
      expect(JSON.stringify(events)).not.toContain("forged");
    });

    test("a cast that somebody made forges nothing", async () => {
      await shop.sql`create function lie(tier) returns json language sql as $$select '"gold"'::json$$`;
      await shop.sql`create function lie_as_text(tier) returns text language sql as $$select 'gold'$$`;
      await shop.sql`create cast (tier as json) with function lie(tier) as implicit`;
      await shop.sql`create cast (tier as text) with function lie_as_text(tier) as implicit`;
      try {
        const [{ seen } = { seen: "" }] = await shop.sql<
          { seen: string }[]
        >`select to_json('silver'::tier) ->> 0 as seen from (select) x`.catch(() => [{ seen: "" }]);
        expect(seen).not.toBe("silver"); // the forgery works where it can
        await shop.sql`insert into customers (tier) values ('silver')`;
        await shop.sql`update customers set tier = 'gold'`;
        const [created, updated] = ofTables(await shop.taken());
        expect(rowOf(created, "after").tier).toBe("silver");
        expect(sidesOf(updated).tier).toEqual(["silver", "gold"]);
      } finally {
        await shop.sql`drop function lie(tier) cascade`;
        await shop.sql`drop function lie_as_text(tier) cascade`;
      }
    });

    test("columns that come, go or change their name are named as they were when the row was written", async () => {
      await shop.sql`create table shelves (id int primary key, label text, width int)`;
      await shop.sql`insert into shelves values (1, 'a', 10)`;
      await shop.taken();
      await shop.sql`insert into shelves values (2, 'b', 20)`;
      await shop.sql`alter table shelves add column depth int default 5, drop column width`;
      await shop.sql`insert into shelves values (3, 'c', 30)`;
      await shop.sql`alter table shelves rename label to title`;
      await shop.sql`insert into shelves values (4, 'd', 40)`;
      await shop.sql`alter table shelves drop column title`;
      await shop.sql`insert into shelves values (5, 50)`;
      await shop.sql`drop table shelves`;
      expect(ofTables(await shop.taken()).map((event) => rowOf(event, "after"))).toEqual([
        { id: "2", label: "b", width: "20" },
        { id: "3", label: "c", depth: "30" },
        { id: "4", title: "d", depth: "40" },
        { id: "5", depth: "50" },
      ]);
    });

    test("of a table that was gone before anybody looked, nothing is lost and what is secret stays so", async () => {
      await shop.sql`create table crates (id int primary key, password text)`;
      await shop.sql`insert into crates values (1, 'hunter2')`;
      await shop.sql`drop table crates`;
      const [event] = ofTables(await shop.taken());
      expect(event?.change?.fields).toEqual([
        { name: "id", type: "integer", mode: "keep", after: "1" },
        { name: "password", type: "text", mode: "omit", after: "hunter2" },
      ]);
    });

    test("what is generated is recorded where it is stored, and not where it is computed by whoever reads", async () => {
      const virtual = version === "18" ? ", later int generated always as (net * 3) virtual" : "";
      await shop.sql.unsafe(
        `create table prices (id int primary key, net int, gross int generated always as (net * 2) stored${virtual})`,
      );
      await protect({ url: shop.url, tables: ["prices"] }, shop.to);
      await shop.sql`insert into prices values (1, 5)`;
      await shop.sql`update prices set net = 6`;
      const [created, updated] = ofTables(await shop.taken());
      expect(rowOf(created, "after")).toEqual({ id: "1", net: "5", gross: "10" });
      expect(rowOf(updated, "after")).toEqual({ id: "1", net: "6", gross: "12" });
      await shop.sql`drop table prices`;
    });

    test("a text of 300,000 characters is captured whole", async () => {
      const text = `${"löng 🙂 ".repeat(40_000)}end`;
      await shop.sql`insert into customers (name) values (${text})`;
      expect(rowOf((await shop.taken())[0], "after").name).toBe(text);
    });
  });

  describe("who and why", () => {
    test("the login is a fact, the role that was set is recorded, and the application is what the client says", async () => {
      const clerk = await shop.role();
      const boss = await shop.role("nologin");
      await shop.sql.unsafe(
        `grant all on orders to ${clerk.name}; grant all on orders to ${boss.name}; grant ${boss.name} to ${clerk.name}`,
      );
      await clerk.sql`insert into orders values (1, null, 1)`;
      await clerk.sql.begin(async (sql) => {
        await sql.unsafe(`set local role ${boss.name}`);
        await sql`set local application_name = 'payroll'`;
        await sql`insert into orders values (2, null, 1)`;
      });
      const [plain, disguised] = ofTables(await shop.taken());
      expect(plain).toMatchObject({
        actor: { kind: "unknown", id: clerk.name, attribution: "verified" },
        origin: { login: clerk.name, application: "clerk", address: "127.0.0.1" },
      });
      expect(plain?.origin?.role).toBeUndefined();
      expect(disguised).toMatchObject({
        actor: { id: clerk.name, attribution: "verified" },
        origin: { login: clerk.name, role: boss.name, application: "payroll" },
      });
    });

    test("what is claimed is a claim, for its transaction only", async () => {
      const session = await shop.sql.reserve();
      await session`begin`;
      await session`select set_config('vouch.actor', 'dana@example.com', true), set_config('vouch.reason', 'refund', true), set_config('vouch.ticket', 'T-9', true), set_config('vouch.kind', 'service', true)`;
      await session`insert into orders values (1, null, 1)`;
      await session`commit`;
      await session`insert into orders values (2, null, 1)`;
      await session`begin`;
      await session`select set_config('vouch.agent', 'billing-bot', true), set_config('vouch.actor', 'dana@example.com', true), set_config('vouch.model', 'm-1', true), set_config('vouch.address', '203.0.113.9', true)`;
      await session`insert into orders values (3, null, 1)`;
      await session`rollback`;
      await session`begin`;
      await session`select set_config('vouch.agent', 'billing-bot', true), set_config('vouch.actor', 'dana@example.com', true), set_config('vouch.model', 'm-1', true), set_config('vouch.address', '203.0.113.9', true)`;
      await session`insert into orders values (4, null, 1)`;
      await session`commit`;
      session.release();
      const [human, nobody, agent] = await shop.taken();
      expect(human).toMatchObject({
        actor: { kind: "service", id: "dana@example.com", attribution: "claimed" },
        correlation: { reason: "refund", ticket: "T-9" },
      });
      expect(nobody?.actor).toEqual({ kind: "unknown", id: expect.any(String), attribution: "verified" });
      expect(nobody?.correlation).toEqual({ transaction: expect.any(String) });
      expect(agent).toMatchObject({
        actor: {
          kind: "agent",
          id: "billing-bot",
          attribution: "claimed",
          onBehalfOf: { id: "dana@example.com", attribution: "claimed" },
        },
        agent: { model: "m-1" },
        origin: { address: "203.0.113.9", server: "127.0.0.1" },
      });
    });

    test("the text of a statement holds no value and no comment; what was sent stands beside it", async () => {
      const text = "/* secret-1 */ insert into orders values (1, null, 4711.5) -- secret-2";
      await shop.sql.unsafe(text);
      await shop.sql.unsafe("update orders set amount = amount + 1 where id = any($1)", [[1]]);
      const [inline, bound] = await shop.taken();
      expect(inline?.statement).toMatchObject({ text: "insert into orders values (?, null, ?)", exact: text });
      expect(bound?.statement?.text).toBe("update orders set amount = amount + ? where id = any($1)");
    });

    test("where quotes mean something else, there is no text, and what was sent is hidden", async () => {
      const session = await shop.sql.reserve();
      await session`set standard_conforming_strings = off`;
      await session.unsafe("insert into visits (page) values ('it\\'s secret-3')");
      await session`reset standard_conforming_strings`;
      session.release();
      const [event] = await shop.taken();
      expect(event?.statement?.text).toBeUndefined();
      expect(event?.statement?.exact).toContain("secret-3");
      await shop.ledger.appendEvents([event as Event]);
      const entry = (await shop.ledger.entries()).at(-1);
      expect(entry?.disclosures.get("/event/statement/exact")?.mode).toBe("conceal");
      expect(entry?.bytes.toString()).not.toContain("secret-3");
    });
  });

  describe("rights", () => {
    test("whoever may write a table is captured, and can do nothing to the outbox", async () => {
      const clerk = await shop.role();
      await shop.sql.unsafe(`grant all on orders to ${clerk.name}; grant create on schema public to ${clerk.name}`);
      await clerk.sql`insert into orders values (1, null, 1)`;
      await clerk.sql`update orders set amount = 2`;
      await clerk.sql`truncate orders`;
      expect(kinds(ofTables(await shop.taken()))).toEqual([
        "orders.created",
        "orders.updated",
        "orders.truncated of 1 rows",
      ]);
      await clerk.sql`create table mine (id int)`;
      for (const statement of [
        "select * from vouch.outbox",
        "select * from vouch.outbox_0",
        "insert into vouch.outbox (relation, operation) values (1, 'T')",
        "update vouch.outbox set login = 'nobody'",
        "delete from vouch.outbox",
        "delete from vouch.outbox_0",
        "truncate vouch.outbox",
        "truncate vouch.outbox_0",
        "drop table vouch.outbox",
        "drop schema vouch cascade",
        "lock table vouch.outbox in share mode",
        "select vouch.empty(pg_current_snapshot())",
        "select nextval('vouch.statement_number')",
        "select * from vouch.installation",
        "update vouch.installation set format = 2",
        "create trigger forged after insert on mine referencing new table as new_rows for each statement execute function vouch.capture_insert()",
        "create function vouch.mine() returns int language sql as 'select 1'",
        "alter table orders disable trigger vouch_insert",
        "drop trigger vouch_insert on orders",
      ]) {
        await expect(
          clerk.sql.begin((sql) => sql.unsafe(statement)),
          statement,
        ).rejects.toMatchObject({ code: "42501" });
      }
    });

    test("the login that reads can read and empty the outbox, and nothing else", async () => {
      const [source] = await listSources(shop.ledger.sql);
      const reader = connect(openAddress(shop.ledger.home, shop.source, source?.address as Buffer), {
        application: "tests",
        max: 1,
      });
      await reader`select count(*) from vouch.outbox`;
      for (const statement of [
        "select * from orders",
        "insert into orders values (1, null, 1)",
        "delete from vouch.outbox",
        "truncate vouch.outbox_0",
        "update vouch.outbox set login = 'nobody'",
        "insert into vouch.outbox (relation, operation) values (1, 'T')",
        "create schema mine",
        "create role mine",
      ]) {
        await expect(reader.unsafe(statement), statement).rejects.toMatchObject({ code: "42501" });
      }
      await reader.end();
    });
  });
});

describe("fields", () => {
  test("a fields file decides, defaults fill in, and the leaf shows no more than its modes allow", async () => {
    const fields = JSON.stringify({ customers: { name: "keep", email: "hash", settings: "omit", balance: "conceal" } });
    const shop = await protectedShop("18", { tables: ["customers"], fields });
    await shop.sql`insert into customers (name, email, settings, balance, password_hash, ssn, tags, active) values ('Ann', 'ann@example.com', '{"s": 1}', 777.77, 'hunter2', '078-05-1120', '{vip}', true)`;
    await shop.sql`insert into customers (email) values ('ann@example.com')`;
    await shop.ledger.drain(shop.outbox);
    const [entry, second] = await shop.ledger.entries();
    const text = entry?.bytes.toString() ?? "";
    // Each holds a character that no digest, identifier or time is written with beside these, so none is met by chance.
    for (const hidden of ["ann@", "777.77", "hunter2", "078-05-1120", "{vip", '{\\"s'])
      expect(text).not.toContain(hidden);
    expect(text).toContain('"Ann"');
    const kept = [...(entry?.disclosures.values() ?? [])].filter(({ path }) => path.startsWith("/event/change/"));
    expect(JSON.stringify(kept)).not.toMatch(/hunter2|\{\\"s/);
    const listed = (of: typeof entry) => (of?.leaf.event.change?.fields ?? []) as LeafField[];
    const modes = Object.fromEntries(listed(entry).map(({ name, mode }) => [name, mode]));
    expect(modes).toMatchObject({
      name: "keep",
      email: "hash",
      settings: "omit",
      balance: "conceal",
      password_hash: "omit",
      ssn: "conceal",
      tags: "erasable",
      active: "keep",
      id: "keep",
    });
    expect(kept.find(({ value }) => value === "777.77")?.mode).toBe("conceal");
    expect(kept.find(({ value }) => value === "078-05-1120")?.mode).toBe("conceal");
    expect(kept.find(({ value }) => value === "{vip}")?.mode).toBe("erasable");
    const hashed = (of: typeof entry) => listed(of).find(({ name }) => name === "email")?.after;
    expect(hashed(entry)).toEqual({ hmac: expect.stringMatching(/^.{43}$/) });
    expect(hashed(entry)).toEqual(hashed(second)); // the same value can be recognised
    await shop.ledger.sign();
    expect(await shop.ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
    await shop.drop();
  });
});
