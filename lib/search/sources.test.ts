import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal, type TestWeb, testWeb } from "../access/builders.ts";
import { connectSource, pauseSource } from "../capture/index.ts";
import { givenOf, openShop } from "../capture/postgres/builders.ts";
import { instant, microseconds } from "../event/index.ts";
import { listSourceStates, openSource } from "./index.ts";

let web: TestWeb;
let shop: Awaited<ReturnType<typeof openShop>>;
let source: string;
const engineer = aPrincipal("engineer");

beforeAll(async () => {
  web = await testWeb();
  shop = await openShop();
  const wish = {
    tables: ["public.customers", "public.visits"],
    modes: { "public.customers": { name: "conceal" as const } },
    later: "report" as const,
    failing: { "public.visits": "pass" as const },
  };
  source = (await connectSource(engineer, givenOf(shop.url), wish, undefined, web)).id;
});
afterAll(async () => {
  await web.drop();
  await shop.drop();
});

/** What the patrol would have stored `seconds` ago. */
async function looked(seconds: number, reachable = true): Promise<void> {
  const at = instant(microseconds(web.clock()) - BigInt(seconds) * 1_000_000n);
  await web.database.owner`
    insert into ledger.patrols (ledger, source, looked_at, reachable, trouble, waiting_rows, waiting_bytes)
    values (${web.ledger}, ${source}, ${at}, ${reachable}, ${reachable ? null : "None answered."}, 7, 4096)
    on conflict (ledger, source) do update set looked_at = excluded.looked_at, reachable = excluded.reachable, trouble = excluded.trouble`;
}

const state = async () => (await listSourceStates(engineer, web)).sources[0];

test("the list says how each source stands: not looked at, read, silent, unwatched, paused by whom and why", async () => {
  expect(await state()).toMatchObject({ state: "new", tables: 2, unfinished: false });
  await looked(3);
  expect(await state()).toMatchObject({ state: "capturing", waiting: { rows: "7" } });
  await looked(300, false);
  expect(await state()).toMatchObject({ state: "unreachable", reason: "None answered." });
  await looked(300);
  expect(await state()).toMatchObject({ state: "unwatched" });
  await looked(3);
  await pauseSource(engineer, source, "Upgrade", web);
  expect(await state()).toMatchObject({ state: "paused", pause: { by: "Amara Okafor", reason: "Upgrade" } });
});

test("a database that was begun and never connected to the end is told from a paused one", async () => {
  const id = "0190f7d2-6f1e-7000-8000-0000000000f1";
  await web.database.owner`
    insert into app.sources (id, ledger, kind, name, settings, paused)
    values (${id}, ${web.ledger}, 'postgres', 'begun', '{"system": "1/2", "tables": [], "modes": {}}', true)`;
  const { sources } = await listSourceStates(engineer, web);
  expect(sources.map(({ name, unfinished }) => [name, unfinished])).toContainEqual(["begun", true]);
  await web.database.owner`delete from app.sources where id = ${id}`;
});

test("one source: where it is, its tables, the chosen modes and policies, and nothing with which to sign in", async () => {
  const { password, ...where } = givenOf(shop.url);
  const opened = await openSource(aPrincipal("compliance"), source, web);
  expect(opened).toMatchObject({
    later: "report",
    where: { host: where.host, port: where.port, database: where.database },
    tables: [
      { name: "public.customers", modes: { name: "conceal" }, failing: "fail", captured: true },
      { name: "public.visits", modes: {}, failing: "pass", captured: true },
    ],
  });
  expect(JSON.stringify(opened)).not.toMatch(/vouch_reader|postgres:\/\//);
  expect(password === "" || !JSON.stringify(opened).includes(password)).toBe(true);
});

test("a source outside the reader's scope, a removed one and one that never was are not there", async () => {
  const elsewhere = aPrincipal("engineer", { sources: ["0190f7d2-6f1e-7000-8000-0000000000f2"] });
  expect((await listSourceStates(elsewhere, web)).sources).toEqual([]);
  await expect(openSource(elsewhere, source, web)).rejects.toMatchObject({ code: "not-found" });
  await expect(openSource(engineer, "../etc", web)).rejects.toMatchObject({ code: "not-found" });
  await web.database.owner`update app.sources set removed_at = now() where id = ${source}`;
  await expect(openSource(engineer, source, web)).rejects.toMatchObject({ code: "not-found" });
  await web.database.owner`update app.sources set removed_at = null where id = ${source}`;
});

test("an auditor and an approver do not see the sources, and that they tried is recorded", async () => {
  for (const role of ["auditor", "approver"] as const) {
    await expect(listSourceStates(aPrincipal(role), web)).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await web.posted("access.denied")).toHaveLength(2);
});
