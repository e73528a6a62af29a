import { test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import { anEvent, anEventId, aTime } from "../event/builders.ts";
import { freshLedger } from "../ledger/builders.ts";
import { openRecord, findRecords, findWhoLooked } from "./index.ts";
test("measure", async () => {
  const ledger = await freshLedger();
  const web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => aTime(200_000) };
  const reader = aPrincipal("compliance");
  const source = "0190f7d2-6f1e-7000-8000-00000000d001";
  await ledger.owner`insert into app.sources (id, ledger, kind, name, settings, created_at) values (${source}, ${ledger.ledger}, 'postgres', 'harbor', ${ledger.owner.json({ tables: ["public.customers"] })}, ${aTime()})`;
  const make = (i: number, id: string) => anEvent({
    id: anEventId(i), type: "customers.updated", category: "record", occurredAt: aTime(i * 2),
    source: { id: source, kind: "postgres", name: "harbor" },
    actor: { kind: "human", id: `a${i % 7}`, attribution: "claimed" },
    target: { system: "h", schema: "public", type: "customers", id },
    change: { operation: "update", fields: Array.from({ length: 20 }, (_, f) => f === i % 19 ? { name: `f${f}`, type: "text", mode: "erasable" as const, changed: true, before: `some longer text that stays ${f}`, after: `some longer text that stays ${f}.` } : { name: `f${f}`, type: "text", mode: f % 5 === 0 ? "conceal" as const : "erasable" as const, changed: false, value: `some longer text that stays ${f}` }) },
    statement: { id: anEventId(600_000 + i) },
  });
  const n = 10_000;
  for (let at = 0; at < n; at += 1000) await ledger.appendEvents(Array.from({ length: 1000 }, (_, i) => make(at + i, "many")));
  for (let at = 0; at < 10_000; at += 1000) await ledger.appendEvents(Array.from({ length: 1000 }, (_, i) => make(n + at + i, `r${(at + i) % 5000}`)));
  await ledger.owner`analyze ledger.projection`; await ledger.owner`analyze ledger.entries`;
  const q = async (name: string, text: string) => { const rows = await ledger.owner.unsafe("explain (analyze, costs off, timing off, summary on) " + text); console.log(name, rows.map((r) => Object.values(r)[0]).filter((l) => /Scan|Execution/.test(String(l))).join(" | ")); };
  const m = `p.ledger = '${ledger.ledger}' and p.record_type = 'customers' and p.record_id = 'many' and p.source = '${source}' and p.category = 'record' and p.decision is distinct from 'denied'`;
  for (let i = 0; i < 2; i++) {
  await q("summary", `select count(*), min(occurred_at), count(distinct actor) filter (where actor_kind = 'human') from (select p.occurred_at, p.actor, p.actor_kind, row_number() over (order by p.occurred_at desc, p.index desc) n from ledger.projection p where ${m} order by p.occurred_at desc, p.index desc limit 100001) v`);
  await q("number", `select count(*) from (select from ledger.projection p where ${m} and (p.occurred_at, p.index) > ('2026-11-20T10:00:00Z'::timestamptz, 5) limit 100000) v`);
  await q("since", `with back as materialized (select p.index, p.changed, row_number() over (order by p.occurred_at desc, p.index desc) n from ledger.projection p where ${m} order by p.occurred_at desc, p.index desc limit 2000) select distinct on (c.name) c.name, b.n from back b, unnest(b.changed) c(name) order by c.name, b.n`);
  await q("version", `select p.index from ledger.projection p where ${m} and p.index = 77`);
  }
  const record = { source, schema: "public", type: "customers", id: "many" };
  const time = async (name: string, work: (i: number) => Promise<unknown>) => {
    const took: number[] = []; const c0 = process.cpuUsage();
    for (let i = 0; i < 25; i++) { const s = performance.now(); await work(i); took.push(performance.now() - s); }
    took.sort((a, b) => a - b);
    const c = process.cpuUsage(c0); console.log(name, "node cpu ms", ((c.user + c.system) / 25_000).toFixed(1), "p50", took[12]?.toFixed(0), "p95", took[23]?.toFixed(0), "rss", Math.round(process.memoryUsage().rss / 1e6));
  };
  const first = await openRecord(reader, { record }, web);
  console.log(first.summary.versions, first.versions.length, first.state?.fields?.filter((f) => f.unexplained).length);
  await time("newest", () => openRecord(reader, { record }, web));
  await time("as of", (i) => openRecord(reader, { record, at: aTime(i * 480 + 7) }, web));
  await time("page", () => openRecord(reader, { record, cursor: first.older, direction: "older" }, web));
  await time("compare", () => openRecord(reader, { record, compare: "3", with: "9000" }, web));
  await time("small", () => openRecord(reader, { record: { ...record, id: "r7" } }, web));
  await time("find", () => findRecords(reader, { find: "customers r77" }, web));
  await time("find by name", () => findRecords(reader, { find: "nobody" }, web));
  await time("kinds", () => findRecords(reader, {}, web));
  await ledger.drain();
  await time("who looked", () => findWhoLooked(reader, { type: "customers", id: "many" }, web));
  await time("person", () => findWhoLooked(reader, { person: reader.person.email }, web));
  await time("all", () => findWhoLooked(reader, {}, web));
  await ledger.drop();
}, 280_000);
