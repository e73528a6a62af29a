/** Values too large to be taken along: bound by digest and length, with nobody brought to their knees; smaller ones whole. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Event, Value } from "../../event/index.ts";
import { linesOf, majors, protectedShop, rowOf, sidesOf, type TestShop } from "./builders.ts";

const schema = `
  create table files (id int primary key, body text, bytes bytea, doc jsonb, note text);
  alter table files alter body set storage external, alter bytes set storage external, alter doc set storage external;
  create table broad (id int primary key, ${Array.from({ length: 120 }, (_, i) => `c${i} text`).join(", ")});
  create table base (id int primary key, body text); create table derived (more text) inherits (base);`;

const line = "löng 🙂 0123456789abcdefghijklm\n"; // 36 bytes of UTF-8
const pattern = Buffer.from("00ff5c22deadbeef", "hex");
const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};
const digest = (type: string, hash: string, length: number): Value => [
  { name: "type", type: "text", value: type },
  { name: "sha256", type: "text", value: hash },
  { name: "length", type: "bigint", value: `${length}` },
];

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await protectedShop(version, {}, schema);
  });
  afterAll(() => shop.drop());
  beforeEach(async () => {
    await shop.sql`truncate files, broad, base`;
    await shop.taken();
  });

  /** A row with that many megabytes of text, of bytes and of jsonb, and what should be recorded of it. */
  async function insert(megabytes: number) {
    const times = Math.floor((megabytes * 1_000_000) / Buffer.byteLength(line));
    const repeats = (megabytes * 1_000_000) / pattern.length;
    const text = "0123456789".repeat(megabytes * 100_000);
    await shop.sql`
      insert into files (id, body, bytes, doc) values (1, repeat(${line}, ${times}), decode(repeat(${pattern.toString("hex")}, ${repeats}), 'hex'), to_jsonb(repeat('0123456789', ${megabytes * 100_000})))`;
    return {
      body: digest("text", sha256(line.repeat(times)), times * Buffer.byteLength(line)),
      bytes: digest("bytea", sha256(Buffer.alloc(repeats * pattern.length, pattern)), repeats * pattern.length),
      doc: digest("jsonb", sha256(`"${text}"`), text.length + 2),
    };
  }

  test("text, bytes and jsonb, untouched, changed and deleted", async () => {
    const { body, bytes, doc } = await insert(6);
    await shop.sql`update files set note = 'seen'`;
    await shop.sql`update files set body = 'short', bytes = null`;
    await shop.sql`delete from files`;
    const [created, seen, cut, deleted] = await shop.taken();
    expect(rowOf(created, "after")).toEqual({ id: "1", body, bytes, doc, note: null });
    expect(sidesOf(seen)).toEqual({
      id: ["1", "1"],
      body: [body, body],
      bytes: [bytes, bytes],
      doc: [doc, doc],
      note: [null, "seen"],
    });
    expect(changedIn(seen)).toEqual(["note"]);
    expect(sidesOf(cut)).toMatchObject({ body: [body, "short"], bytes: [bytes, null], doc: [doc, doc] });
    expect(changedIn(cut)).toEqual(["body", "bytes"]);
    expect(cut?.change?.fields.find(({ name }) => name === "body")).toMatchObject({
      type: "text",
      typeBefore: "document",
    });
    expect(rowOf(deleted, "before")).toMatchObject({ body: "short", doc });
  });

  // on one major, since it takes seconds
  if (version === "18") {
    test("200 MB of each in one row, stored as they are", { timeout: 180_000 }, async () => {
      const large = await insert(200);
      const before = process.memoryUsage().rss;
      const [created] = await shop.taken();
      expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000); // the reader never sees the values
      expect(rowOf(created, "after")).toMatchObject(large);
    });
  }

  test("4 MiB are kept whole, one byte more is a digest", async () => {
    const most = 4_194_304;
    // what does not compress, so that it counts as large where it lies
    const random = await shop.sql<
      { text: string }[]
    >`select string_agg(md5(i::text), '') as text from generate_series(1, ${most / 32}) i`;
    const whole = random[0]?.text ?? "";
    await shop.sql`insert into files (id, body) values (1, ${whole})`;
    await shop.sql`insert into files (id, body) values (2, ${`${whole}x`})`;
    const [kept, cut] = await shop.taken();
    expect(rowOf(kept, "after").body).toBe(whole);
    expect(rowOf(cut, "after").body).toEqual(digest("text", sha256(whole, "x"), most + 1));
    await shop.ledger.drain(shop.outbox);
    const entries = await shop.ledger.entries();
    expect(
      entries
        .map(({ disclosures }) => disclosures.get("/event/change/fields/1/after")?.value)
        .filter((value) => value === whole),
    ).toHaveLength(1);
    await shop.ledger.sign();
    expect(await shop.ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
  });

  test("many rows of megabytes in one statement, compressible or not", { timeout: 120_000 }, async () => {
    const rows = version === "18" ? 24 : 4;
    await shop.sql`insert into files (id, body) select n, (select string_agg(md5((i * n)::text), '') from generate_series(1, 60000) i) from generate_series(1, ${rows}) n`;
    expectMany(await shop.taken(), rows, 1_920_000);
    await shop.sql`update files set body = repeat('x', 5000000)`;
    const events = await shop.taken();
    expect(events).toHaveLength(rows + 1);
    expect(sidesOf(events.at(-1)).body?.[1]).toSatisfy(
      (value: Value) => value === "x".repeat(5_000_000) || Array.isArray(value),
    );
  });

  test("a large value in a table of many columns, and in one that inherits", async () => {
    const long = Array.from({ length: 80_000 }, (_, i) => sha256(`${i}`)).join(""); // 5.1 MB
    await shop.sql`insert into broad (id, c0, c60, c119) values (1, ${"y".repeat(20)}, ${long}, ${long.slice(0, 300_000)})`;
    await shop.sql`insert into derived values (1, ${long}, 'more')`;
    await shop.sql`update base set body = body || '!'`;
    const [broad, derived, updated] = await shop.taken();
    const before = digest("text", sha256(long), long.length);
    expect(rowOf(broad, "after")).toMatchObject({
      c0: "y".repeat(20),
      c1: null,
      c60: before,
      c119: long.slice(0, 300_000),
    });
    expect(rowOf(derived, "after")).toEqual({ id: "1", body: before, more: "more" });
    expect(sidesOf(updated).body).toEqual([before, digest("text", sha256(long, "!"), long.length + 1)]);
    expect(linesOf([updated as Event])).toEqual(["derived.updated without a key"]);
  });
});

const changedIn = (event: Event | undefined) =>
  event?.change?.fields.filter(({ changed }) => changed).map(({ name }) => name);

function expectMany(events: Event[], rows: number, length: number): void {
  expect(linesOf(events).slice(0, 2)).toEqual([`files.created of ${rows} rows`, "files.created 1"]);
  const bodies = events.slice(1).map((event) => rowOf(event, "after").body as string);
  expect(bodies.every((body) => body.length === length)).toBe(true);
  expect(new Set(bodies.map((body) => sha256(body))).size).toBe(rows);
}
