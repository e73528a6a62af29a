/** The bell tells everybody what concerns them and what they may see, and looking at it leaves no entry. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import type { Principal, Role, Web } from "../access/index.ts";
import { systemClock } from "../event/index.ts";
import { freshLedger, type TestLedger } from "../ledger/builders.ts";
import { readBell } from "./bell.ts";
import { readHome } from "./home.ts";

let ledger: TestLedger;
let web: Web;
beforeAll(async () => {
  ledger = await freshLedger();
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: systemClock };
});
afterAll(() => ledger.drop());

test("alarms are those that a role may see, the same with and without Home, and are gone when they are over", async () => {
  const sentences = async (role: Role, scope = {}) => {
    const principal: Principal = aPrincipal(role, scope);
    const asked = await readBell(principal, [], undefined, web);
    const read = await readBell(principal, [], await readHome(principal, web), web);
    expect(read.alarms).toEqual(asked.alarms);
    expect([asked.unread, asked.waiting.count]).toEqual([0, 0]);
    return asked.alarms.map(({ sentence }) => sentence);
  };
  expect(await sentences("administrator")).toEqual([]);
  const { owner } = ledger;
  const source = "0190f7d2-6f1e-7000-8000-00000000d001";
  await owner`
    insert into app.sources (id, ledger, kind, name, created_at) values (${source}, ${ledger.ledger}, 'postgres', 'billing', now() - interval '1 day')`;
  await owner`
    insert into ledger.verdicts (ledger, checked_at, verdict, entries, checked_to, sentence, first_bad)
    values (${ledger.ledger}, now(), 'tampered', 1, 0, 'Entry 0 does not match.', 0)`;
  const broken = "Problem found: the ledger does not match what was signed.";
  const silent = expect.stringMatching(/^Capture of billing needs attention: /);
  for (const role of ["administrator", "compliance", "auditor", "engineer"] as const) {
    expect(await sentences(role)).toEqual([broken, silent]);
  }
  expect(await sentences("approver")).toEqual([broken]);
  expect(await sentences("auditor", { sources: ["0190f7d2-6f1e-7000-8000-00000000d0ff"] })).toEqual([broken]);
  await owner`
    insert into ledger.verdicts (ledger, checked_at, verdict, entries, checked_to) values (${ledger.ledger}, now() + interval '1 hour', 'verified', 1, 1)`;
  await owner`update app.sources set removed_at = now() where id = ${source}`;
  expect(await sentences("administrator")).toEqual([]);
  expect((await owner`select from inbox.events`).count).toBe(0);
});
