/** What stands in an exported file is what the ledger shows, no more and no less, and its certificate says exactly that. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal, Web } from "../../access/index.ts";
import { anEvent, anEventId, anUpdate, arbitraryEvent, aTime } from "../../event/builders.ts";
import type { Event, Field, Value } from "../../event/index.ts";
import { canonical, leafHash } from "../../integrity/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { anExporter, madeExport, webOf } from "./builders.ts";
import { uncell } from "./csv.ts";
import { downloadExport, openExport } from "./index.ts";

const canary = "CANARY-4242-CONCEALED";
const other = "0190f7d2-6f1e-7000-8000-00000000d002";

let ledger: TestLedger;
let web: Web;
let officer: Principal;
const told = new Map<string, Event>();

beforeAll(async () => {
  ledger = await freshLedger("2026-11-21T07:00:00.000000Z");
  web = webOf(ledger);
  officer = await anExporter(ledger);
  const events = [...drawn(120), ...bulk(1_000, 40), ...ugly(2_000)];
  for (const event of events) told.set(event.id, event);
  await ledger.appendEvents(events);
  await ledger.post({
    type: "event.searched",
    category: "sensitive_read",
    actor: { kind: "human", id: "amara", attribution: "verified" },
  });
  await ledger.drain();
  await ledger.sign();
});
afterAll(() => ledger.drop());

/** Everything the vocabulary allows, from one source. */
function drawn(count: number): Event[] {
  return fc
    .sample(arbitraryEvent, { numRuns: count, seed: 20_261_120 })
    .map(({ statement: _statement, ...event }, n) => ({
      ...event,
      id: anEventId(n),
      occurredAt: aTime(n),
      source: { id: aSource, kind: "postgres", name: "billing" },
      actor: { ...event.actor, id: event.actor.id || "nobody" },
    }));
}

const statement = "0190f7d2-6f1e-7000-8000-0000000000b1";

/** One statement of many rows, as a source tells it. */
function bulk(from: number, rows: number): Event[] {
  const source = { id: aSource, kind: "postgres" as const, name: "billing" };
  const occurredAt = aTime(500);
  const row = (n: number) =>
    anUpdate(
      {
        table: "line_items",
        id: `${n}`,
        fields: [{ name: "amount", type: "numeric", mode: "keep", changed: true, before: "1", after: `${n}` }],
      },
      { id: anEventId(from + n), occurredAt, source, statement: { partOf: statement } },
    );
  const whole = anEvent({
    id: anEventId(from),
    type: "line_items.updated",
    category: "statement",
    occurredAt,
    source,
    target: { system: "billing", schema: "public", type: "line_items" },
    statement: {
      id: statement,
      text: "update line_items set amount = ?",
      exact: "update line_items set amount = 1",
      rows: `${rows}`,
    },
  });
  return [whole, ...Array.from({ length: rows }, (_, n) => row(n + 1))];
}

const long = "x".repeat(1_000_000);

function ugly(from: number): Event[] {
  const source = { id: other, kind: "postgres" as const, name: "payroll" };
  const field = (name: string, more: Partial<Field>): Field => ({
    name,
    type: "text",
    mode: "erasable",
    changed: true,
    ...more,
  });
  const fields: Field[] = [
    field("=cmd|' /C calc'!A0", { before: "=1+1", after: "+1" }),
    field("rtl", { before: "مريم\r\nحداد", after: '👩‍💻 "quoted", \t' }),
    field("empty", { before: "", after: null }),
    field("long", { before: null, after: long }),
    field("ssn", { mode: "conceal", before: canary, after: `${canary}-2` }),
    field("pin", { mode: "omit" }),
  ];
  const many = Array.from({ length: 2_000 }, (_, n) => field(`f${n}`, { mode: "keep", before: "a", after: `b${n}` }));
  return [
    anUpdate(
      { table: "salaries", id: "1", fields },
      {
        id: anEventId(from),
        occurredAt: aTime(600),
        source,
        correlation: { ticket: "T-1", reason: "line one\nline two" },
      },
    ),
    anUpdate({ table: "wide", id: "2", fields: many }, { id: anEventId(from + 1), occurredAt: aTime(601), source }),
    anEvent({
      id: anEventId(from + 2),
      occurredAt: aTime(602),
      source: { ...source, kind: "postgres" },
      data: [field("card", { mode: "conceal", changed: undefined, value: canary })].map(
        ({ changed: _, ...rest }) => rest,
      ),
    }),
  ];
}

type Row = Record<string, string>;

function readCsv(file: Buffer): Row[] {
  const rows: Row[] = parse(file, { bom: true, columns: true, record_delimiter: "\r\n" });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, uncell(value)])));
}

