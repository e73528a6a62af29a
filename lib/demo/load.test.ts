/** A small telling of the story, through the same code as the large one: every scene is found by the question that finds it. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import { openWeb, type Web } from "../access/index.ts";
import { Patrol, PostgresOutboxes, protect } from "../capture/index.ts";
import { type Embedded, ensureDatabase, startEmbedded } from "../database/embedded/index.ts";
import { connect, loginUrl, openHome, type Sql } from "../database/index.ts";
import { type Event, microseconds, plainSentence, systemClock } from "../event/index.ts";
import { findLines, listSearches, type Params, parseCoverageQuery, readAsk, readCoverage } from "../search/index.ts";
import type { Change } from "./act.ts";
import { keepOneWaiting } from "./asking.ts";
import { people } from "./cast.ts";
import { planToday } from "./live.ts";
import { type Loaded, loadDemo } from "./load.ts";
import { accountsWith } from "./people.ts";
import { performNow } from "./perform.ts";

// a server of its own: the story makes roles, which belong to a server and not to a database
const folder = mkdtempSync(join(tmpdir(), "vouch-demo-"));
chmodSync(folder, 0o755); // as root the server runs as another user, who must get in
const home = openHome(folder);
const now = systemClock();
const said: string[] = [];
let server: Embedded;
let loaded: Loaded;
let web: Web;
let vouch: { owner: Sql; sequencer: Sql };
let billing: { url: string; sql: Sql };

beforeAll(async () => {
  server = await startEmbedded({ home: folder, version: "18", durable: false });
  loaded = await loadDemo({
    home,
    database: (name) => ensureDatabase(server, name),
    now,
    password: "a small story for tests",
    scale: 0.03,
    say: (line) => said.push(line),
  });
  const open = (url: string) => connect(url, { application: "test", max: 2 });
  const url = server.url("vouch");
  vouch = { owner: open(url), sequencer: open(loginUrl(home, url, "sequencer")) };
  billing = { url: server.url("billing"), sql: open(server.url("billing")) };
  web = openWeb(loginUrl(home, url, "web"), home);
}, 120_000);
afterAll(async () => {
  const open = [web.sql, vouch.owner, vouch.sequencer, billing.sql];
  await Promise.all(open.map((sql) => sql.end({ timeout: 1 })));
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The lines of a search by the compliance officer, newest first. */
async function found(asked: Params): Promise<string[]> {
  const { lines } = await findLines(aPrincipal("compliance"), readAsk(asked, "UTC"), web);
  return lines.map(({ entry }) => plainSentence(entry));
}

