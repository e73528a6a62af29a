import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal, type TestWeb, testWeb } from "../../access/builders.ts";
import { eventId, microseconds } from "../../event/index.ts";
import { givenOf, openShop } from "./builders.ts";
import { connectSource, listSources, PostgresOutboxes, pauseSource, renameSource, resumeSource } from "./index.ts";

let web: TestWeb;
let shop: Awaited<ReturnType<typeof openShop>>;
let source: string;
const engineer = aPrincipal("engineer");
const nobody = "0190f7d2-6f1e-7000-8000-00000000dead";

beforeAll(async () => {
  web = await testWeb();
  shop = await openShop();
  const wish = { tables: ["public.visits"], modes: {}, later: "capture", failing: {} } as const;
  source = (await connectSource(engineer, givenOf(shop.url), { ...wish, tables: [...wish.tables] }, undefined, web)).id;
});
afterAll(async () => {
  await web.drop();
  await shop.drop();
});

const known = async () => (await listSources(web.sql)).find(({ id }) => id === source);

test("a paused source is not read while its changes go on to wait, and is read from there when it is resumed", async () => {
  const outboxes = new PostgresOutboxes(web.database.owner, web.home);
  expect(await outboxes.list()).toHaveLength(1);
  await pauseSource(engineer, source, "  The ledger moves to another machine. ", web);
  expect(await outboxes.list()).toHaveLength(0);
  await shop.sql`insert into visits values ('while paused')`;
  const [waiting] = await shop.sql<{ count: number }[]>`select count(*)::int as count from vouch.outbox`;
  expect(waiting?.count).toBe(1);

  await resumeSource(engineer, source, web);
  const [outbox] = await outboxes.list();
  const { events } = (await outbox?.read(await outbox.start())) ?? {};
  expect(events?.map(({ type }) => type)).toEqual(["visits.created"]);
  await outboxes.close();

  const [paused] = await web.posted("source.paused");
  expect(paused).toMatchObject({
    category: "configuration",
    actor: { id: "engineer@example.org", attribution: "verified" },
    target: { type: "source", id: source },
    correlation: { reason: "The ledger moves to another machine.", session: engineer.session },
  });
  expect(await web.posted("source.resumed")).toHaveLength(1);
});

test("who paused it, when and why stands beside the source until it is resumed", async () => {
  await pauseSource(engineer, source, "Upgrade", web);
  expect((await known())?.settings).toMatchObject({
    tables: ["public.visits"],
    pause: { by: "Amara Okafor", reason: "Upgrade" },
  });
  await resumeSource(engineer, source, web);
  expect((await known())?.settings).not.toHaveProperty("pause");
});

test("two people who pause at once make one pause, and the other is told", async () => {
  const both = await Promise.allSettled([1, 2].map((n) => pauseSource(engineer, source, `Reason ${n}`, web)));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
  await resumeSource(engineer, source, web);
  await expect(resumeSource(engineer, source, web)).rejects.toMatchObject({ code: "conflict" });
});

test("a pause needs a reason that fits into an entry", async () => {
  for (const reason of ["", "  \n ", "x".repeat(501), 7 as never]) {
    await expect(pauseSource(engineer, source, reason, web)).rejects.toMatchObject({ code: "invalid" });
  }
  expect((await known())?.paused).toBe(false);
});

test("a name holds from now on and no two sources have the same", async () => {
  await renameSource(engineer, source, "  Harbor   Clinic ", web);
  expect((await known())?.name).toBe("Harbor Clinic");
  const other = eventId(microseconds(web.clock()), randomBytes(10));
  await web.database.owner`
    insert into app.sources (id, ledger, kind, name) values (${other}, ${web.ledger}, 'http', 'Till')`;
  await expect(renameSource(engineer, source, "Till", web)).rejects.toThrow("Another source is called Till.");
  await expect(renameSource(engineer, source, "Harbor Clinic", web)).rejects.toMatchObject({ code: "invalid" });
  await expect(renameSource(engineer, source, " ", web)).rejects.toMatchObject({ code: "invalid" });
  const [renamed, ...more] = await web.posted("source.renamed");
  expect(renamed?.data?.map(({ value }) => value).at(-1)).toBe("Harbor Clinic");
  expect(more).toEqual([]);
});

test("whoever may not, or not that source, changes nothing; a source that is gone is said to be", async () => {
  await expect(pauseSource(aPrincipal("compliance"), source, "No", web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(renameSource(aPrincipal("auditor"), source, "Mine", web)).rejects.toMatchObject({ code: "forbidden" });
  const elsewhere = aPrincipal("engineer", { sources: [nobody] });
  await expect(pauseSource(elsewhere, source, "No", web)).rejects.toMatchObject({ code: "not-found" });
  await expect(pauseSource(engineer, nobody, "No", web)).rejects.toMatchObject({ code: "not-found" });
  await expect(pauseSource(engineer, "' or true --", "No", web)).rejects.toMatchObject({ code: "not-found" });
  expect(await known()).toMatchObject({ paused: false, name: "Harbor Clinic" });
});
