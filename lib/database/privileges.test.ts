/** Promise 3: append-only by privilege. What no login of Vouch's can do, whatever its process is made to send. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "./builders.ts";
import { loginNames, type Sql } from "./index.ts";

const ledger = "0190f7d2-6f1e-7000-8000-000000000001";
let database: TestDatabase;
let partition: string;

beforeAll(async () => {
  database = await freshDatabase();
  const { owner } = database;
  await owner`insert into ledger.ledgers values (${ledger}, 'Test')`;
  await owner`insert into ledger.heads (ledger, chain, recorded_at) values (${ledger}, sha256('x'), now())`;
  await owner`insert into ledger.entries values (${ledger}, 0, now(), 'leaf', sha256('x'), sha256('x'))`;
  await owner`insert into ledger.projection (ledger, index, recorded_at, version, event, occurred_at, type, category, action, actor, actor_kind, attribution, source, source_kind, changed)
    values (${ledger}, 0, now(), 1, ${ledger}, now(), 'a.b', 'record', 'b', 'x', 'human', 'none', ${ledger}, 'http', '{}')`;
  await owner`insert into ledger.checkpoints values (${ledger}, 1, now(), 'note')`;
  await owner`insert into ledger.subjects values (${ledger}, sha256('s'), sha256('x'))`;
  await owner`insert into ledger.disclosures values (${ledger}, 0, now(), sha256('s'), 'x')`;
  const [row] = await owner<{ name: string }[]>`select tableoid::regclass::text as name from ledger.entries`;
  partition = row?.name ?? "";
  expect(partition).toMatch(/^ledger\.entries_\d{4}_\d\d$/);
});
afterAll(() => database.drop());

const insertable = {
  entries: "select ledger, index + 1, recorded_at, leaf, leaf_hash, chain from ledger.entries",
  projection: "select (p).* from (select json_populate_record(p, '{\"index\": 1}') as p from ledger.projection p) x",
  checkpoints: "select ledger, size + 1, signed_at, note from ledger.checkpoints",
  heads: "select gen_random_uuid(), size, chain, recorded_at from ledger.heads",
  disclosures: "select ledger, index + 1, recorded_at, subject, sealed from ledger.disclosures",
  subjects: "select ledger, sha256('y'), salt from ledger.subjects",
} as const;
type Table = keyof typeof insertable;
const tables = Object.keys(insertable) as Table[];

/** What each login may do to the ledger's tables; everything else is refused. */
const allowed: Record<(typeof loginNames)[number], string[]> = {
  capture: [],
  web: [],
  verifier: [],
  sequencer: [
    "insert entries",
    "insert projection",
    "insert checkpoints",
    "insert disclosures",
    "insert subjects",
    "update heads",
  ],
  indexer: ["insert projection", "update projection", "delete projection"],
  eraser: ["update disclosures", "delete disclosures", "delete subjects"],
};

const attacks = (table: Table, place: string) => [
  [`insert ${table}`, `insert into ${place} ${insertable[table]}`],
  [`update ${table}`, `update ${place} set ledger = ledger`],
  [`delete ${table}`, `delete from ${place}`],
  [`truncate ${table}`, `truncate ${place}`],
  [`alter ${table}`, `alter table ${place} add column x int`],
  [`disable ${table}`, `alter table ${place} disable trigger all`],
  [`own ${table}`, `alter table ${place} owner to current_user`],
  [
    `grant ${table}`, // which is a mere warning to whoever has some right on the table
    `do $$ begin
      grant all on ${place} to public;
      if not exists (select from pg_class, aclexplode(relacl) where oid = '${place}'::regclass and grantee = 0) then raise insufficient_privilege; end if;
    end $$`,
  ],
  [`drop ${table}`, `drop table ${place}`],
  [
    `trigger ${table}`,
    `create trigger t before insert on ${place} for each row execute function suppress_redundant_updates_trigger()`,
  ],
  [`rule ${table}`, `create rule r as on insert to ${place} do instead nothing`],
  [`lock ${table}`, `lock table ${place} in access exclusive mode`],
];

