/** Databases whose text is not UTF-8: what they hold arrives as the characters that it is. */
import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { databaseUrl, dropDatabase } from "../../database/builders.ts";
import { startTestServer } from "../../database/embedded/test-servers.ts";
import { connect, type Sql } from "../../database/index.ts";
import { freshLedger } from "../../ledger/builders.ts";
import type { Outbox } from "../../ledger/index.ts";
import { majors, protecting, rowOf } from "./builders.ts";
import { PostgresOutboxes, protect, unprotect } from "./index.ts";

const texts = {
  LATIN1: "ÄÖÜ äöü ß ÿ ¬ «x»",
  LATIN9: "€ Œ ž",
  WIN1252: "€ ‚quoted‘ – Ÿ",
  WIN1251: "Привет",
  EUC_JP: "日本語 ひらがな カタカナ",
  EUC_KR: "한국어",
};

describe.each(majors)("PostgreSQL %s", (version) => {
  const tried = Object.entries(texts).filter(([name]) => version === "18" || name === "LATIN1" || name === "EUC_JP");
  test.each(tried)("%s", async (encoding, text) => {
    const server = await startTestServer(version);
    const name = `enc_${randomBytes(5).toString("hex")}`;
    const admin = connect(server, { application: "tests", max: 1 });
    const provider = Number(version) >= 15 ? "locale_provider libc" : "";
    await admin.unsafe(`create database ${name} template template0 encoding '${encoding}' locale 'C' ${provider}`);
    await admin.end();
    const url = databaseUrl(server, name);
    const sql = connect(url, { application: "shop", max: 2 });
    const ledger = await freshLedger();
    await sql`create table notes (id int primary key, note text, tags text[], doc json)`;
    const { source } = await protect({ url }, protecting(ledger));
    const outboxes = new PostgresOutboxes(ledger.sql, ledger.home);
    const [outbox] = (await outboxes.list()).filter((one) => one.source.id === source);
    if (!outbox) throw new Error("expected an outbox");
    await sql`insert into notes values (1, ${text}, array[${text}, null], ${JSON.stringify({ text })}::text::json)`;
    const session = connect(url, { application: "old client", max: 1 });
    await session.unsafe(`set client_encoding = '${encoding}'`);
    await session`update notes set id = 2`;
    await session.end();
    const { events } = await outbox.read(await outbox.start());
    const changes = events.filter(({ change }) => change);
    const [created, updated] = changes;
    const row = { note: text, tags: expect.stringContaining(text), doc: JSON.stringify({ text }) };
    expect(rowOf(created, "after")).toMatchObject({ id: "1", ...row });
    expect(rowOf(updated, "after")).toMatchObject({ id: "2", ...row });
    expect(created?.statement?.exact).toContain("insert into notes");
    if (version === "18") await expectDigest(sql, outbox, text);
    await outboxes.close();
    await unprotect(url, protecting(ledger), true);
    await sql.end();
    await dropDatabase(server, name);
    await ledger.drop();
  });
});

/** A digest is that of the text's UTF-8, whatever the database stores it in. */
async function expectDigest(sql: Sql, outbox: Outbox, text: string): Promise<void> {
  const large = text.repeat(Math.ceil(9_000_000 / Buffer.byteLength(text)));
  await sql`alter table notes alter note set storage external`;
  await sql`insert into notes values (3, ${large})`;
  const { events } = await outbox.read(await outbox.start());
  const [, hash, length] = rowOf(events.at(-1), "after").note as { value: string }[];
  const sum = createHash("sha256").update(large).digest("hex");
  expect([hash?.value, length?.value]).toEqual([sum, `${Buffer.byteLength(large)}`]);
}
