import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Web } from "../../access/index.ts";
import { anEventId, anUpdate, aTime } from "../../event/builders.ts";
import { type Event, systemClock } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { readAsk } from "../language/index.ts";
import { type CommandAsk, countByCommand, csvByCommand, findByCommand } from "./command.ts";

let ledger: TestLedger;
let web: Web;
const by = { kind: "human", id: "root", attribution: "claimed" } as const;

beforeAll(async () => {
  ledger = await freshLedger("2026-11-20T11:00:00.000000Z");
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: systemClock };
  const source = { id: aSource, kind: "postgres", name: "billing" } as const;
  const fields: NonNullable<Event["change"]>["fields"] = [
    { name: "note", type: "text", mode: "erasable", changed: true, before: "a, b", after: '=cmd("x")\n"q"' },
    { name: "iban", type: "text", mode: "conceal", changed: true, before: "DE00CANARY", after: "DE11CANARY" },
  ];
  const events = Array.from({ length: 450 }, (_, n) =>
    anUpdate({ id: `${n}`, fields }, { id: anEventId(n), occurredAt: aTime(450 - n), source }),
  );
  await ledger.appendEvents(events, 450);
});
afterAll(() => ledger.drop());
beforeEach(() => ledger.database.owner`truncate inbox.events`);

const asking = (q: string, limit?: number): CommandAsk => ({ by, ask: readAsk({ q }, "UTC"), limit });

async function linesOf(given: CommandAsk): Promise<string[]> {
  const found: string[] = [];
  await findByCommand(given, web, async (lines) => {
    found.push(...lines.map(({ entry }) => entry.index));
  });
  return found;
}

test("lines come newest first, as many as asked for, over all pages; the search is recorded before anything is read", async () => {
  const order = Array.from({ length: 450 }, (_, n) => `${n}`); // the first entry happened last
  expect(await linesOf(asking("record:invoice"))).toEqual(order);
  expect(await linesOf(asking("record:invoice", 230))).toEqual(order.slice(0, 230));
  expect(await linesOf(asking("id:7", 50))).toEqual(["7"]);
  const rows = await ledger.database.owner<
    { event: Event }[]
  >`select event::jsonb as event from inbox.events order by position`;
  expect(rows.map(({ event }) => event)).toMatchObject([
    {
      type: "event.searched",
      category: "sensitive_read",
      actor: by,
      data: [{ value: "record:invoice" }, { value: "UTC" }],
    },
    { data: [{ value: "record:invoice" }, { value: "UTC" }, { name: "limit", value: "230" }] },
    { target: { system: "vouch", type: "record" }, actor: { attribution: "claimed" } },
  ]);

  let shown = 0;
  const broken = { ...web, clock: () => "no time" };
  await expect(findByCommand(asking("record:invoice"), broken, async () => void shown++)).rejects.toThrow();
  expect(shown).toBe(0);
});

test("counts are exact, and CSV has every entry with nothing concealed", async () => {
  expect(await countByCommand(asking("record:invoice", 10), web)).toBe(450n);
  expect(await countByCommand(asking("own:shown id:3"), web)).toBe(1n);
  const csvOf = async (given: CommandAsk) => {
    let text = "";
    await csvByCommand(given, web, async (more) => {
      text += more.toString();
    });
    expect(text).not.toContain("CANARY");
    return parse(text, { bom: true, columns: true, relax_column_count: false }) as Record<string, string>[];
  };
  const rows = await csvOf(asking("record:invoice"));
  expect(rows).toHaveLength(900);
  expect(rows[0]).toMatchObject({ Entry: "0", Field: "note", Before: "a, b", After: `'=cmd("x")\n"q"` });
  expect(rows[1]).toMatchObject({ Field: "iban", Before: "concealed", After: "concealed" });
  expect((await csvOf(asking("record:invoice", 3))).map(({ Entry }) => Entry)).toEqual(["0", "0", "1", "1", "2", "2"]);
  expect(await csvOf(asking("record:nothing"))).toEqual([]);
});
