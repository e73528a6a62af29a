/** Installing capture and removing it: nothing by halves, nothing left behind, and one sentence for whatever is in the way. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseUrl, foreignDatabase, testServer } from "../../database/builders.ts";
import { connect } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { catalogue, majors, openShop, protecting, shopSchema } from "./builders.ts";
import { listSources, PostgresOutboxes, type ProtectWish, planProtection, protect, unprotect } from "./index.ts";
import { readerName } from "./protect.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await freshLedger();
});
afterAll(() => ledger.drop());

const types = async () => {
  await ledger.drain();
  return (await ledger.entries()).map(({ leaf }) => leaf.event.type);
};
/** The fault that `work` ends with; its message is one sentence for a person and holds no password. */
async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const fault = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(Fault);
  const { message } = fault as Fault;
  for (const secret of ["open sesame", "open%20sesame", "wrong", "s3cret", "    at "])
    expect(message).not.toContain(secret);
  expect(message).not.toMatch(/\n|undefined|null\b/);
  return fault as Fault;
}
const attempt = (wish: ProtectWish) => faultOf(protect(wish, protecting(ledger)));

describe.each(majors)("PostgreSQL %s", (version) => {
  test("a dry run says what would be done and changes nothing", async () => {
    const shop = await openShop(version);
    const before = await catalogue(shop.sql);
    const plan = await planProtection({ url: shop.url });
    expect(plan.tables.map(({ name }) => name)).toEqual([
      "public.customers",
      "public.orders",
      "public.stock",
      "public.visits",
    ]);
    expect(plan.tables[0]?.modes).toMatchObject({
      id: "keep",
      name: "erasable",
      balance: "keep",
      email: "erasable",
      password_hash: "omit",
      ssn: "conceal",
      joined: "keep",
      tier: "keep",
      active: "keep",
    });
    expect(plan.tables.find(({ name }) => name === "public.visits")?.notes.join()).toMatch(
      /no primary key: its changes are captured/,
    );
    expect(plan.tables.find(({ name }) => name === "public.orders")?.notes).toEqual([]);
    expect(await catalogue(shop.sql)).toEqual(before);
    await shop.drop();
  });

  test("twice changes nothing more, and what was removed left no trace", async () => {
    const shop = await openShop(version);
    const before = await catalogue(shop.sql);
    const entries = (await types()).length;
    expect((await protect({ url: shop.url }, protecting(ledger))).changed).toBe(true);
    const once = await catalogue(shop.sql);
    expect(once).not.toEqual(before);
    // what somebody set stays beside what the catalogue tells
    const source = async () => (await listSources(ledger.sql)).find(({ name }) => shop.url.endsWith(name));
    expect((await source())?.settings.hints).toEqual({
      "public.customers": { name: "name" },
      "public.orders": { fields: { customer: { refersTo: "public.customers" } } },
    });
    const set = { "public.orders": { fields: { customer: { label: "buyer" } } } };
    await ledger.owner`update app.sources set settings = jsonb_set(settings, '{hints}', ${ledger.owner.json(set as never)}) where id = ${(await source())?.id ?? ""}`;
    await protect({ url: shop.url }, protecting(ledger));
    expect((await source())?.settings.hints?.["public.orders"]).toEqual({
      fields: { customer: { label: "buyer", refersTo: "public.customers" } },
    });
    expect((await protect({ url: shop.url }, protecting(ledger))).changed).toBe(false);
    expect(await catalogue(shop.sql)).toEqual(once);
    expect((await types()).slice(entries)).toEqual(["source.protected", "source.protected"]);

    await shop.sql`insert into orders values (1, null, 1)`;
    const outboxes = new PostgresOutboxes(ledger.sql, ledger.home);
    await ledger.drain(ledger.inbox, ...(await outboxes.list()));
    await outboxes.close();
    await unprotect(shop.url, protecting(ledger));
    expect(await catalogue(shop.sql)).toEqual(before);
    await shop.sql`insert into orders values (2, null, 1)`;
    expect((await types()).slice(entries)).toEqual([
      "source.protected",
      "source.protected",
      "orders.created",
      "source.unprotected",
    ]);
    expect((await listSources(ledger.sql)).some(({ name }) => shop.url.endsWith(name))).toBe(false);

    expect((await protect({ url: shop.url }, protecting(ledger))).changed).toBe(true); // and again
    const again = await source();
    await unprotect(shop.url, protecting(ledger), true);
    expect(await catalogue(shop.sql)).toEqual(before);
    expect(await shop.sql`select from pg_roles where rolname = ${readerName(again?.id ?? "")}`).toHaveLength(0);
    await shop.drop();
  });

  test.each([
    ["with CREATEROLE", "login createrole", true],
    ["without CREATEROLE", "login", false],
  ])("an owner who is no superuser, %s, can protect, is read, and leaves no trace", async (_, attributes, own) => {
    const shop = await openShop(version, "");
    const owner = await shop.role(attributes);
    const database = new URL(shop.url).pathname.slice(1);
    await shop.sql.unsafe(
      `alter database ${database} owner to ${owner.name}; grant create on schema public to ${owner.name}`,
    );
    await owner.sql.unsafe(shopSchema);
    const clerk = await shop.role();
    await owner.sql.unsafe(`grant all on orders to ${clerk.name}`);
    const before = await catalogue(shop.sql);
    const done = await protect({ url: owner.url }, protecting(ledger));
    expect(done.plan.canMakeLogin).toBe(own);
    await clerk.sql`insert into orders values (1, null, 1)`;
    await expect(clerk.sql`select from vouch.outbox`).rejects.toMatchObject({ code: "42501" });
    const outboxes = new PostgresOutboxes(ledger.sql, ledger.home);
    await ledger.drain(ledger.inbox, ...(await outboxes.list()));
    await outboxes.close();
    const last = (await ledger.entries()).at(-1)?.leaf.event;
    expect(last).toMatchObject({ type: "orders.created", actor: { id: clerk.name } });
    expect(await shop.sql`select from pg_roles where rolname = ${readerName(done.source)}`).toHaveLength(own ? 1 : 0);
    await unprotect(owner.url, protecting(ledger));
    expect(await catalogue(shop.sql)).toEqual(before);
    expect(await shop.sql`select from pg_roles where rolname = ${readerName(done.source)}`).toHaveLength(0);
    await shop.drop();
  });

  test("tables, columns and schemas of any name are captured", async () => {
    const strange = `
      create schema "Odd.Schema";
      create table "Odd.Schema"."my ""table"".v1" (id int primary key, "a.b" text, "select" text, "ünï ""x""" text);
      create table "select" ("from" int primary key);`;
    const shop = await openShop(version, strange);
    const before = await catalogue(shop.sql);
    await protect({ url: shop.url }, protecting(ledger));
    await shop.sql.unsafe(
      `insert into "Odd.Schema"."my ""table"".v1" values (1, 'x', 'y', 'z'); insert into "select" values (1)`,
    );
    const outboxes = new PostgresOutboxes(ledger.sql, ledger.home);
    await ledger.drain(ledger.inbox, ...(await outboxes.list()));
    await outboxes.close();
    const found = (await ledger.entries()).slice(-2).map(({ leaf }) => leaf.event);
    expect(found.map(({ target }) => [target?.schema, target?.type, target?.id])).toEqual([
      ["Odd.Schema", 'my "table".v1', "1"],
      ["public", "select", "1"],
    ]);
    expect(((found[0]?.change?.fields ?? []) as { name: string }[]).map(({ name }) => name)).toEqual([
      "id",
      "a.b",
      "select",
      'ünï "x"',
    ]);
    await unprotect(shop.url, protecting(ledger));
    expect(await catalogue(shop.sql)).toEqual(before);
    await shop.drop();
  });
});

