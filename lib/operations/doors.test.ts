import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { aPerson, aSession, type TestWeb, testWeb } from "../access/builders.ts";
import { markRequests, openWeb } from "../access/index.ts";
import { emptySnapshot, vouchSource } from "../ledger/index.ts";
import { answerHealth, answerMetrics, answerReadiness, remembered } from "./doors.ts";
import { readFigures } from "./figures.ts";
import { metricsText, openCounters } from "./metrics.ts";
import { readReadiness } from "./readiness.ts";

const token = "sixteen-letters-or-more";
let web: TestWeb;
beforeAll(async () => {
  markRequests();
  web = await testWeb(new Date().toISOString().replace("Z", "000Z"));
});
afterAll(() => web.drop());
afterEach(() => vi.unstubAllEnvs());

/** A request as it comes from the Internet: by way of a proxy that says so. */
const asked = (headers: Record<string, string> = {}) => new Request("http://vouch/", { headers });
const authorized = (shown: string) => asked({ authorization: `Bearer ${shown}` });

async function seeWorker(ago: string): Promise<void> {
  const { owner } = web.database;
  await owner`
    insert into ledger.positions (ledger, source, seen, reading, system, read_at)
    values (${web.ledger}, ${vouchSource.id}, ${emptySnapshot}, ${emptySnapshot}, 'x', ${web.clock()}::timestamptz - ${ago}::interval)
    on conflict (ledger, source) do update set read_at = excluded.read_at`;
}

describe("readiness", () => {
  test("says what is missing: a worker, the schema, the database", async () => {
    const { owner } = web.database;
    expect(await readReadiness(web)).toEqual({
      ready: false,
      missing: [expect.stringContaining("No worker has ever been seen")],
    });
    await seeWorker("2 minutes");
    expect((await readReadiness(web)).missing).toEqual([
      expect.stringMatching(/No worker has been seen for 12\d seconds/),
    ]);
    await seeWorker("3 seconds");
    expect(await readReadiness(web)).toEqual({ ready: true, missing: [] });
    await owner`comment on schema app is 'vouch 0000000000000000'`;
    expect((await readReadiness(web)).missing).toEqual([
      expect.stringContaining("schema is not the one of this version"),
    ]);
    const away = openWeb("postgres://nobody:s3cret@127.0.0.1:1/vouch", web.home, web.clock);
    const missing = (await readReadiness(away)).missing;
    expect(missing).toEqual([expect.stringContaining("does not answer")]);
    expect(missing.join()).not.toContain("s3cret");
    await away.sql.end();
  });

  test("a stranger learns ok or not; details are for the token and for this machine", async () => {
    vi.stubEnv("VOUCH_METRICS_TOKEN", token);
    vi.stubEnv("NEXTAUTH_URL", "https://vouch.example");
    const ask = async () => ({ ready: false, missing: ["The worker is gone."] });
    const stranger = await answerReadiness(asked(), ask);
    expect([stranger.status, await stranger.text()]).toEqual([503, "not ready\n"]);
    expect(stranger.headers.get("cache-control")).toBe("no-store");
    expect(await (await answerReadiness(authorized(`${token}x`), ask)).text()).toBe("not ready\n");
    expect(await (await answerReadiness(authorized(token), ask)).text()).toBe("not ready\nThe worker is gone.\n");

    vi.stubEnv("VOUCH_TRUST_PROXY", "1"); // the only way to an address without a socket
    const near = asked({ "x-forwarded-for": "127.0.0.1" });
    expect(await (await answerReadiness(near, ask)).text()).toBe("not ready\n"); // all who come by the proxy are near
    vi.stubEnv("NEXTAUTH_URL", "http://127.0.0.1:3000");
    expect(await (await answerReadiness(near, ask)).text()).toContain("The worker is gone.");
    const through = asked({ "x-forwarded-for": "203.0.113.9, 127.0.0.1" });
    expect(await (await answerReadiness(through, ask)).text()).toBe("not ready\n");
  });

  test("asking often costs one look a second, and a look that failed is not remembered", async () => {
    let [now, looks] = [0, 0];
    const ask = remembered(
      async () => {
        looks += 1;
        if (looks === 2) throw new Error("away");
        return looks;
      },
      () => now,
    );
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
    now = 999;
    expect(await ask()).toBe(1);
    now = 1_000;
    await expect(ask()).rejects.toThrow("away");
    expect(await ask()).toBe(3);
  });

  test("health asks nothing of anybody", () => {
    expect(answerHealth().status).toBe(200);
  });
});

