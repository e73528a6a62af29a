import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal, type TestWeb, testWeb } from "../../access/builders.ts";
import { connect } from "../../database/index.ts";
import { givenOf, openShop } from "./builders.ts";
import { type GivenAddress, inspectDatabase } from "./index.ts";

let web: TestWeb;
let shop: Awaited<ReturnType<typeof openShop>>;
const engineer = aPrincipal("engineer");
const inspect = (other: Partial<GivenAddress> = {}, by = engineer) =>
  inspectDatabase(by, givenOf(shop.url, other), undefined, web);

beforeAll(async () => {
  web = await testWeb();
  shop = await openShop();
});
afterAll(async () => {
  await web.drop();
  await shop.drop();
});

/** A person whose failures nobody has counted yet. */
function another(id: string) {
  const fresh = aPrincipal("engineer");
  return { ...fresh, person: { ...fresh.person, id } };
}

test("a test says which database, who, what that user may do, and each table with its fields and what is recommended", async () => {
  await shop.sql`insert into visits select 'page ' || n from generate_series(1, 120) n`;
  await shop.sql`analyze visits`;
  const found = await inspect();
  expect(found).toMatchObject({
    database: givenOf(shop.url).database,
    superuser: true,
    version: expect.stringMatching(/^18\./),
    canMakeLogin: true,
    leftOut: [],
  });
  expect(found.tables.map(({ name }) => name)).toEqual([
    "public.customers",
    "public.orders",
    "public.stock",
    "public.visits",
  ]);
  const [customers, , , visits] = found.tables;
  expect(visits).toMatchObject({ rows: "120", notes: [expect.stringContaining("no primary key")], captured: false });
  const fields = Object.fromEntries(
    customers?.fields.map(({ name, mode, looksLike }) => [name, [mode, looksLike]]) ?? [],
  );
  expect(fields).toMatchObject({
    id: ["keep", undefined],
    name: ["erasable", undefined],
    ssn: ["conceal", "person"],
    password_hash: ["omit", "secret"],
  });
});

test("a user without a right to make schemas, a wrong password, a wrong database and a closed port each get a sentence that says what to do", async () => {
  const clerk = await shop.role();
  const given = givenOf(clerk.url);
  await expect(inspectDatabase(engineer, given, undefined, web)).rejects.toThrow("grant CREATE on it");
  await expect(inspect({ ...given, password: "nobody knows" })).rejects.toThrow("refused the user name or password");
  await expect(inspect({ database: "nowhere" })).rejects.toThrow("the server has none of that name");
  await expect(inspect({ port: "1" })).rejects.toThrow("none answered");
  await expect(inspect({ host: "nowhere.invalid" })).rejects.toThrow("no address is known for that name");
});

test("Vouch's own database is not a source", async () => {
  const given = givenOf(web.database.url);
  await expect(inspectDatabase(engineer, given, undefined, web)).rejects.toThrow("Vouch's own");
});

test.each(["169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.1"])(
  "%s, where clouds keep credentials, is not connected to",
  async (host) => {
    await expect(
      inspectDatabase(another("0190f7d2-6f1e-7000-8000-0000000000bb"), givenOf(shop.url, { host }), undefined, web),
    ).rejects.toThrow("is a link-local address");
  },
);

test.each([
  "/var/run/postgresql",
  "%2Fvar%2Frun",
  "db.example,169.254.169.254",
  "db.example?host=169.254.169.254",
  "user@db.example",
  "[fe80::1]",
  "",
])("%s is no host", async (host) => {
  await expect(
    inspectDatabase(another("0190f7d2-6f1e-7000-8000-0000000000cc"), givenOf(shop.url, { host }), undefined, web),
  ).rejects.toThrow("Expected the host as a name or an IPv4 address");
});

test("what a form sends instead of text is refused, not tried", async () => {
  await expect(inspect({ password: { length: 3 } as never })).rejects.toMatchObject({ code: "invalid" });
  await expect(inspect({ encryption: "allow" as never })).rejects.toMatchObject({ code: "invalid" });
  await expect(inspect({ port: "5432/x" })).rejects.toMatchObject({ code: "invalid" });
});

test("each test is recorded with where and whether it answered, without the password", async () => {
  const by = another("0190f7d2-6f1e-7000-8000-0000000000dd");
  const before = (await web.posted("source.tested")).length;
  await inspect({}, by);
  await inspect({ port: "1", password: "swordfish of nobody" }, by).catch(() => {});
  const tested = (await web.posted("source.tested")).slice(before);
  expect(tested.map(({ data }) => data?.map(({ value }) => value))).toEqual([
    [expect.stringContaining(givenOf(shop.url).database), "answered"],
    [expect.stringContaining(":1/"), "failed"],
  ]);
  expect(await web.inbox()).not.toContain("swordfish");
});

test("a password with every letter that an address gives a meaning to signs in", async () => {
  const role = `odd_${givenOf(shop.url).database}`;
  const password = "a/b?c#d%e@f:g,h &i'j";
  await shop.sql.unsafe(`create role ${role} login superuser password '${password.replaceAll("'", "''")}'`);
  const found = await inspect({ user: role, password });
  expect(found.user).toBe(role);
  const admin = connect(shop.url, { application: "tests", max: 1 });
  await admin.unsafe(`drop role ${role}`);
  await admin.end();
});

test("twenty failures lock the door for a quarter of an hour, also when they come together; successes do not count", async () => {
  const by = another("0190f7d2-6f1e-7000-8000-0000000000ee");
  for (let n = 0; n < 3; n++) await inspect({}, by);
  const tries = await Promise.allSettled(Array.from({ length: 25 }, () => inspect({ port: "1" }, by)));
  const codes = tries.map((tried) => (tried.status === "rejected" ? tried.reason.code : "answered"));
  expect(codes.filter((code) => code === "unavailable")).toHaveLength(20);
  expect(codes.filter((code) => code === "held")).toHaveLength(5);
  await expect(inspect({}, by)).rejects.toThrow("Try again in 15 minutes");
  web.pass(16);
  await expect(inspect({}, by)).resolves.toMatchObject({ superuser: true });
});

test("whoever may not connect sources is refused, and nothing is connected", async () => {
  await expect(inspect({}, aPrincipal("compliance"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(inspectDatabase(undefined, givenOf(shop.url), undefined, web)).rejects.toMatchObject({
    code: "unauthenticated",
  });
});