test("a table held by a transaction is said to be, and nothing is half done", { timeout: 60_000 }, async () => {
  const [free, captured] = [await openShop(), await openShop()];
  await protect({ url: captured.url }, protecting(ledger));
  const held = async (shop: typeof free, work: () => Promise<unknown>, said: RegExp) => {
    const before = await catalogue(shop.sql);
    const session = await shop.sql.reserve();
    await session`begin`;
    await session`lock table stock in row exclusive mode`;
    expect(await faultOf(work())).toMatchObject({ code: "held", message: expect.stringMatching(said) });
    expect(await catalogue(shop.sql)).toEqual(before);
    await session`commit`;
    session.release();
  };
  await Promise.all([
    held(
      free,
      () => protect({ url: free.url }, protecting(ledger)),
      /a transaction holds one of them\. Nothing has been installed; try again/,
    ),
    held(
      captured,
      () => unprotect(captured.url, protecting(ledger), true),
      /a transaction holds one of them\. Nothing was removed; try again/,
    ),
  ]);
  expect((await protect({ url: free.url }, protecting(ledger))).changed).toBe(true);
  for (const shop of [free, captured]) {
    await unprotect(shop.url, protecting(ledger), true);
    await shop.drop();
  }
});

test("what a crash left half removed, the same command finishes", async () => {
  const shop = await openShop();
  const { source } = await protect({ url: shop.url }, protecting(ledger));
  await shop.sql.unsafe("drop schema vouch cascade"); // as far as it had come
  expect((await unprotect(shop.url, protecting(ledger))).tables).toBeGreaterThan(0);
  expect((await listSources(ledger.owner)).map(({ id }) => id)).not.toContain(source);
  expect(await faultOf(unprotect(shop.url, protecting(ledger)))).toMatchObject({ code: "not-found" });
  await shop.drop();
});