describe.each(loginNames)("the login %s", (login) => {
  let sql: Sql;
  beforeAll(() => {
    sql = database.as(login);
  });

  /** Runs it and takes it back; 42501, or what else came of it. */
  const outcome = async (statement: string, first?: string) => {
    const undone = new Error("undone");
    try {
      await sql.begin(async (transaction) => {
        if (first) await transaction.unsafe(first);
        await transaction.unsafe(statement);
        throw undone;
      });
    } catch (error) {
      return error === undone ? "done" : ((error as { code?: string }).code ?? "");
    }
    return "done";
  };
  test("does to the ledger's tables what it must, and nothing else", async () => {
    const outcomes: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const table of tables) {
      for (const [name, statement] of attacks(table, `ledger.${table}`)) {
        outcomes[name as string] = await outcome(statement as string);
        expected[name as string] = allowed[login].includes(name as string) ? "done" : "42501";
      }
    }
    // a lock comes with a right to change or delete
    for (const name of Object.keys(expected)) {
      if (
        name.startsWith("lock ") &&
        allowed[login].some((right) => /^(update|delete) /.test(right) && right.endsWith(name.slice(5)))
      )
        expected[name] = "done";
    }
    expect(outcomes).toEqual(expected);
  });

  test("can do nothing to a partition directly", async () => {
    for (const [name, statement] of attacks("entries", partition))
      expect(await outcome(statement as string), name).toBe("42501");
    expect(await outcome(`alter table ledger.entries detach partition ${partition}`)).toBe("42501");
    for (const table of ["projection", "disclosures"] as const) {
      expect(await outcome(`delete from ${partition.replace("entries", table)}`)).toBe("42501");
      expect(await outcome(`drop table ${partition.replace("entries", table)}`)).toBe("42501");
    }
  });

  test("gains nothing by changing its role", async () => {
    const [{ owner } = { owner: "" }] = await database.owner<{ owner: string }[]>`select current_user as owner`;
    const groups = loginNames.filter((other) => other !== login).map((other) => `vouch_${other}`);
    for (const role of [owner, ...groups, "pg_write_all_data", "pg_read_all_data", "pg_write_server_files"]) {
      expect(await outcome("select 1", `set local role ${role}`), role).toBe("42501");
      expect(await outcome("select 1", `set local session authorization ${role}`), role).toBe("42501");
    }
    expect(await outcome("delete from ledger.entries", "reset role")).toBe("42501");
    expect(await outcome("delete from ledger.entries", `set local role vouch_${login}`)).toBe("42501");
    expect(await outcome("delete from ledger.entries", "set local session_replication_role = replica")).toBe("42501");
    expect(await outcome("select 1", "set local row_security = off")).toBe("done");
  });

  test("makes no roles, tables, schemas, functions or partitions", async () => {
    for (const statement of [
      "create role thief",
      `alter role vouch_${login} superuser`,
      "create table ledger.mine (id int)",
      "create table public.mine (id int)",
      "create schema mine",
      "create function ledger.mine() returns int language sql as 'select 1'",
      "create or replace function ledger.make_partitions(since timestamptz, months int) returns int language sql as 'select 1'",
      `create table ledger.entries_x partition of ledger.entries for values from ('1999-01-01') to ('1999-02-01')`,
      "copy ledger.entries to program 'cat'",
      "copy ledger.entries to '/tmp/x'",
      "select pg_read_file('/etc/passwd')",
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'",
    ]) {
      expect(await outcome(statement), statement).toBe("42501");
    }
    expect(await outcome("select ledger.make_partitions(now(), 2)")).toBe(login === "sequencer" ? "done" : "42501");
    expect(await outcome("select ledger.make_partitions(now(), 1000)")).toBe(login === "sequencer" ? "P0001" : "42501");
  });

  test("reads the inbox and hands in events only where that is its work", async () => {
    const may = (...logins: string[]) => (logins.includes(login) ? "done" : "42501");
    expect(await outcome("select inbox.post('{}')")).toBe(may("capture", "web", "sequencer"));
    const receive = "select inbox.receive(gen_random_uuid(), array[sha256('a')], array[sha256('b')], array['{}'])";
    expect(await outcome(receive)).toBe(["capture", "web"].includes(login) ? "P0001" : "42501"); // there is no such source
    expect(await outcome("select inbox.forget()")).toBe(may("sequencer"));
    for (const act of ["select * from", "delete from", "truncate"]) {
      expect(await outcome(`${act} inbox.received`)).toBe("42501");
    }
    expect(await outcome("select * from inbox.events")).toBe(may("sequencer"));
    expect(await outcome("insert into inbox.events (event) values ('{}')")).toBe("42501");
    expect(await outcome("update inbox.events set event = 'x'")).toBe("42501");
    expect(await outcome("delete from inbox.events")).toBe("42501");
    expect(await outcome("truncate inbox.events")).toBe("42501");
    expect(await outcome("select inbox.empty()")).toBe(may("sequencer"));
    expect(await outcome("select * from ledger.entries")).toBe(may("sequencer", "web", "verifier", "indexer"));
    expect(await outcome("select * from ledger.subjects")).toBe(
      may("sequencer", "web", "verifier", "eraser", "indexer"),
    );
    expect(await outcome("select * from app.people")).toBe(may("web"));
    expect(await outcome("update ledger.positions set position = 0")).toBe(may("sequencer"));
    expect(await outcome(`insert into ledger.verdicts values ('${ledger}', now(), 'verified', 1, 1)`)).toBe(
      may("verifier"),
    );
    expect(await outcome("update ledger.verdicts set verdict = 'verified'")).toBe("42501");
    expect(await outcome("delete from ledger.verdicts")).toBe("42501");
  });

  test("is a member of its own group alone, and has no attributes", async () => {
    const [role] = await sql`
      select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
        (select array_agg(roleid::regrole::text) from pg_auth_members where member = r.oid) as groups
      from pg_roles r where rolname = current_user`;
    expect(role).toEqual({
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      rolbypassrls: false,
      groups: [`vouch_${login}`],
    });
  });
});