describe("the ledger", () => {
  test("is a demo's from its first entry, verified to its last, and large enough to look through", async () => {
    const [ledger] = await vouch.owner`select demo, name from ledger.ledgers`;
    expect(ledger).toEqual({ demo: true, name: "Harbor Clinic Pay" });
    const [first] = await vouch.owner`select type from ledger.projection where index = 0`;
    expect(first?.type).toBe("ledger.demo_began");
    const [verdict] = await vouch.owner`select verdict, entries, checked_to from ledger.verdicts`;
    expect(verdict).toEqual({ verdict: "verified", entries: loaded.entries, checked_to: loaded.entries });
    expect(Number(loaded.entries)).toBeGreaterThan(1_000);
    const [days] = await vouch.owner`select count(distinct signed_at::date)::int as count from ledger.checkpoints`;
    expect(days?.count).toBeGreaterThan(20);
    expect(said.at(-1)).toBe("verifying it");
  });

  test("nothing happened in the future, and nearly all of it was recorded within a second", async () => {
    const [row] = await vouch.owner<
      { all: number; prompt: number; early: number; late: number; ordered: boolean; last: string }[]
    >`
      select count(*)::int as all, count(*) filter (where took between interval '0' and interval '1 second')::int as prompt,
        count(*) filter (where took < interval '0')::int as early, count(*) filter (where took > interval '1 hour')::int as late,
        bool_and(recorded_at >= before) as ordered, max(recorded_at) as last
      from (select recorded_at, recorded_at - occurred_at as took, lag(recorded_at, 1, recorded_at) over (order by index) as before
        from ledger.projection) p`;
    expect(row).toMatchObject({ ordered: true });
    expect(row?.last && row.last <= systemClock()).toBe(true);
    expect((row?.prompt ?? 0) / (row?.all ?? 1)).toBeGreaterThan(0.98);
    // the kiosk's clock, and what payroll captured while nobody could read it
    expect(row?.early).toBe(6);
    expect(row?.late).toBeGreaterThan(0);
  });

  test("the worker's patrol goes on where the story's ended, and finds nothing amiss", async () => {
    const sql = vouch.sequencer;
    const signal = new AbortController().signal;
    const [{ ledger } = { ledger: "" }] = await sql<{ ledger: string }[]>`select id as ledger from ledger.ledgers`;
    const reports: string[] = [];
    const report = (sentence: string) => void reports.push(sentence);
    // as if it had begun at once: a later first look says that nobody looked for a while
    await vouch.owner`update ledger.patrols set looked_at = now() - interval '5 seconds'`;
    const patrol = new Patrol({ sql, home, ledger, clock: systemClock, signal, report });
    await patrol.round();
    await patrol.close();
    expect(reports).toEqual([]);
    expect(await vouch.owner`select event from inbox.events where source is null and event like '%coverage%'`).toEqual(
      [],
    );
  });

  test("once everything that waited was decided, somebody asks again", async () => {
    const asking = { web, users: accountsWith("a small story for tests") };
    await keepOneWaiting(asking);
    const count = async () => (await vouch.owner`select from app.requests`).length;
    expect(await count()).toBe(3);
    await vouch.owner`update app.requests set state = 'withdrawn', ended_at = now() where state = 'waiting' and kind = 'values.reveal'`;
    await vouch.owner`update app.requests set expires_at = now() - interval '1 minute' where state = 'waiting'`;
    await keepOneWaiting(asking);
    const [newest] = await vouch.owner`select kind, state from app.requests order by number desc limit 1`;
    expect([await count(), newest]).toEqual([4, { kind: "role.administrator", state: "waiting" }]);
  });

  test("no other database is ever added to it", async () => {
    const url = await ensureDatabase(server, "other");
    const other = connect(url, { application: "test", max: 1 });
    await other`create table patients (id int primary key)`;
    const [{ ledger } = { ledger: "" }] = await vouch.owner<
      { ledger: string }[]
    >`select id as ledger from ledger.ledgers`;
    const actor = { kind: "human", id: "an operator", attribution: "claimed" } as const;
    const asked = protect({ url }, { sql: web.sql, home, ledger, actor });
    await expect(asked).rejects.toThrow(/this is the demo.*--no-demo/);
    expect(await other`select from pg_namespace where nspname = 'vouch'`).toHaveLength(0);
    await other.end();
  });

  test("its sources are left as they would be without a story: by the real clock, and captured", async () => {
    const acts = (await planToday(billing.sql, now)).filter((act): act is Change => act.kind === "change");
    const act = acts.find(
      ({ place, run }) => place === "billing" && /^insert into payments .*'card'/.test(run[0]?.[0] ?? ""),
    );
    if (!act) throw new Error("expected a card payment to be planned for today");
    const owner = connect(billing.url, { application: "test", max: 1 });
    const before = systemClock();
    await performNow(owner, act);
    await owner.end();
    const outboxes = new PostgresOutboxes(vouch.sequencer, home);
    const outbox = (await outboxes.list()).find(({ source }) => source.name === "harbor_billing");
    const [position] = await vouch.owner<{ seen: string; reading: string; position: bigint }[]>`
      select seen::text, reading::text, position from ledger.positions where source = ${outbox?.source.id ?? ""}`;
    const { events } = (position && (await outbox?.read(position))) ?? { events: [] as Event[] };
    await outboxes.close();
    expect(events.map(({ type, actor }) => [type, actor.id])).toEqual([["payments.created", "payments-api"]]);
    const apart = microseconds(events[0]?.occurredAt ?? before) - microseconds(before);
    expect(apart > -2_000_000n && apart < 10_000_000n).toBe(true);
    const left = await billing.sql`select nspname from pg_namespace where nspname = 'story'`;
    expect(left).toHaveLength(0);
  });
});