test("a database with more fields than one event can hold is protected", async () => {
  const columns = Array.from({ length: 150 }, (_, i) => `a_column_with_a_long_name_${i} int`).join(", ");
  const tables = Array.from({ length: 40 }, (_, i) => `create table wide_${i} (id int primary key, ${columns});`);
  const shop = await openShop("18", tables.join("\n"));
  const { plan } = await protect({ url: shop.url }, protecting(ledger));
  expect(plan.tables).toHaveLength(40);
  const events = await ledger.owner<
    { event: string }[]
  >`select event from inbox.events where event like '%public.wide_%'`;
  const named = events.flatMap(({ event }) => event.match(/public\.wide_\d+/g) ?? []);
  expect(events.length).toBeGreaterThan(1);
  expect(new Set(named).size).toBe(40);
  expect(named).toHaveLength(40);
  await unprotect(shop.url, protecting(ledger), true);
  await shop.drop();
});

test("tables can be added later, and each keeps its modes", async () => {
  const shop = await openShop();
  await protect({ url: shop.url, tables: ["orders"], fields: '{"orders": {"amount": "conceal"}}' }, protecting(ledger));
  const more = await protect({ url: shop.url, tables: ["public.stock"] }, protecting(ledger));
  expect(more.changed).toBe(true);
  const source = (await listSources(ledger.sql)).find(({ id }) => id === more.source);
  expect(source?.settings).toMatchObject({
    tables: ["public.orders", "public.stock"],
    modes: { "public.orders": { amount: "conceal" } },
  });
  await shop.sql`insert into visits (page) values ('not captured')`;
  const outboxes = new PostgresOutboxes(ledger.sql, ledger.home);
  await ledger.drain(ledger.inbox, ...(await outboxes.list()));
  expect((await ledger.entries()).at(-1)?.leaf.event.type).toBe("source.protected");
  await outboxes.close();
  await unprotect(shop.url, protecting(ledger), true);
  await shop.drop();
});

