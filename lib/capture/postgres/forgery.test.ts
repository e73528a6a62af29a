/** What somebody with an account of their own tries, so that another value than the row's is recorded, or none. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../database/index.ts";
import { linesOf, majors, ofTables, protectedShop, rowOf, sidesOf, type TestShop } from "./builders.ts";

// names that capture's own queries use for other things
const schema = `
  create type mood as enum ('calm', 'cross');
  create type pair as (a int, b text);
  create table traps (id int primary key, o text, n text, r text, i text, part text, images text, image text, vouch_row text, _ text, __ text, numbered text, total text, number text,
    "row" text, "before" text, "after" text, tg_relid text, new_rows text, old_rows text, "@" text, feel mood, pair pair, span interval);
  create table new_rows (id int primary key, note text);
  create table old_rows (id int primary key, note text);
  create table outbox (id int primary key, note text);
  create schema "vouch.x"; create table "vouch.x".outbox (id int primary key, note text);
  create schema catalog; create table catalog.format (id int primary key, note text);`;

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  let attacker: Awaited<ReturnType<TestShop["role"]>>;
  beforeAll(async () => {
    shop = await protectedShop(version, {}, schema);
    attacker = await shop.role();
    await shop.sql.unsafe(
      `grant all on all tables in schema public to ${attacker.name}; grant all on schema public to ${attacker.name}; grant temp on database ${new URL(shop.url).pathname.slice(1)} to ${attacker.name}`,
    );
    await shop.taken();
  });
  afterAll(() => shop.drop());

  /** A session in which everything that capture calls has a namesake that lies, first in its path. */
  const lying = [
    ...[
      "format(text, anyelement)",
      "concat(anyelement)",
      "array_agg(anyelement)",
      "cardinality(anyarray)",
      "count(anyelement)",
    ].flatMap((of) =>
      ["pg_temp", "public"].map(
        (where) => `create or replace function ${where}.${of} returns text language sql as $$ select 'forged' $$`,
      ),
    ),
    ...[
      "current_query()",
      "now()",
      "clock_timestamp()",
      "pg_current_xact_id()",
      "pg_trigger_depth()",
      "current_setting(text, boolean)",
      "nextval(text)",
    ].flatMap((of) =>
      ["pg_temp", "public"].map(
        (where) => `create or replace function ${where}.${of} returns text language sql as $$ select 'forged' $$`,
      ),
    ),
    "create or replace function public.forge(bigint, bigint) returns boolean language sql as $$ select false $$",
    "create operator public.> (leftarg = bigint, rightarg = bigint, procedure = public.forge)",
    "create operator public.= (leftarg = bigint, rightarg = bigint, procedure = public.forge)",
    "create temp table new_rows (id int)",
    "create temp table old_rows (id int)",
    "create temp table outbox (id int)",
    "create temp table pg_class (oid oid)",
    "create temp table pg_attribute (attname name)",
    "set search_path = pg_temp, public, pg_catalog",
    "set timezone = 'Asia/Kathmandu'",
    "set datestyle = 'SQL, DMY'",
    "set intervalstyle = 'sql_standard'",
    "set extra_float_digits = -15",
    "set bytea_output = 'escape'",
    "set plan_cache_mode = force_generic_plan",
    "set enable_seqscan = off",
    "set check_function_bodies = off",
    "set xmlbinary = 'hex'",
    "set standard_conforming_strings = on",
    "set row_security = on",
    "set default_transaction_isolation = 'serializable'",
  ];

  test("namesakes of functions, operators and tables, and every setting: nothing changes", async () => {
    const session = connect(attacker.url, { application: "attacker", max: 1 });
    try {
      for (const statement of lying)
        await session.unsafe(statement).catch((error: Error) => {
          throw new Error(`${statement}: ${error.message}`);
        });
      await session.unsafe(
        "insert into public.traps (id, o, feel, pair, span) values (1, 'true', 'calm', row(1, 'x'), '1 day 2 hours')",
      );
      await session.unsafe("insert into public.traps (id, o) select i, 'many' from pg_catalog.generate_series(2, 4) i");
      await session.unsafe("update public.traps set o = 'after', span = null where id OPERATOR(pg_catalog.=) 1");
      await session.unsafe("delete from public.traps where id OPERATOR(pg_catalog.>) 1");
    } finally {
      await session.end({ timeout: 1 });
    }
    const events = ofTables(await shop.taken());
    expect(linesOf(events)).toEqual([
      "traps.created 1",
      "traps.created of 3 rows",
      "traps.created 2",
      "traps.created 3",
      "traps.created 4",
      "traps.updated 1",
      "traps.deleted of 3 rows",
      "traps.deleted 2",
      "traps.deleted 3",
      "traps.deleted 4",
    ]);
    expect(rowOf(events[0], "after")).toMatchObject({ o: "true", feel: "calm", pair: "(1,x)", span: "P1DT2H" });
    expect(sidesOf(events[5])).toMatchObject({ o: ["true", "after"], span: ["P1DT2H", null] });
    expect(JSON.stringify(events.map(({ change, origin }) => [change, origin]))).not.toContain("forged");
    expect(new Set(events.map(({ origin }) => origin?.login))).toEqual(new Set([attacker.name]));
    await shop.sql.unsafe(
      `drop owned by ${attacker.name}; grant all on all tables in schema public to ${attacker.name}; grant all on schema public to ${attacker.name}`,
    );
    await shop.taken();
  });

  test("casts and functions of the type's owner: the value itself is recorded", async () => {
    await shop.sql.unsafe(`
      create function lie(mood) returns text language sql as $$ select 'calm' $$;
      create function lie_json(mood) returns json language sql as $$ select '"calm"'::json $$;
      create function lie_pair(pair) returns text language sql as $$ select '(0,nothing)' $$;
      create cast (mood as text) with function lie(mood) as implicit;
      create cast (mood as json) with function lie_json(mood) as implicit;
      create cast (pair as text) with function lie_pair(pair) as implicit`);
    try {
      expect(await shop.sql`select 'cross'::mood::text as lie`).toEqual([{ lie: "calm" }]); // the forgery works where it can
      await shop.sql`insert into traps (id, feel, pair) values (20, 'cross', row(5, 'five')), (21, 'cross', row(6, repeat('x', 200000)))`;
      const [, one, two] = ofTables(await shop.taken());
      expect(rowOf(one, "after")).toMatchObject({ feel: "cross", pair: "(5,five)" });
      expect(rowOf(two, "after")).toMatchObject({ feel: "cross", pair: `(6,${"x".repeat(200_000)})` });
    } finally {
      await shop.sql.unsafe(
        "drop function lie(mood) cascade; drop function lie_json(mood) cascade; drop function lie_pair(pair) cascade; delete from traps",
      );
    }
    await shop.taken();
  });

  test("tables and columns with the names that capture uses itself, with small rows and with large ones", async () => {
    const long = "y".repeat(150_000);
    for (const table of ["new_rows", "old_rows", "outbox", '"vouch.x".outbox', "catalog.format"]) {
      await shop.sql.unsafe(`insert into ${table} values (1, 'one')`);
      await shop.sql.unsafe(`insert into ${table} values (2, $1), (3, 'three')`, [long]);
      await shop.sql.unsafe(`update ${table} set note = note || '!' where id < 3`);
      await shop.sql.unsafe(`delete from ${table}`);
      const events = await shop.taken();
      const changes = events.filter(({ change }) => change);
      expect(
        changes.map(({ type, target }) => `${type.split(".").at(-1)} ${target?.id}`),
        table,
      ).toEqual([
        "created 1",
        "created 2",
        "created 3",
        "updated 1",
        "updated 2",
        "deleted 3",
        "deleted 1",
        "deleted 2",
      ]);
    }
    const names = [
      "o",
      "n",
      "r",
      "i",
      "part",
      "images",
      "image",
      "vouch_row",
      "_",
      "__",
      "numbered",
      "total",
      "number",
      "row",
      "before",
      "after",
      "tg_relid",
      "new_rows",
      "old_rows",
      "@",
    ];
    const columns = names.map((name) => `"${name}"`).join(", ");
    for (const filler of ["small", "z".repeat(150_000)]) {
      await shop.sql.unsafe(
        `insert into traps (id, ${columns}) values (1, ${names.map((_, i) => `$${i + 1}`).join(", ")}), (2, ${names.map((_, i) => `$${i + 1}`).join(", ")})`,
        names.map((name) => `${name} ${filler}`),
      );
      await shop.sql`update traps set "@" = "@" || '!'`;
      await shop.sql`delete from traps`;
      const changes = (await shop.taken()).filter(({ change }) => change);
      expect(changes).toHaveLength(6);
      for (const event of changes.slice(0, 2))
        expect(rowOf(event, "after")).toMatchObject(
          Object.fromEntries(names.map((name) => [name, `${name} ${filler}`])),
        );
      for (const event of changes.slice(2, 4)) expect(sidesOf(event)["@"]).toEqual([`@ ${filler}`, `@ ${filler}!`]);
    }
  });

  test("a client cannot write itself into the outbox by a table, a view or a function of Vouch's names", async () => {
    for (const statement of [
      "create schema vouch",
      "create function vouch.claims() returns text[] language sql as 'select null'",
      "select vouch.capture_born('public.traps')",
      "select vouch.attach('public.traps')",
      "select vouch.note_schema('x', '[]', 1)",
      "select vouch.let_through(1, 'x')",
      "select setval('vouch.missed', 0)",
      "insert into vouch.shapes (relation, since, shape) values (1, '3', '{}')",
      "update vouch.tables set failing = 'pass'",
      "alter event trigger vouch_command disable",
      "drop event trigger vouch_drop",
    ])
      await expect(attacker.sql.unsafe(statement), statement).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|42P06)$/),
      });
    expect(await shop.taken()).toEqual([]);
  });
});
