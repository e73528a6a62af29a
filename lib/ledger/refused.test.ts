/** The ledger cannot be brought to a halt by what is handed to it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshLedger, type TestLedger } from "./builders.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await freshLedger();
});
afterAll(() => ledger.drop());

const act = (id: string) =>
  ({
    type: "test.done",
    category: "review",
    actor: { kind: "service", id: "test", attribution: "verified" },
    target: { type: "test", id },
  }) as const;
describe("what nobody can make an entry of is recorded as refused, and the ledger goes on", () => {
  test.each([
    ["no JSON", "not json"],
    ["a list", "[1]"],
    ["null", "null"],
    ["nothing of an event", "{}"],
    [
      "members of other types",
      JSON.stringify({ change: 5, data: "x", statement: 7, correlation: [], agent: true, origin: 1 }),
    ],
    [
      "a number",
      JSON.stringify({
        ...act("x"),
        id: "0190f7d2-6f1e-7000-8000-000000000001",
        occurredAt: "2026-11-20T07:00:00.000000Z",
        retention: 7,
      }),
    ],
    [
      "a day that no month has",
      JSON.stringify({
        ...act("x"),
        id: "0190f7d2-6f1e-7000-8000-000000000001",
        occurredAt: "2026-02-30T07:00:00.000000Z",
        retention: "standard",
      }),
    ],
    [
      "the year 0",
      JSON.stringify({
        ...act("x"),
        id: "0190f7d2-6f1e-7000-8000-000000000001",
        occurredAt: "0000-01-01T07:00:00.000000Z",
        retention: "standard",
      }),
    ],
    [
      "a lone surrogate",
      '{"id":"0190f7d2-6f1e-7000-8000-000000000001","occurredAt":"2026-11-20T07:00:00.000000Z","type":"a.b","category":"review","actor":{"id":"\\ud800","kind":"service","attribution":"none"},"retention":"standard"}',
    ],
    [
      "a statement whose id is no UUID",
      JSON.stringify({
        ...act("x"),
        id: "0190f7d2-6f1e-7000-8000-000000000001",
        occurredAt: "2026-11-20T07:00:00.000000Z",
        retention: "standard",
        statement: { id: "seven" },
      }),
    ],
    [
      "more rows than there are numbers",
      JSON.stringify({
        ...act("x"),
        id: "0190f7d2-6f1e-7000-8000-000000000001",
        occurredAt: "2026-11-20T07:00:00.000000Z",
        retention: "standard",
        statement: { id: "0190f7d2-6f1e-7000-8000-000000000001", rows: "99999999999999999999" },
      }),
    ],
  ])("%s", async (_, text) => {
    await ledger.database.as("capture")`select inbox.post(${text})`;
    await ledger.post(act("next"));
    await ledger.drain();
    const entries = (await ledger.entries()).slice(-2);
    expect(entries.map(({ leaf }) => leaf.event.type)).toEqual(["event.refused", "test.done"]);
    const kept = entries[0]?.disclosures.get("/event/data/1/value");
    expect(kept?.mode).toBe("conceal");
    if (text.length < 10_000 && text.startsWith("{"))
      expect(JSON.parse(kept?.value as string)).toMatchObject(JSON.parse(text));
    else expect(kept?.value).toContain(text);
    await ledger.sign();
    expect(await ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
  });

  test("a zero character, which PostgreSQL's text cannot hold, does not stop it, and the leaf has it", async () => {
    await ledger.post({
      ...act("a\0b"),
      actor: { kind: "human", id: "eve\0", attribution: "claimed", onBehalfOf: { id: "\0", attribution: "claimed" } },
      correlation: { ticket: "\0", transaction: "\0" },
      origin: { login: "\0" },
    });
    await ledger.post(act("next"));
    await ledger.drain();
    expect((await ledger.entries()).slice(-2).map(({ leaf }) => leaf.event.target?.id)).toEqual(["a\0b", "next"]);
    await ledger.sign();
    expect(await ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
  });
});
