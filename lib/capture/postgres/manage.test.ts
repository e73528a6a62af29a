import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal, type TestWeb, testWeb } from "../../access/builders.ts";
import { givenOf, openShop, rowOf } from "./builders.ts";
import {
  connectSource,
  type GivenWish,
  inspectDatabase,
  listSources,
  PostgresOutboxes,
  pauseSource,
  removeSource,
} from "./index.ts";

let web: TestWeb;
let shop: Awaited<ReturnType<typeof openShop>>;
const engineer = aPrincipal("engineer");
const wish = (other: Partial<GivenWish> = {}): GivenWish => ({
  tables: ["public.customers"],
  modes: {},
  later: "capture",
  failing: {},
  ...other,
});

beforeAll(async () => {
  web = await testWeb();
  shop = await openShop();
});
afterAll(async () => {
  await web.drop();
  await shop.drop();
});

/** What was captured since the source was first read. */
async function captured() {
  const outboxes = new PostgresOutboxes(web.database.owner, web.home);
  const [outbox] = await outboxes.list();
  if (!outbox) throw new Error("expected one source");
  const { events } = await outbox.read(await outbox.start());
  await outboxes.close();
  return events;
}

test("a database is connected with the chosen modes, changed later, and what was recorded in between keeps its own", async () => {
  const given = givenOf(shop.url);
  const chosen = { "public.customers": { name: "conceal", ssn: "keep" } } as const;
  const connected = await connectSource(engineer, given, wish({ modes: chosen }), undefined, web);
  expect(connected).toMatchObject({ name: given.database, tables: 1 });
  await shop.sql`insert into customers (name, ssn) values ('Zoë', '078')`;
  const [event] = await captured();
  const modes = Object.fromEntries(event?.change?.fields.map(({ name, mode }) => [name, mode]) ?? []);
  expect(modes).toMatchObject({ name: "conceal", ssn: "keep", email: "erasable", password_hash: "omit" });
  expect(rowOf(event, "after")).toMatchObject({ ssn: "078" });

  const found = await inspectDatabase(engineer, given, connected.id, web);
  expect(found.source).toMatchObject({ id: connected.id, name: given.database, paused: false });
  const [customers] = found.tables;
  expect(customers?.captured).toBe(true);
  expect(customers?.fields.find(({ name }) => name === "ssn")).toMatchObject({ mode: "keep", default: "conceal" });

  const after = { "public.customers": { ssn: "omit" } } as const;
  await connectSource(
    engineer,
    given,
    wish({ tables: ["public.customers", "public.visits"], modes: after }),
    connected.id,
    web,
  );
  const [source] = await listSources(web.sql);
  expect(source?.settings).toMatchObject({ tables: ["public.customers", "public.visits"], modes: after });
  const posted = await web.posted("source.protected");
  expect(posted).toHaveLength(2);
  expect(posted[0]?.actor).toEqual({
    kind: "human",
    id: "engineer@example.org",
    name: "Amara Okafor",
    attribution: "verified",
  });
});

test("no password and no sealed address stands in what is posted", async () => {
  const said = await web.inbox();
  expect(said).not.toContain(encodeURIComponent(givenOf(shop.url).password || "open sesame"));
});

test("with another database's address nothing is changed or removed", async () => {
  const [source] = await listSources(web.sql);
  const other = await openShop();
  const given = givenOf(other.url);
  const id = source?.id ?? "";
  for (const act of [
    () => inspectDatabase(engineer, given, id, web),
    () => connectSource(engineer, given, wish(), id, web),
    () => removeSource(engineer, id, given, true, web),
  ])
    await expect(act()).rejects.toMatchObject({ code: "conflict" });
  expect(await listSources(web.sql)).toHaveLength(1);
  const [schema] = await other.sql`select 1 from pg_namespace where nspname = 'vouch'`;
  expect(schema).toBeUndefined();
  await other.drop();
});

test("wishes that a browser made up are refused", async () => {
  const given = givenOf(shop.url);
  for (const made of [
    { tables: [] },
    { tables: "public.customers" as never },
    { modes: { "public.customers": { name: "print" as never } } },
    { later: "never" as never },
    { failing: { "public.customers": "ask" as never } },
  ])
    await expect(connectSource(engineer, given, wish(made), undefined, web)).rejects.toMatchObject({ code: "invalid" });
});

test("whoever may not connect sources installs and removes nothing", async () => {
  const [source] = await listSources(web.sql);
  const officer = aPrincipal("compliance");
  await expect(connectSource(officer, givenOf(shop.url), wish(), undefined, web)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(removeSource(officer, source?.id ?? "", givenOf(shop.url), true, web)).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await web.posted("access.denied")).toHaveLength(2);
  expect(await listSources(web.sql)).toHaveLength(1);
});

test("what waits is given up only where somebody says so, and then nothing of Vouch is left", {
  timeout: 60_000,
}, async () => {
  const [source] = await listSources(web.sql);
  const id = source?.id ?? "";
  await pauseSource(engineer, id, "Nothing is read here", web);
  await expect(removeSource(engineer, id, givenOf(shop.url), "yes" as never, web)).rejects.toMatchObject({
    code: "held",
  });
  await removeSource(engineer, id, givenOf(shop.url), true, web);
  const [schema] = await shop.sql`select 1 from pg_namespace where nspname = 'vouch'`;
  expect(schema).toBeUndefined();
  expect(await listSources(web.sql)).toEqual([]);
  const [event] = await web.posted("source.unprotected");
  expect(event?.data?.map(({ name, value }) => [name, value])).toContainEqual(["discarded", true]);
});
