/** The values beside the leaves: open with their subject's key alone, gone with it, and bound to their place. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshLedger, someEvents, type TestLedger } from "./builders.ts";
import { type Entry, findEntries } from "./index.ts";

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await freshLedger();
  await ledger.appendEvents(someEvents(9));
  await ledger.sign();
});
afterEach(() => ledger.drop());

const open = async (index: bigint, home = ledger.home) =>
  (await findEntries(ledger.owner, home, ledger.ledger, [index]))[0] as Entry;
const note = async (index: bigint) => (await open(index)).disclosures?.get("/event/change/fields/2/after")?.value;

test("values are sealed: neither the database nor a copy of it shows them", async () => {
  expect(await note(4n)).toBe("paid 4");
  const dump = await ledger.owner<{ row: string }[]>`
    select encode(sealed, 'escape') as row from ledger.disclosures union all select encode(leaf, 'escape') from ledger.entries union all select p::text from ledger.projection p`;
  const text = dump.map(({ row }) => row).join("\n");
  for (const value of ["paid 4", "call back", "DE00 4"]) expect(text).not.toContain(value);
  expect(text).toContain("120.00"); // kept
});

test("without its subject's row a value is erased, and every proof still holds", async () => {
  const eraser = ledger.database.as("eraser");
  const [{ subject } = { subject: null }] = await eraser<
    { subject: Buffer }[]
  >`select subject from ledger.disclosures where index = 4`;
  expect((await eraser`delete from ledger.subjects where subject = ${subject}`).count).toBe(1);
  expect((await open(4n)).disclosures?.size).toBe(0);
  expect(await note(5n)).toBe("paid 5");
  expect(await ledger.verify()).toMatchObject({ verdict: "verified", findings: [] });
});

test("what was erased stays erased when the same record changes again, and the new value is seen", async () => {
  await ledger.owner`delete from ledger.subjects where subject = (select subject from ledger.disclosures where index = 4)`;
  const [again] = someEvents(1, 4);
  await ledger.appendEvents([{ ...again, id: someEvents(1, 99)[0]?.id ?? "" } as never]);
  expect((await open(4n)).disclosures?.size).toBe(0);
  expect(await note(9n)).toBe("paid 4");
});

test("with another home's master key nothing opens, which is not taken for erased", async () => {
  const other = { ...ledger.home, secret: () => Buffer.alloc(32, 7) };
  expect((await open(4n, other)).disclosures).toBeUndefined();
});

test("each subject has a key of its own, the same for all its entries", async () => {
  const [again] = someEvents(1, 4);
  await ledger.appendEvents([{ ...again, id: someEvents(1, 99)[0]?.id ?? "" } as never]);
  const rows = await ledger.owner<
    { subject: string }[]
  >`select encode(subject, 'hex') as subject from ledger.disclosures where index in (4, 5, 9) order by index`;
  expect(rows[0]?.subject).toBe(rows[2]?.subject);
  expect(rows[0]?.subject).not.toBe(rows[1]?.subject);
  expect(await ledger.owner`select from ledger.subjects`).toHaveLength(6);
});

test("a value that was moved to another entry, or changed, is refused", async () => {
  await ledger.owner`update ledger.disclosures a set sealed = b.sealed, subject = b.subject from ledger.disclosures b where a.index = 4 and b.index = 5`;
  expect((await open(4n)).disclosures).toBeUndefined();
  await ledger.owner`update ledger.disclosures set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where index = 5`;
  expect((await open(5n)).disclosures).toBeUndefined();
  await ledger.owner`update ledger.disclosures set sealed = ''::bytea where index = 7`;
  expect((await open(7n)).disclosures).toBeUndefined();
  expect((await open(8n)).disclosures?.size).toBeGreaterThan(0);
});
