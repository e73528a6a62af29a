import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { people } from "../../drizzle/schema/index.ts";
import { connect } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { makeLeaf } from "../integrity/index.ts";
import { aPrincipal, type TestWeb, testWeb } from "./builders.ts";
import { type Act, permit } from "./gate.ts";
import { may, type Permission, permissionNames, roles, ruleOf } from "./permissions.ts";
import type { Principal } from "./principal.ts";
import { holdTo } from "./scope.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
});
afterAll(() => web.drop());
beforeEach(() => web.database.owner`delete from inbox.events`);

const search: Act = { target: { type: "events" }, data: { actor: "Grace Hopper" } };

async function refused(principal: Principal | undefined, permission: Permission, act: Act = search) {
  const work = vi.fn();
  const failure = await permit(principal, permission, act, work, web).catch((error) => error);
  expect(work).not.toHaveBeenCalled();
  expect(failure).toBeInstanceOf(Fault);
  return failure as Fault;
}

for (const permission of permissionNames) {
  for (const role of roles) {
    test(`${permission} as ${role}`, async () => {
      if (may(role, permission)) {
        expect(await permit(aPrincipal(role), permission, search, async () => "shown", web)).toBe("shown");
        const { records } = ruleOf(permission);
        expect((await web.posted()).map((event) => event.type)).toEqual(records ? [records.type] : []);
      } else {
        expect((await refused(aPrincipal(role), permission)).code).toBe("forbidden");
        expect((await web.posted()).map((event) => event.type)).toEqual(["access.denied"]);
      }
    });
  }
  test(`${permission} as nobody`, async () => {
    expect((await refused(undefined, permission)).code).toBe("unauthenticated");
    expect(await web.posted()).toEqual([]);
  });
}

test("a denial says who, what and by which rule, in words for a person", async () => {
  const fault = await refused(aPrincipal("approver"), "events.search");
  expect(fault.message).toBe("Your role (approver) may not search events. Ask an administrator if you need to.");
  const [event] = await web.posted();
  expect(event).toMatchObject({
    type: "access.denied",
    category: "permission",
    actor: { kind: "human", id: "approver@example.org", name: "Amara Okafor", attribution: "verified" },
    decision: { outcome: "denied", rule: "events.search" },
    correlation: { session: "5e55105e55105e55" },
    data: [
      { name: "permission", mode: "keep", value: "events.search" },
      { name: "actor", mode: "erasable", value: "Grace Hopper" },
    ],
  });
});

test("the access is committed before the work starts, and stays when the work fails", async () => {
  const failure = await permit(
    aPrincipal("auditor"),
    "entry.open",
    { target: { type: "entry", id: "42" } },
    async () => {
      expect((await web.posted("entry.opened")).length).toBe(1); // seen by another connection, hence committed
      throw new TypeError("a bug");
    },
    web,
  ).catch((error) => error);
  expect(failure).toBeInstanceOf(TypeError);
  expect(await web.posted()).toMatchObject([
    {
      category: "sensitive_read",
      target: { type: "entry", id: "42" },
      origin: { channel: "ui", address: "10.0.0.7", userAgent: "Test/1" },
    },
  ]);
});

test("where the access cannot be recorded, the work is never called", async () => {
  await web.database.owner`revoke execute on function inbox.post(text) from vouch_web`;
  try {
    const fault = await refused(aPrincipal("auditor"), "events.search");
    expect(fault.code).toBe("unavailable");
    expect(fault.message).toContain("nothing is shown");
  } finally {
    await web.database.owner`grant execute on function inbox.post(text) to vouch_web`;
  }
});

test("the work reads one snapshot of the ledger's database and can write nothing, not even what the login may", async () => {
  await permit(
    aPrincipal("engineer"),
    "events.search",
    search,
    async (read) => {
      expect(read.ledger).toBe(web.ledger);
      expect(await read.tables.select({ id: people.id }).from(people)).toEqual([]);
      await web.database.owner`insert into app.codes (purpose, hash) values ('snapshot', '\\x00')`;
      expect(await read.sql`select from app.codes where purpose = 'snapshot'`).toHaveLength(0);
    },
    web,
  );
  for (const write of ["delete from app.codes", "select inbox.post('{}')", "set transaction read write"]) {
    const work = permit(aPrincipal("engineer"), "home.view", {}, (read) => read.sql.unsafe(write), web);
    await expect(work).rejects.toMatchObject({ code: "unavailable" });
  }
  expect(await web.database.owner`select from app.codes`).toHaveLength(1);
});

