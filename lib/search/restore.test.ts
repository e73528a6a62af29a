/** Restore scripts, by running them on a protected database: the row is again what it was, the restore is captured with its reason, or nothing happens. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import type { Web } from "../access/index.ts";
import { protectedShop, type TestShop } from "../capture/postgres/builders.ts";
import { connect } from "../database/index.ts";
import { makeRestoreScript, openRecord } from "./index.ts";

let shop: TestShop;
let web: Web;
const engineer = aPrincipal("engineer");

const ugly = `say "hi", 'it''s' \\now $restore$ %s :name {1}\n-- drop 👩‍⚕️ ليلى`;
const schema = `
  create type tier as enum ('gold', 'say "hi", \\now');
  create domain short as varchar(20);
  create table "odd ""Name's" (
    id bigint generated always as identity primary key,
    note text, amount numeric(12,2), ratio double precision, born date, seen timestamptz, plain timestamp, at time, span interval,
    tags text[], grid int[], settings jsonb, raw json, photo bytea, tier tier, code short, fixed char(4), ref uuid, peer inet, cash money,
    active boolean, ssn text, iban text, password_hash text,
    doubled numeric generated always as (amount * 2) stored
  );
  create table pairs (sku text, place text, n int, primary key (sku, place));`;

beforeAll(async () => {
  shop = await protectedShop("18", {}, schema);
  web = { sql: shop.ledger.database.as("web"), home: shop.ledger.home, clock: shop.ledger.clock };
});
afterAll(() => shop.drop());

const odd = { schema: "public", type: `odd "Name's`, id: "1" };
const one = () => shop.sql.unsafe(`select *, settings::text as settings from "odd ""Name's"`);
const ask = (version: string, record: { schema: string; type: string; id: string } = odd) => ({
  record: { ...record, source: shop.source },
  version,
  reason: "Put back after the  wrong\nimport, agreed with 'Dana' \\",
  ticket: "CHG-7",
});
async function versions(record = odd) {
  await shop.ledger.drain(shop.outbox, shop.ledger.inbox);
  return (await openRecord(engineer, { record: { ...record, source: shop.source } }, web)).versions;
}

/** Runs a script as an engineer would, in a session of their own with settings of their own. */
async function run(script: string, settings = ""): Promise<void> {
  const session = connect(shop.url, { application: "an engineer", max: 1 });
  try {
    await session.unsafe(settings);
    await session.unsafe(script);
  } finally {
    await session.end({ timeout: 2 });
  }
}

test("a row of every type becomes again what it was, the columns that the database computes with it; what is hidden stays and is said", async () => {
  await shop.sql.unsafe(
    `insert into "odd ""Name's" (note, amount, ratio, born, seen, plain, at, span, tags, grid, settings, raw, photo, tier, code, fixed, ref, peer, cash, active, ssn, password_hash)
     values ($1, 12.50, 0.1, '2026-02-28', '2026-03-29 01:30:00.123456+02', '2026-01-01 00:00', '23:59:59', '1 year 2 days 03:00', $2, '{{1,2},{3,4}}', $3::text::jsonb, '{"b": 1, "a":  2}',
       '\\x00ff5c27', 'say "hi", \\now', '', 'ab', '0190f7d2-6f1e-7000-8000-0000000000aa', '10.0.0.0/8', '1234.5', true, '078-05-1120', 'old')`,
    [ugly, [ugly, "", "NULL"], JSON.stringify({ a: [1, "x'\\"], note: ugly })],
  );
  const before = await one();
  await shop.sql.unsafe(`update "odd ""Name's" set note = null, amount = 99, ratio = 'NaN', born = null, seen = null, plain = 'infinity', at = null, span = null, tags = '{}',
    grid = null, settings = null, raw = null, photo = '', tier = null, code = null, fixed = 'x', ref = null, peer = null, cash = null, active = false, ssn = '219-09-9999', password_hash = 'new'`);
  const [last, first] = await versions();
  const script = await makeRestoreScript(engineer, ask(first?.entry.index ?? ""), web);
  expect([script.from, script.to, last?.number]).toEqual([2, 1, 2]);
  expect(script.leftOut.map(({ name, why, differs }) => [name, why, differs])).toEqual([
    ["ssn", "concealed", true],
    ["iban", "concealed", false],
    ["password_hash", "omitted", false],
  ]);
  expect(script.text).toContain(
    "-- NOT BROUGHT BACK: ssn is concealed: its values are not in this script, and it differs.",
  );
  expect(script.text).not.toMatch(/078-05|219-09/);
  // in a session whose settings are others, as engineers have them
  await run(
    script.text,
    "set datestyle = 'German'; set standard_conforming_strings = off; set bytea_output = escape; set search_path = pg_catalog",
  );
  const [row] = await one();
  expect(row).toEqual({ ...before[0], ssn: "219-09-9999", password_hash: "new" });
  const [restored] = await versions();
  expect(restored?.entry.event).toMatchObject({
    correlation: { ticket: "CHG-7", reason: { value: "Put back after the wrong import, agreed with 'Dana' \\" } },
  });
  await expect(makeRestoreScript(engineer, ask(first?.entry.index ?? ""), web)).rejects.toThrow(
    /nothing to bring back/,
  );
});

test("where the row is no longer as the newest version left it, the script changes nothing and says so", async () => {
  const all = await versions();
  const script = await makeRestoreScript(engineer, ask(all[1]?.entry.index ?? ""), web);
  await shop.sql.unsafe(`update "odd ""Name's" set code = 'moved'`);
  const now = await one();
  await expect(run(script.text)).rejects.toThrow(/Nothing was changed: the row is not as version 3 .* left it/);
  expect(await one()).toEqual(now);
});

test("a deleted row of a composite key comes back, and one that was created goes; each only while that still holds", async () => {
  const pair = { schema: "public", type: "pairs", id: '["A\'1","bonn"]' };
  await shop.sql`insert into pairs values ('A''1', 'bonn', 5)`;
  await shop.sql`delete from pairs`;
  const [gone, made] = await versions(pair);
  const back = await makeRestoreScript(engineer, ask(made?.entry.index ?? "", pair), web);
  await run(back.text);
  expect(await shop.sql`select * from pairs`).toEqual([{ sku: "A'1", place: "bonn", n: 5 }]);
  await expect(run(back.text)).rejects.toThrow(/Nothing was changed: there is a row with this key/);
  await versions(pair);
  const away = await makeRestoreScript(engineer, ask(gone?.entry.index ?? "", pair), web);
  expect(away.changes).toEqual([]);
  await run(away.text);
  expect(await shop.sql`select count(*)::int as n from pairs`).toEqual([{ n: 0 }]);
});

test("who may not make one gets none and leaves a denial; a script is an entry of its own, with its reason", async () => {
  const [version] = await versions();
  const wish = ask(version?.entry.index ?? "");
  await expect(makeRestoreScript(aPrincipal("compliance"), wish, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(makeRestoreScript(engineer, { ...wish, reason: " \n" }, web)).rejects.toMatchObject({ code: "invalid" });
  await expect(makeRestoreScript(engineer, { ...wish, version: "1'; drop table x" }, web)).rejects.toMatchObject({
    code: "not-found",
  });
  const posted = await shop.ledger.owner<
    { event: string }[]
  >`select event from inbox.events order by position desc limit 1`;
  expect(JSON.parse(posted[0]?.event ?? "{}")).toMatchObject({
    type: "access.denied",
    decision: { rule: "record.restore" },
  });
  const made = await shop.ledger
    .owner`select distinct category from ledger.projection where type = 'restore_script.made'`;
  expect(made).toEqual([{ category: "export" }]);
});