/** Field, before, what before is, after, what after is: as somebody would write them down from the event itself. */
function expectedFields({ change, data }: Event): string[][] {
  const side = (field: Field, value: Value | undefined): string[] => {
    if (field.mode === "omit") return ["not recorded", "not recorded"];
    if (value === undefined) return ["", ""];
    if (field.mode === "conceal") return ["concealed", "concealed"];
    if (field.mode === "hash" && value !== null) return ["#", "keyed hash"];
    if (value === null) return ["", "no value"];
    if (value === "") return ["", "empty text"];
    return [typeof value === "string" ? value : canonical(value), "value"];
  };
  const none = ["", ""];
  const changed = (change?.fields ?? [])
    .filter(({ changed }) => changed !== false)
    .map((field) => {
      const omitted = field.mode === "omit";
      const before = change?.operation !== "insert" && (omitted || field.before !== undefined);
      const after = change?.operation !== "delete" && (omitted || field.after !== undefined);
      return [field.name, ...(before ? side(field, field.before) : none), ...(after ? side(field, field.after) : none)];
    });
  const beside = (data ?? []).map((field) => [field.name, ...none, ...side(field, field.value)]);
  const all = [...changed, ...beside];
  return all.length > 0 ? all : [["", "", "", "", ""]];
}

test("read back, the file says of every entry what the ledger holds, and of concealed values nothing", async () => {
  const { asked, file } = await madeExport(web, officer, { zone: "Europe/Berlin" });
  expect(asked.trouble).toBeNull();
  expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const rows = readCsv(file);
  const byEntry = new Map<string, Row[]>();
  for (const row of rows) byEntry.set(row.Entry ?? "", [...(byEntry.get(row.Entry ?? "") ?? []), row]);
  const entries = (await ledger.entries()).filter(({ leaf }) => leaf.event.source.kind !== "vouch");
  expect([...byEntry.keys()]).toEqual(entries.map(({ index }) => String(index)));
  for (const { index, leaf, bytes, recordedAt } of entries) {
    const event = told.get(leaf.event.id) as Event;
    const found = byEntry.get(String(index)) ?? [];
    const fields = found.map((row) => [row.Field, row.Before, row["Before is"], row.After, row["After is"]]);
    const hashless = fields.map((cells) => cells.map((cell, at) => (cells[at + 1] === "keyed hash" ? "#" : cell)));
    expect(hashless, event.id).toEqual(expectedFields(event));
    for (const row of found) {
      expect(row["Leaf hash"]).toBe(Buffer.from(leafHash(bytes)).toString("hex"));
      expect(row["Occurred at (UTC)"]).toBe(event.occurredAt);
      expect(Date.parse(row["Occurred at (Europe/Berlin)"] ?? "")).toBe(Date.parse(event.occurredAt));
      expect(row["Recorded at (UTC)"]).toBe(recordedAt);
      expect([row["Actor id"], row["Kind of actor"], row.Attribution]).toEqual([
        event.actor.id,
        event.actor.kind,
        event.actor.attribution,
      ]);
      expect([row.Table, row["Record id"], row.Ticket]).toEqual([
        event.target?.type ?? "",
        event.target?.id ?? "",
        event.correlation?.ticket ?? "",
      ]);
      expect(row.Reason).toBe(event.correlation?.reason ?? "");
    }
  }
  expect(file.includes(long)).toBe(true);
  expect(file.includes("update line_items set amount = 1")).toBe(false);
  for (const bytes of [file, Buffer.from(JSON.stringify(asked.certificate))])
    expect(bytes.includes(canary)).toBe(false);
});

test("the certificate counts as SQL does by hand, names what covers it, and holds the file's digest", async () => {
  const query = "record:line_items";
  const { asked, file } = await madeExport(web, officer, { query });
  const { certificate } = asked;
  if (!certificate) throw new Error("expected a certificate");
  const [byHand] = await ledger.owner<{ entries: string; first: string; last: string; head: string }[]>`
    select count(*)::text as entries, min(index)::text as first, max(index)::text as last,
      (select size::text from ledger.heads) as head from ledger.projection where record_type = 'line_items'`;
  const { population, counted } = certificate;
  expect({ entries: population.entries, first: population.first, last: population.last }).toEqual({
    entries: byHand?.entries,
    first: byHand?.first,
    last: byHand?.last,
  });
  expect([population.lines, counted.lines, counted.entries]).toEqual(["1", "1", byHand?.entries]);
  expect(population.query).toBe("record:line_items own:hidden");
  expect(certificate.file).toMatchObject({
    sha256: createHash("sha256").update(file).digest("hex"),
    bytes: String(file.length),
    rows: String(readCsv(file).length),
    name: `vouch-export-${asked.number}.csv`,
  });
  expect(BigInt(certificate.checkpoint?.size ?? 0)).toBeGreaterThanOrEqual(BigInt(population.last ?? 0));
  expect(certificate.asked.by.email).toBe(officer.person.email);
  expect(certificate.exclusions.join(" ")).toContain("own:hidden");
  expect(certificate.again).toContain(`entry%3C${population.upTo}`);
  expect(JSON.stringify(certificate)).not.toMatch(/compliant|certified|passed|effective|in place|did not happen/i);
  const made = await ledger.owner<{ data: string }[]>`
    select event::jsonb ->> 'data' as data from inbox.events where event::jsonb ->> 'type' = 'export.made' order by position desc limit 1`;
  expect(made[0]?.data).toContain(certificate.file.sha256);
});