test("times and large numbers come out exactly, also beside Drizzle", async () => {
  const [row] = await permit(
    aPrincipal("engineer"),
    "home.view",
    {},
    async ({ sql, tables }) => {
      await tables.select().from(people);
      return sql`select timestamptz '2026-11-20 07:03:25.1234+00' as at, 9007199254740993::bigint as size`;
    },
    web,
  );
  expect(row).toEqual({ at: "2026-11-20T07:03:25.123400Z", size: 9007199254740993n });
});

test("no error of the database shows a parameter", async () => {
  const secret = "parameter-that-must-not-show";
  const failing: ((read: Parameters<Parameters<typeof permit>[3]>[0]) => Promise<unknown>)[] = [
    ({ sql }) => sql`select ${secret}::uuid`,
    ({ tables }) => tables.execute(`select '${secret}'::uuid`),
  ];
  for (const work of failing) {
    const fault = await permit(aPrincipal("engineer"), "home.view", {}, work, web).catch((error) => error);
    expect(fault).toMatchObject({ name: "Fault", code: "unavailable" });
    const { inspect } = await import("node:util");
    expect(inspect(fault, { depth: 9, showHidden: true })).not.toContain(secret);
  }
});

test("a database that does not answer shows nothing", async () => {
  const gone = { ...web, sql: connect("postgres://web@127.0.0.1:9/none", { application: "gone", max: 1 }) };
  for (const permission of ["home.view", "entry.open"] as const) {
    const work = permit(aPrincipal("auditor"), permission, {}, async () => "shown", gone);
    await expect(work).rejects.toMatchObject({ code: "unavailable" });
  }
  await gone.sql.end({ timeout: 0 });
});

test("what lies outside the scope is denied and recorded, whether it was asked for or found", async () => {
  const scope = { from: "2026-01-01T00:00:00.000000Z", to: "2026-07-01T00:00:00.000000Z", sources: ["a"] };
  const auditor = aPrincipal("auditor", scope);
  const beyond = [
    { from: "2025-12-31T23:59:59.999999Z" },
    { to: "2026-07-01T00:00:00.000001Z" },
    { sources: ["a", "b"] },
  ];
  for (const asks of beyond) expect((await refused(auditor, "events.search", { asks })).code).toBe("forbidden");
  expect(await web.posted("access.denied")).toHaveLength(3);
  const within = { asks: { from: scope.from, to: scope.to, sources: ["a"] } };
  expect(await permit(auditor, "events.search", within, async () => "shown", web)).toBe("shown");

  for (const event of [
    { occurredAt: "2026-07-01T00:00:00.000000Z", source: "a" },
    { occurredAt: "2026-02-01T00:00:00.000000Z", source: "b" },
  ]) {
    const opened = permit(auditor, "entry.open", {}, async (read) => holdTo(read.principal.scope, event), web);
    await expect(opened).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await web.posted("access.denied")).toHaveLength(5);
});

test("whatever a person types becomes a leaf", async () => {
  const typed = `lone \ud800, nul \0, ${"long ".repeat(5000)}`;
  const principal = { ...aPrincipal("auditor"), userAgent: typed };
  const act = { target: { type: "entry", id: typed }, data: { query: typed, more: typed } };
  await permit(principal, "entry.open", act, async () => {}, web);
  const [event] = await web.posted();
  if (!event) throw new Error("nothing was posted");
  const random = (n: number) => new Uint8Array(n);
  const seal = { ledger: web.ledger, recordedAt: event.occurredAt, random, hashKey: random(32) };
  expect(makeLeaf(event, seal).disclosures).toHaveLength(2);
});
