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
    change: { operation: "update", fields: Array.from({ length: 20 }, (_, f) => f === i % 19 ? { name: `f${f}`, type: "text", mode: "erasable" as const, changed: true, before: `v${i - 1}`, after: `v${i}` } : { name: `f${f}`, type: "text", mode: f % 5 === 0 ? "conceal" as const : "erasable" as const, changed: false, value: `some longer text that stays ${f}` }) },
    statement: { id: anEventId(600_000 + i) },
  });
  const n = 10_000;
  for (let at = 0; at < n; at += 1000) await ledger.appendEvents(Array.from({ length: 1000 }, (_, i) => make(at + i, "many")));
  for (let at = 0; at < 30_000; at += 1000) await ledger.appendEvents(Array.from({ length: 1000 }, (_, i) => make(n + at + i, `r${(at + i) % 5000}`)));
  await ledger.owner`analyze ledger.projection`; await ledger.owner`analyze ledger.entries`;
  const record = { source, schema: "public", type: "customers", id: "many" };
  const time = async (name: string, work: (i: number) => Promise<unknown>) => {
    const took: number[] = [];
    for (let i = 0; i < 40; i++) { const s = performance.now(); await work(i); took.push(performance.now() - s); }
    took.sort((a, b) => a - b);
    console.log(name, "p50", took[20]?.toFixed(0), "p95", took[37]?.toFixed(0), "rss", Math.round(process.memoryUsage().rss / 1e6));
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