describe("each scene is found by its question", () => {
  test("who moved Acme from Gold to Basic, and what else did they change?", async () => {
    const lines = await found({ record: "customers", id: "C-10482" });
    expect(lines[0]).toMatch(/^Collections agent changed plan from Gold to Basic and 6 more fields on/);
    expect(lines.length).toBeGreaterThanOrEqual(7);
    const asked = readAsk({ record: "customers", id: "C-10482" }, "UTC");
    const { lines: seenLines } = await findLines(aPrincipal("compliance"), asked, web);
    const seen = seenLines.map(({ entry }) => entry);
    expect(seen[0]?.event.actor).toMatchObject({
      attribution: "verified",
      onBehalfOf: { id: people.dana.email, attribution: "claimed" },
    });
    // the gap: a value that differs without a recorded change
    const tagsOf = (name: string) => seen.map(({ event }) => event.change?.fields.find((field) => field.name === name));
    const [newest, , dana] = tagsOf("tags");
    expect(JSON.stringify(newest)).toContain("referral");
    expect(JSON.stringify(dana)).toContain("referral");
    expect(JSON.stringify(tagsOf("tags").slice(3))).not.toContain("referral");
  });

  test.each<[string, Params, RegExp]>([
    ["what was deleted", { action: "deleted" }, /^Nightly cleanup deleted 200 (rows|records) from customers/i],
    ["the price list", { record: "prices" }, /^Price list import created 600 (rows|records) in prices/i],
    ["50 under delegated authority", { actor: "data-hygiene-agent" }, /^Data hygiene agent changed 50 (rows|records)/i],
    ["the hotfix without a ticket", { actor: people.marcus.email, record: "customers" }, /Marcus Okafor/],
    ["the contractor's token", { actor: people.sam.email }, /^Sam Whitfield changed e-?mail/],
    ["the unknown login", { actor: "report_ro" }, /^Unknown login changed contact phone/],
    ["a privilege at night", { category: "permission" }, /role (contractor|payroll_editor)|payroll_editor/],
    ["the salary", { record: "salaries", id: "E-2117" }, /^Rafael Duarte changed/],
    ["the payee, changed back", { record: "payees", id: "PY-201" }, /^Sam Whitfield/],
    ["the table that nobody connected", { record: "refund_notes" }, /refund/],
  ])("%s", async (_what, query, expected) => {
    const lines = await found(query);
    expect(
      lines.some((line) => expected.test(line)),
      lines.slice(0, 4).join("\n"),
    ).toBe(true);
  });

  test("a privilege granted at 23:40 was used at 23:46 and gone at 23:52", async () => {
    const rows = await vouch.owner<{ at: string; type: string }[]>`
      select to_char(occurred_at at time zone 'America/New_York', 'HH24:MI') as at, type from ledger.projection
      where type in ('role.granted', 'role.revoked') and record_id = ${people.rafael.email} or record_type = 'salaries' and record_id = 'E-2117'
        and actor = ${people.rafael.email}
      order by occurred_at`;
    expect(rows.map(({ at, type }) => `${at} ${type}`)).toEqual([
      "23:40 role.granted",
      "23:46 salaries.updated",
      "23:52 role.revoked",
    ]);
  });

  test("coverage says when Customers was off, since when Refund notes is on, and that payroll did not answer", async () => {
    const { query } = parseCoverageQuery({ days: "180" }, now.slice(0, 10));
    const { sources, gaps } = await readCoverage(aPrincipal("compliance"), query, web);
    const strip = (table: string) => sources.flatMap(({ strips }) => strips).find((one) => one.table === table);
    const off = strip("public.customers")?.intervals.find(({ cause }) => cause === "disabled_trigger");
    const minutes = Number(microseconds(off?.to ?? "") - microseconds(off?.from ?? "")) / 60_000_000;
    expect(minutes).toBeGreaterThan(13.9);
    expect(minutes).toBeLessThan(14.3);
    const late = strip("public.refund_notes");
    expect(late?.now).toMatchObject({ state: "captured", cause: "attached" });
    expect(late?.intervals.map(({ cause }) => cause)).toContain("new_table");
    expect(gaps).toBe(2);
    // its triggers went on: nothing is missing, and that nobody could look is said all the same
    const lines = await found({ category: "coverage", own: "shown" });
    expect(lines.filter((line) => /harbor_payroll/.test(line)).join("\n")).toMatch(/did not answer|does not answer/);
    const [patrols] = await vouch.owner`select count(*)::int as ringing from ledger.patrols where alarms <> '{}'`;
    expect(patrols).toEqual({ ringing: 0 });
  });

  test("the searches that are asked each week are kept, for everybody", async () => {
    const { shared } = await listSearches(aPrincipal("auditor"), web);
    expect(shared.map(({ name }) => name).sort()).toEqual([
      "Changes without a ticket, last 7 days",
      "Credit limits above 20,000",
      "Deletions by AI agents",
    ]);
    expect(await found({ own: "only", event: "query.saved" })).toHaveLength(3);
  });

  test("odd data is kept as it is, and two requests wait for a second person", async () => {
    const forms = await findLines(
      aPrincipal("compliance"),
      readAsk({ record: "intake_forms", kind: "agent" }, "UTC"),
      web,
    );
    expect(forms.lines.length).toBeGreaterThan(0);
    const [odd] =
      await vouch.owner`select count(*)::int as count from ledger.projection where record_id like 'F-ODD-%'`;
    expect(odd).toEqual({ count: 4 });
    const requests = await vouch.owner`select kind, state from app.requests order by number limit 3`;
    expect(requests).toEqual([
      { kind: "role.administrator", state: "expired" },
      { kind: "role.administrator", state: expect.stringMatching(/waiting|expired/) },
      { kind: "values.reveal", state: expect.stringMatching(/waiting|withdrawn/) },
    ]);
  });
});