test("the leaves are the exact bytes that are hashed, one to a line, and what is bound stays bound", async () => {
  const { asked, file } = await madeExport(web, officer, { query: "own:shown", format: "leaves" });
  const lines = file.toString("utf8").split("\n");
  expect(lines.pop()).toBe("");
  const entries = (await ledger.entries()).filter(({ index }) => index < asked.upTo);
  expect(lines.map((line) => Buffer.from(leafHash(Buffer.from(line))).toString("hex"))).toEqual(
    entries.map(({ leafHash: stored }) => stored.toString("hex")),
  );
  expect(file.includes(canary)).toBe(false);
  expect(asked.certificate?.file.rows).toBe(String(lines.length));
});

test("what came after the asking is no part of it, relative times are fixed, and an empty population is one", async () => {
  const { asked } = await madeExport(web, officer, { query: "after:7d actor:nobody-at-all" });
  expect(asked.query).toMatch(/^after:2026-11-\d\dT\S+Z actor:nobody-at-all before:2026-11-\d\dT\S+Z own:hidden$/);
  expect(asked.certificate?.population).toMatchObject({ entries: "0", lines: "0" });
  expect(asked.certificate?.population.first).toBeUndefined();
  const late = anUpdate(
    { table: "late", id: "1" },
    { id: anEventId(9_000), occurredAt: aTime(700), source: { id: aSource, kind: "postgres", name: "billing" } },
  );
  const { upTo } = asked;
  await ledger.appendEvents([late]);
  const again = await madeExport(web, officer, { query: `entry<${upTo} record:late` });
  expect(again.asked.certificate?.population.entries).toBe("0");
});

test("an auditor's export holds their period and sources alone, whatever the query asks", async () => {
  const scope = { from: aTime(590), to: aTime(602), sources: [other] };
  const auditor = await anExporter(ledger, "auditor", scope);
  for (const query of ["", "own:shown", "record:line_items or record:salaries or record:wide"]) {
    const { asked, file } = await madeExport(web, auditor, { query });
    expect(asked.trouble).toBeNull();
    const tables = new Set(readCsv(file).map((row) => row.Table));
    expect([...tables].sort(), query).toEqual(["salaries", "wide"]);
    expect(asked.certificate?.population.entries).toBe("2");
    expect(asked.certificate?.exclusions.join(" ")).toContain("whoever asked may see");
    for (const bytes of [file, Buffer.from(JSON.stringify(asked.certificate))])
      expect(bytes.includes("line_items set")).toBe(false);
  }
  await expect(madeExport(web, auditor, { query: "after:2020-01-01" })).rejects.toMatchObject({ code: "forbidden" });
});

test("the file is handed out to those who may have it, each time recorded, and never once it was changed on the disk", async () => {
  const { asked, file, reports } = await madeExport(web, officer, { query: "record:salaries" });
  expect({ state: asked.state, reports }).toEqual({ state: "done", reports: [] });
  const number = String(asked.number);
  const got = await downloadExport(officer, number, "file", web);
  expect(file.equals(Buffer.from(await new Response(got.body).arrayBuffer()))).toBe(true);
  const certificate = await downloadExport(officer, number, "certificate", web);
  const read = JSON.parse(await new Response(certificate.body).text());
  expect(read).toEqual(asked.certificate);
  expect(Object.keys(read).slice(0, 4)).toEqual(["certificate", "export", "ledger", "population"]);
  expect(Object.keys(read.population)[0]).toBe("query");
  expect(await countPosted("export.downloaded")).toBe(2);

  const [colleague, auditor, narrow] = [
    await anExporter(ledger),
    await anExporter(ledger, "auditor"),
    await anExporter(ledger, "compliance", { sources: [aSource] }),
  ];
  await (await downloadExport(colleague, number, "file", web)).body.cancel();
  for (const stranger of [auditor, narrow]) {
    await expect(downloadExport(stranger, number, "file", web)).rejects.toMatchObject({ code: "forbidden" });
    await expect(openExport(stranger, number, web)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(downloadExport(await anExporter(ledger, "engineer"), number, "file", web)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(downloadExport({ ...officer, scope: { sources: [other] } }, number, "file", web)).rejects.toMatchObject({
    code: "forbidden",
  });

  const place = `${web.home.folder}/exports/${asked.id}.file`;
  fs.writeFileSync(place, Buffer.from(file.toString("utf8").replace("salaries", "salariez")));
  await expect(downloadExport(officer, number, "file", web)).rejects.toThrow(/SHA-256 is not the one/);
  expect(await countPosted("export.downloaded")).toBe(3);
});

async function countPosted(type: string): Promise<number> {
  const [row] = await ledger.owner<{ count: number }[]>`
    select count(*)::int as count from inbox.events where event::jsonb ->> 'type' = ${type}`;
  return row?.count ?? 0;
}