test("nobody else may connect to the database", async () => {
  const rows =
    await database.owner`select from pg_database, aclexplode(datacl) a where datname = current_database() and grantee = 0`;
  expect(rows).toHaveLength(0);
});

test("what the inbox forgets is only what the ledger has", async () => {
  const sequencer = database.as("sequencer");
  await sequencer`select inbox.post('{}')`;
  expect(await sequencer`select inbox.empty() as removed`).toEqual([{ removed: 0n }]);
  expect(await sequencer`select from inbox.events`).toHaveLength(1);
});

test("the ids of what was received are forgotten after 45 days, and no sooner", async () => {
  await database.owner`
    insert into inbox.received (source, key, digest, received_at)
    select ${ledger}, sha256(days::text::bytea), sha256('x'), now() - days * interval '1 day' from unnest(array[44, 46]) days`;
  expect(await database.as("sequencer")`select inbox.forget() as removed`).toEqual([{ removed: 1n }]);
  expect(await database.owner`select key from inbox.received where key = sha256('44')`).toHaveLength(1);
});

test("partitions are made ahead, by the function alone, and twice is as once", async () => {
  const sequencer = database.as("sequencer");
  const months = async () =>
    (
      await database.owner<
        { name: string }[]
      >`select relname as name from pg_class where relname ~ '^entries_2031' and relkind = 'r' order by 1`
    ).map(({ name }) => name);
  expect(await months()).toEqual([]);
  // month's last instant in UTC, which is the next month elsewhere
  await sequencer`set timezone = 'Pacific/Kiritimati'`;
  expect(await sequencer`select ledger.make_partitions('2031-01-31T23:59:59.999999Z', 1) as made`).toEqual([
    { made: 6 },
  ]);
  expect(await sequencer`select ledger.make_partitions('2031-01-01T00:00:00Z', 1) as made`).toEqual([{ made: 0 }]);
  expect(await months()).toEqual(["entries_2031_01", "entries_2031_02"]);
  await sequencer`insert into ledger.entries values (${ledger}, 5, '2031-01-31T23:59:59.999999Z', 'leaf', sha256('x'), sha256('x'))`;
  await sequencer`insert into ledger.entries values (${ledger}, 6, '2031-02-01T00:00:00Z', 'leaf', sha256('x'), sha256('x'))`;
  const rows = await database.owner<
    { place: string }[]
  >`select tableoid::regclass::text as place from ledger.entries where index >= 5 order by index`;
  expect(rows.map(({ place }) => place)).toEqual(["ledger.entries_2031_01", "ledger.entries_2031_02"]);
});
