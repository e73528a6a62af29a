import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal, type TestWeb, testWeb } from "../../access/builders.ts";
import { givenOf, protectedShop, rowOf, type TestShop } from "./builders.ts";
import { type Preview, type PreviewValue, previewRows } from "./index.ts";

let web: TestWeb;
let shop: TestShop;
const engineer = aPrincipal("engineer");

beforeAll(async () => {
  web = await testWeb();
  shop = await protectedShop();
  await shop.sql`
    insert into customers (name, balance, email, password_hash, ssn, settings, joined, born, span, ratio, photo, tier, active, tags, code, fixed, ref, peer)
    values ('Zoë, "the" \\ Park', 12.50, 'zoe@park.example', 'argon2id-of-nobody', '078-05-1120', '{"a": 1.10}', '2026-11-20 07:00:00.123456+02',
      '1990-02-28', '1 mon 2 days 03:04:05', 0.1, '\\x00ff', 'say "hi", \\now', true, '{"a,b",null}', '', 'ab', null, '10.0.0.1/24')`;
});
afterAll(async () => {
  await web.drop();
  await shop.drop();
});

const values = (preview: Preview, row = 0): Record<string, PreviewValue | undefined> =>
  Object.fromEntries(preview.fields.map((field) => [field.name, field.values[row]]));

test("a preview shows what an entry of the same row will show, for every kind of column", async () => {
  const everything = { password_hash: "keep", ssn: "keep" } as const;
  const preview = await previewRows(engineer, givenOf(shop.url), { table: "public.customers", modes: everything }, web);
  const [event] = (await shop.taken()).filter(({ type }) => type === "customers.created");
  const recorded = rowOf(event, "after");
  expect(preview.rows).toBe(1);
  expect(Object.keys(values(preview))).toEqual(Object.keys(recorded));
  for (const [field, value] of Object.entries(values(preview)))
    expect(value, field).toEqual({ state: "shown", value: recorded[field] });
});

test("what is hidden, hashed or left out is said as that and is in no answer and no entry", async () => {
  const preview = await previewRows(
    engineer,
    givenOf(shop.url),
    { table: "public.customers", modes: { email: "hash", ref: "hash", name: "conceal" } },
    web,
  );
  const { email, ref, name, ssn, password_hash, balance } = values(preview);
  expect({ email, ref, name, ssn, password_hash }).toEqual({
    email: { state: "hashed" },
    ref: { state: "shown", value: null }, // nothing is nothing, also where values are hashed
    name: { state: "hidden" },
    ssn: { state: "hidden" },
    password_hash: { state: "omitted" },
  });
  expect(balance).toEqual({ state: "shown", value: "12.50" });
  const said = JSON.stringify(preview) + (await web.inbox());
  for (const secret of ["078-05-1120", "argon2id-of-nobody", "zoe@park.example", "Park"])
    expect(said).not.toContain(secret);
});

test("what is not to be shown is not even read: a user without the right to those columns sees the others", async () => {
  const clerk = await shop.role();
  await shop.sql.unsafe(`grant select (id, amount) on orders to ${clerk.name}; insert into orders values (1, 1, 9.99)`);
  const preview = await previewRows(
    engineer,
    givenOf(clerk.url),
    { table: "public.orders", modes: { customer: "conceal" } },
    web,
  );
  expect(values(preview)).toEqual({
    id: { state: "shown", value: "1" },
    customer: { state: "hidden" },
    amount: { state: "shown", value: "9.99" },
  });
  await expect(previewRows(engineer, givenOf(clerk.url), { table: "public.orders", modes: {} }, web)).rejects.toThrow(
    "This user may not read rows of public.orders.",
  );
});

test("long values are cut and at most five rows are read", async () => {
  await shop.sql`insert into visits select repeat(n::text, 2000) from generate_series(1, 9) n`;
  const preview = await previewRows(engineer, givenOf(shop.url), { table: "public.visits", modes: {} }, web);
  expect(preview.rows).toBe(5);
  expect(preview.fields[0]?.values[0]).toEqual({ state: "shown", value: "1".repeat(300), cut: true });
});

test("each look is recorded with whom, where, which table and what was chosen to be shown, and never with the password", async () => {
  const secret = "correct horse, battery";
  const given = givenOf(shop.url, { password: secret });
  const before = (await web.posted("source.previewed")).length;
  await previewRows(engineer, given, { table: "public.customers", modes: { ssn: "keep" } }, web).catch(() => {});
  const [event] = (await web.posted("source.previewed")).slice(before);
  expect(event).toMatchObject({
    category: "sensitive_read",
    actor: { id: "engineer@example.org", attribution: "verified" },
    target: { system: "vouch", type: "table", id: "public.customers" },
  });
  expect(event?.data?.map(({ name, value }) => [name, value])).toEqual([
    ["address", expect.stringContaining(`/${given.database}`)],
    ["chosen to be shown", "ssn"],
  ]);
  expect(await web.inbox()).not.toContain(secret);
});

test("whoever may not preview is refused before anything is connected, and the refusal is recorded", async () => {
  for (const role of ["compliance", "auditor", "approver"] as const) {
    const refused = previewRows(aPrincipal(role), givenOf(shop.url), { table: "public.customers", modes: {} }, web);
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await web.posted("access.denied")).toHaveLength(3);
});

test("modes and tables that are none are refused in a sentence", async () => {
  const look = (table: string, modes: object) =>
    previewRows(engineer, givenOf(shop.url), { table, modes: modes as never }, web);
  await expect(look("public.customers", { name: "print" })).rejects.toMatchObject({ code: "invalid" });
  await expect(look("public.customers", { "name) --": "keep" })).rejects.toThrow(
    "Expected a column of public.customers",
  );
  await expect(look('public.customers" t --', {})).rejects.toMatchObject({ code: "not-found" });
  await expect(look("pg_catalog.pg_authid", {})).rejects.toMatchObject({ code: "not-found" });
});

test("a table that somebody has locked keeps nobody waiting", async () => {
  await shop.sql.begin(async (sql) => {
    await sql`lock table stock in access exclusive mode`;
    await expect(previewRows(engineer, givenOf(shop.url), { table: "public.stock", modes: {} }, web)).rejects.toThrow(
      "The rows of public.stock could not be read within 5 seconds.",
    );
  });
});