describe("metrics", () => {
  test("are not there without a token, and for nobody who shows another", async () => {
    const ask = async () => "figures";
    expect((await answerMetrics(authorized(""), ask)).status).toBe(404);
    vi.stubEnv("VOUCH_METRICS_TOKEN", token);
    for (const request of [
      asked(),
      authorized("x"),
      authorized(`${token} `.slice(1)),
      asked({ authorization: `Basic ${token}` }),
    ])
      expect((await answerMetrics(request, ask)).status).toBe(401);
    const answer = await answerMetrics(authorized(token), ask);
    expect([answer.status, await answer.text()]).toEqual([200, "figures\n"]);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  test("tell ledger, worker, sources, sessions and what this process counted; no person", async () => {
    const { owner } = web.database;
    const billing = "0190f7d2-6f1e-7000-8000-00000000d002";
    await aPerson(web, "dana@harbor.example", "engineer");
    await aSession(web, "dana@harbor.example");
    await seeWorker("4 seconds");
    await owner`insert into app.sources (id, ledger, kind, name) values (${billing}, ${web.ledger}, 'postgres', ${'billing "north"'})`;
    await owner`
      insert into ledger.patrols (ledger, source, looked_at, reachable, waiting_rows, waiting_bytes, waiting_since, alarms)
      values (${web.ledger}, ${billing}, ${web.clock()}, true, 12, 4096, ${web.clock()}::timestamptz - interval '30 seconds', '{behind}')`;
    await owner`insert into ledger.checkpoints values (${web.ledger}, 1, ${web.clock()}::timestamptz - interval '1 hour', 'note')`;
    const counters = openCounters();
    counters.begun();
    counters.begun();
    counters.answered("GET", "/events/[index]", "200", 0.02);
    counters.received({ accepted: 3, refused: 1 });
    const text = await metricsText(counters, web);
    const value = (name: string) =>
      Number(
        text
          .split("\n")
          .find((line) => line.startsWith(`${name} `))
          ?.split(" ")
          .at(-1),
      );
    const source = 'source="billing \\"north\\"",kind="postgres"';
    expect(value("vouch_database_up")).toBe(1);
    expect(value("vouch_ledger_entries")).toBe(0);
    expect(value("vouch_sessions")).toBe(1);
    expect(value("vouch_http_requests_open")).toBe(1);
    expect(value("vouch_worker_seen_age_seconds")).toBeCloseTo(4, 0);
    expect(Math.round(value("vouch_checkpoint_age_seconds") / 100)).toBe(36);
    expect(value(`vouch_source_waiting_rows{${source}}`)).toBe(12);
    expect(value(`vouch_source_waiting_age_seconds{${source}}`)).toBeCloseTo(30, 0);
    expect(text).toContain('vouch_alarm{source="billing \\"north\\"",alarm="behind"} 1');
    expect(text).toContain(
      'vouch_http_request_duration_seconds_count{method="GET",route="/events/[index]",status="200"} 1',
    );
    expect(text).toContain('vouch_http_events_total{outcome="accepted"} 3');
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(text).toMatch(/^process_resident_memory_bytes /m);
    expect(text).not.toMatch(/dana|harbor/);
    const names = text.match(/^# TYPE (\S+)/gm) ?? [];
    expect(new Set(names).size).toBe(names.length);
  });

  test("say that the database is away, and what this process knows", async () => {
    const away = openWeb("postgres://nobody@127.0.0.1:1/vouch", web.home, web.clock);
    const text = await metricsText(openCounters(), away);
    expect(text).toContain("vouch_database_up 0");
    expect(text).toContain("process_resident_memory_bytes");
    await away.sql.end();
  });

  test("no table that grows with the ledger is read in full", async () => {
    const { owner, ...rest } = web.database;
    await owner`
      insert into ledger.projection (ledger, index, recorded_at, version, event, occurred_at, type, category, action, actor, actor_kind, attribution, source, source_kind, changed)
      select ${web.ledger}, n, now() - (20000 - n) * interval '10 milliseconds', 1, gen_random_uuid(), now(), 'a.b', 'record', 'b', 'x', 'human', 'none', ${vouchSource.id}, 'http', '{}'
      from generate_series(0, 19999) n`;
    await owner`update ledger.heads set size = 20000`;
    await owner`analyze ledger.projection`;
    const before = await readRows(owner);
    const figures = await readFigures(rest.as("web"), web.ledger);
    await owner`select pg_stat_force_next_flush()`;
    expect((await readRows(owner)) - before).toBeLessThanOrEqual(5_000);
    const own = figures.sources.find(({ kind }) => kind === "vouch");
    expect(own?.perSecond).toBeGreaterThan(80); // 100 a second, of the newest 5,000
    expect(own?.perSecond).toBeLessThan(101);
  });
});

/** Rows that were read from the projection's partitions, by whatever way. */
async function readRows(owner: TestWeb["database"]["owner"]): Promise<number> {
  const [row] = await owner<{ read: number }[]>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_user_tables where relname like 'projection_2%'`;
  return row?.read ?? 0;
}