test("what waits in the outbox is not thrown away unless that is asked for", { timeout: 60_000 }, async () => {
  const shop = await openShop();
  await protect({ url: shop.url }, protecting(ledger));
  await shop.sql`insert into orders values (1, null, 1)`;
  const captured = await catalogue(shop.sql);
  const removing = unprotect(shop.url, protecting(ledger));
  const outboxes = new PostgresOutboxes(ledger.sql, ledger.home);
  await ledger.drain(ledger.inbox, ...(await outboxes.list())); // it waits for the worker
  await removing;
  expect((await ledger.entries()).map(({ leaf }) => leaf.event.type)).toContain("orders.created");
  expect(await catalogue(shop.sql)).not.toEqual(captured);
  await outboxes.close();
  await shop.drop();
});

describe("what is in the way is said in one sentence", () => {
  let shop: Awaited<ReturnType<typeof openShop>>;
  let before: string[];
  beforeAll(async () => {
    shop = await openShop(
      "18",
      `${shopSchema}
      create table parts (id int, at date) partition by range (at);
      create table parts_1 partition of parts default;
      create table base (id int); create table derived () inherits (base);
      create view glance as select 1 as one; create materialized view kept as select 1 as one;`,
    );
    before = await catalogue(shop.sql);
  });
  afterAll(async () => {
    expect(await catalogue(shop.sql)).toEqual(before);
    expect(await listSources(ledger.sql).then((all) => all.filter(({ paused }) => !paused))).toEqual([]);
    await shop.drop();
  });
  const changed = (change: (url: URL) => void) => {
    const url = new URL(shop.url);
    url.username ||= "postgres";
    url.password = "s3cret wrong";
    change(url);
    return url.href;
  };

  test("an address that is none", async () => {
    for (const url of [
      "",
      "customers",
      "http://localhost/shop",
      "postgres://localhost",
      "postgres://app:s3cret@",
      "mysql://app:s3cret@localhost/shop",
    ]) {
      expect(await attempt({ url })).toMatchObject({
        code: "invalid",
        message: expect.stringMatching(/^Expected an address such as postgres:/),
      });
    }
  });

  test("another password, user, database or port", async () => {
    const clerk = await shop.role();
    const wrongPassword = new URL(clerk.url);
    wrongPassword.password = "s3cret wrong";
    expect(await attempt({ url: wrongPassword.href })).toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining(clerk.name),
    });
    expect(
      await attempt({
        url: changed((url) => {
          url.username = "nobody";
        }),
      }),
    ).toMatchObject({ code: "unauthenticated" });
    const none = new URL(shop.url);
    none.pathname = "/no_such_database";
    expect(await attempt({ url: none.href })).toMatchObject({
      code: "not-found",
      message: expect.stringContaining("no_such_database"),
    });
    expect(
      await attempt({
        url: changed((url) => {
          url.port = "1";
        }),
      }),
    ).toMatchObject({ code: "unavailable", message: expect.stringMatching(/none answered/) });
  });

  test("tables that do not exist, or cannot be captured", async () => {
    expect(await attempt({ url: shop.url, tables: ["customer"] })).toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/public\.customer,.*There are: .*public\.customers/),
    });
    expect(await attempt({ url: shop.url, tables: ["parts_1"] })).toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/public\.parts_1 cannot be protected: it is a partition.*Name that one/),
    });
    for (const name of ["glance", "kept"]) {
      expect(await attempt({ url: shop.url, tables: [name] })).toMatchObject({ code: "not-found" });
    }
  });

  test("nothing but what costs more or cannot be followed: partitioned and inheriting tables are captured", async () => {
    const { tables, leftOut } = await planProtection({ url: shop.url });
    expect(leftOut).toEqual([]);
    const notes = Object.fromEntries(tables.map(({ name, notes }) => [name, notes.join(" ")]));
    expect(notes["public.parts"]).toMatch(/partitioned: its partitions are captured with it/);
    expect(notes["public.base"]).toMatch(/inherits or is inherited from: it is captured row by row/);
    expect(notes["public.derived"]).toMatch(/row by row/);
    expect(notes["public.parts_1"]).toBeUndefined();
    const family = await planProtection({ url: shop.url, tables: ["derived"] });
    expect(family.tables.map(({ name }) => name).sort()).toEqual(["public.base", "public.derived"]);
  });

  test("rights that are missing", async () => {
    const clerk = await shop.role();
    await shop.sql.unsafe(`grant select on orders to ${clerk.name}`);
    expect(await attempt({ url: clerk.url })).toMatchObject({
      code: "forbidden",
      message: expect.stringMatching(/may create a schema/),
    });
    await shop.sql.unsafe(`grant create on database ${new URL(shop.url).pathname.slice(1)} to ${clerk.name}`);
    expect(await attempt({ url: clerk.url, tables: ["orders"] })).toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/belongs to another user/),
    });
    expect(await attempt({ url: clerk.url })).toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/one table that this user owns/),
    });
    await shop.sql.unsafe(`revoke create on database ${new URL(shop.url).pathname.slice(1)} from ${clerk.name}`);
    await shop.sql.unsafe(`revoke select on orders from ${clerk.name}`);
  });

  test("a database whose text has no encoding, since bytes that are no text could not be kept", async () => {
    const name = `bytes_${Date.now()}`;
    const admin = connect(testServer(), { application: "tests", max: 1 });
    await admin.unsafe(
      `create database ${name} template template0 encoding 'SQL_ASCII' locale 'C' locale_provider libc`,
    );
    const url = databaseUrl(testServer(), name);
    expect(await faultOf(protect({ url }, protecting(ledger)))).toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/is SQL_ASCII: it may hold bytes that are no text/),
    });
    await admin.unsafe(`drop database ${name}`);
    await admin.end();
  });

  test("Vouch's own database", async () => {
    expect(await attempt({ url: ledger.database.url })).toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/is Vouch's own/),
    });
  });

  test("a fields file with mistakes", async () => {
    for (const [fields, said] of [
      ["{", /to be JSON/],
      ["[]", /to hold an object/],
      ['{"customer": {}}', /got customer/],
      ['{"customers": 5}', /an object of fields for customers/],
      ['{"customers": {"e-mail": "keep"}}', /a column of public.customers, got e-mail/],
      [
        '{"customers": {"email": "hide"}}',
        /one of keep, erasable, conceal, hash, omit for public.customers.email, got "hide"/,
      ],
    ] as const) {
      expect(await attempt({ url: shop.url, fields })).toMatchObject({
        code: "invalid",
        message: expect.stringMatching(said),
      });
    }
  });

  test("somebody else's schema named vouch, and another Vouch's capture", async () => {
    const other = await foreignDatabase(
      "create schema vouch; create table vouch.installation (id int); create table t (id int primary key)",
    );
    expect(await attempt({ url: other.url })).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/another one of that name/),
    });
    expect(await faultOf(unprotect(other.url, protecting(ledger)))).toMatchObject({ code: "conflict" });
    await other.drop();
    const theirs = await openShop();
    const neighbour = await freshLedger();
    await protect({ url: theirs.url }, protecting(neighbour));
    const captured = await catalogue(theirs.sql);
    expect(await attempt({ url: theirs.url })).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/another one protects it/),
    });
    expect(await faultOf(unprotect(theirs.url, protecting(ledger)))).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/another one protects this database/),
    });
    expect(await catalogue(theirs.sql)).toEqual(captured);
    await neighbour.drop();
    await theirs.drop();
  });

  test("unprotecting what nobody protects", async () => {
    expect(await faultOf(unprotect(shop.url, protecting(ledger)))).toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/put nothing there/),
    });
  });
});
