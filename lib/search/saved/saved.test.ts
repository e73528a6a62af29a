/** Saved searches: kept, changed, shared and removed by those who may, invisible to everybody else, and each change an entry. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "../../access/index.ts";
import { anEventId } from "../../event/builders.ts";
import { parseQuery } from "../language/index.ts";
import { someSearches, type TestSearches } from "./builders.ts";
import {
  changeSearch,
  countPinned,
  listSearches,
  pinSearch,
  readPinned,
  removeSearch,
  restoreSearch,
  runSearch,
  saveSearch,
  shareSearch,
  subscribe,
  unsubscribe,
} from "./index.ts";

let here: TestSearches;
let priya: Principal;
let marcus: Principal;
let jonas: Principal;
beforeAll(async () => {
  here = await someSearches();
  [priya, marcus, jonas] = [
    await here.person("compliance"),
    await here.person("administrator"),
    await here.person("engineer"),
  ];
});
afterAll(() => here.ledger.drop());

const given = (name: string, query = "kind:agent action:deleted") => ({ name, query, zone: "Europe/Berlin" });
const mine = async (who: Principal) => (await listSearches(who, here.web)).mine;
const sharedWith = async (who: Principal) => (await listSearches(who, here.web)).shared.map(({ name }) => name);
const queryOf = (address: string) => new URLSearchParams(address.split("?")[1]).get("q") ?? "";

test("a search is saved, run, changed, removed and brought back, and each of it is an entry in words", async () => {
  const { web } = here;
  const { id } = await saveSearch(priya, { ...given("Agent  deletions"), description: " Look\ndaily " }, web);
  expect((await mine(priya))[0]).toMatchObject({
    id,
    name: "Agent deletions",
    description: "Look\ndaily",
    mistakes: [],
    zone: "Europe/Berlin",
    range: { kind: "any" },
    mine: true,
    pinned: false,
  });
  const address = await runSearch(priya, id, web);
  expect(parseQuery(queryOf(address)).tree).toEqual(parseQuery("kind:agent action:deleted").tree);
  expect(address).toContain("zone=Europe/Berlin");
  expect((await mine(priya))[0]?.lastRun).toMatchObject({ byYou: true });
  await changeSearch(priya, id, { name: "Deletions", description: "", query: "action:deleted after:7d" }, web);
  const [changed] = await mine(priya);
  expect(changed).toMatchObject({ name: "Deletions", range: { kind: "rolling", from: expect.any(String) } });
  // its link means the same to whoever opens it later
  expect(queryOf(changed?.link ?? "")).not.toContain("7d");
  await changeSearch(priya, id, { name: "Deletions", description: "", query: "action:deleted after:7d" }, web);
  await removeSearch(priya, id, web);
  expect(await mine(priya)).toEqual([]);
  await expect(runSearch(priya, id, web)).rejects.toThrow("Expected a saved search that is there.");
  await restoreSearch(priya, id, web);
  expect((await mine(priya)).map(({ name }) => name)).toEqual(["Deletions"]);
  const who = priya.person.name;
  expect(await here.sentences()).toEqual([
    `${who} saved the search “Agent deletions”`,
    `${who} changed the name, the description and the query of the saved search “Deletions”`,
    `${who} removed the saved search “Deletions”`,
    `${who} brought back the saved search “Deletions”`,
  ]);
  const [saved] = await here.posted("query.saved");
  const typed = saved?.data?.filter(({ name }) => ["name", "query"].includes(name));
  expect(typed?.map(({ mode }) => mode)).toEqual(["erasable", "erasable"]);
  await removeSearch(priya, id, web);
});

test("frozen times are saved as what they mean now", async () => {
  const { web } = here;
  const query = "action:deleted after:7d";
  await saveSearch(priya, { ...given("Frozen", query), range: "frozen" }, web);
  await saveSearch(priya, { ...given("Rolling", query), range: "rolling" }, web);
  const [frozen, rolling] = await mine(priya);
  expect(frozen?.range.kind).toBe("frozen");
  expect(rolling?.range.kind).toBe("rolling");
  expect(rolling?.query).toContain("7d");
  const from = rolling?.range.from ?? "";
  here.pass(60 * 24);
  const [later, moved] = await mine(priya);
  expect(later?.range).toEqual(frozen?.range);
  expect(Date.parse(moved?.range.from ?? "") - Date.parse(from)).toBeGreaterThanOrEqual(86_400_000);
  for (const { id } of await mine(priya)) await removeSearch(priya, id, web);
});

test("another's private search is not there, and a shared one is changed by its owner alone", async () => {
  const { web } = here;
  const { id } = await saveSearch(priya, given("Private"), web);
  const attempts = (who: Principal) => [
    () => runSearch(who, id, web),
    () => changeSearch(who, id, given("Mine now"), web),
    () => removeSearch(who, id, web),
    () => restoreSearch(who, id, web),
    () => pinSearch(who, id, true, web),
    () => subscribe(who, id, undefined, web),
    () => unsubscribe(who, id, web),
  ];
  for (const attempt of [...attempts(marcus), ...attempts(jonas), () => shareSearch(marcus, id, true, web)])
    await expect(attempt()).rejects.toMatchObject({ code: "not-found" });
  expect(await sharedWith(marcus)).toEqual([]);

  await shareSearch(priya, id, true, web);
  expect(await sharedWith(jonas)).toEqual(["Private"]);
  expect(await runSearch(jonas, id, web)).toContain("/events?q=");
  expect((await mine(priya))[0]?.lastRun).toMatchObject({ byYou: false, by: jonas.person.name });
  for (const attempt of [
    () => changeSearch(jonas, id, given("Mine now"), web),
    () => removeSearch(jonas, id, web),
    () => changeSearch(marcus, id, given("Mine now"), web),
    () => shareSearch(marcus, id, false, web),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  expect((await here.posted("access.denied")).length).toBeGreaterThanOrEqual(4);
  await removeSearch(marcus, id, web); // an administrator takes back what everybody sees
  expect((await here.told(priya))[0]?.sentence).toBe(
    `${marcus.person.name} removed “Private”, which you had saved and shared.`,
  );
  await restoreSearch(marcus, id, web);
  expect(await here.told(priya)).toEqual([]);
  await shareSearch(priya, id, false, web);
  expect(await sharedWith(jonas)).toEqual([]);
  await expect(saveSearch(jonas, { ...given("For all"), shared: true }, web)).rejects.toMatchObject({
    code: "forbidden",
  });
  await removeSearch(priya, id, web);
});

test("who no longer shares it is told to those who were alerted, and undoing a removal undoes that too", async () => {
  const { web } = here;
  const { id } = await saveSearch(priya, { ...given("Watched"), shared: true }, web);
  await subscribe(jonas, id, undefined, web);
  await subscribe(priya, id, undefined, web);
  await pinSearch(jonas, id, true, web);
  expect((await mine(priya))[0]).toMatchObject({ watchers: 1, alert: { since: expect.any(String) } });
  await removeSearch(priya, id, web);
  expect((await here.told(jonas)).map(({ sentence }) => sentence)).toEqual([
    `${priya.person.name} removed “Watched” or no longer shares it: you are not alerted to it any more.`,
  ]);
  await restoreSearch(priya, id, web);
  expect(await here.told(jonas)).toEqual([]);
  expect((await listSearches(jonas, web)).shared[0]).toMatchObject({ pinned: true, alert: {} });
  await shareSearch(priya, id, false, web);
  expect(await here.told(jonas)).toHaveLength(1);
  expect(await readPinned(jonas, web)).toEqual([]);
  expect((await mine(priya))[0]).toMatchObject({ watchers: 0, alert: {} });
  await removeSearch(priya, id, web);
});

test("pinned searches are counted on Home, within what the reader may see, and looking leaves no entry", async () => {
  const { web } = here;
  await here.deleted("1", "2", "3");
  const { id } = await saveSearch(priya, { ...given("Pinned"), shared: true, pinned: true }, web);
  const scope = { from: "2031-01-01T00:00:00.000000Z", to: "2032-01-01T00:00:00.000000Z" };
  const helen = await here.person("auditor", scope);
  await pinSearch(helen, id, true, web);
  await pinSearch(helen, id, true, web); // once
  const before = (await here.posted()).length;
  expect(await readPinned(priya, web)).toMatchObject([{ name: "Pinned", mistaken: false }]);
  expect(await countPinned(priya, web)).toEqual({ [id]: { lines: 3, more: false } });
  expect(await countPinned(helen, web)).toEqual({ [id]: { lines: 0, more: false } });
  expect((await here.posted()).length).toBe(before);
  expect((await here.posted("query.pinned")).filter(({ target }) => target?.id === id)).toHaveLength(2);
  const ids = [];
  for (let n = 0; n < 5; n++) ids.push((await saveSearch(priya, { ...given(`P${n}`), pinned: true }, web)).id);
  await expect(saveSearch(priya, { ...given("P6"), pinned: true }, web)).rejects.toThrow("which is the limit");
  expect((await mine(priya)).some(({ name }) => name === "P6")).toBe(false);
  for (const one of [...ids, id]) await removeSearch(priya, one, web);
  expect(await readPinned(priya, web)).toEqual([]);
});

test("what was edited in the database, or names what is gone, opens with its mistakes", async () => {
  const { web } = here;
  const { owner } = here.ledger;
  const { id } = await saveSearch(priya, { ...given("Old"), pinned: true }, web);
  const nasty = [
    "nosuchfield:x kind:agent",
    '"unbalanced',
    `'; drop table app.queries; --`,
    "x".repeat(100_000),
    "\u202e(((",
  ];
  for (const query of nasty) {
    await owner`update app.queries set query = ${query}, zone = 'Mars/Olympus', view = '{"columns": 7, "group": []}' where id = ${id}`;
    const [found] = await mine(priya);
    expect(found?.zone).toBe("UTC");
    const address = await runSearch(priya, id, web);
    expect(address.length).toBeLessThan(20_000);
    expect((await readPinned(priya, web))[0]).toMatchObject({ name: "Old" });
    if (found?.mistakes.length) {
      expect((await readPinned(priya, web))[0]).toMatchObject({ mistaken: true });
      expect(await countPinned(priya, web)).toEqual({});
      await expect(subscribe(priya, id, undefined, web)).rejects.toThrow("would find something else than it says");
    }
  }
  await owner`update app.queries set query = 'nosuchfield:x kind:agent' where id = ${id}`;
  const [found] = await mine(priya);
  expect(found?.mistakes.length).toBe(1);
  await changeSearch(priya, id, { name: "Older", query: "nosuchfield:x kind:agent" }, web); // it may keep it
  await expect(changeSearch(priya, id, { name: "Older", query: "nosuchfield:y" }, web)).rejects.toMatchObject({
    code: "invalid",
  });
  await removeSearch(priya, id, web);
});

test("lengths, names and numbers have their limits", async () => {
  const { web } = here;
  const refused: [Partial<Parameters<typeof saveSearch>[1]>, RegExp][] = [
    [{ name: " \n" }, /Expected a name/],
    [{ name: "x".repeat(121) }, /Expected a name/],
    [{ description: "x".repeat(501) }, /Expected a description of at most 500/],
    [{ query: "x ".repeat(2_001) }, /at most 4,000 letters/],
    [{ query: "nosuchfield:x" }, /cannot be searched for as it is written/],
    [{ query: "dana\0lee" }, /cannot be searched for as it is written/],
    [{ zone: "Mars/Olympus" }, /Expected a time zone/],
  ];
  for (const [part, says] of refused)
    await expect(saveSearch(priya, { ...given("n"), ...part }, web)).rejects.toThrow(says);
  await saveSearch(priya, given("Twice"), web);
  await expect(saveSearch(priya, given("Twice"), web)).rejects.toMatchObject({ code: "conflict" });
  const approver = await here.person("approver");
  await expect(saveSearch(approver, given("None"), web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(listSearches(approver, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(listSearches(undefined, web)).rejects.toMatchObject({ code: "unauthenticated" });
  for (const id of ["", "' or true --", anEventId(1), "\0"])
    await expect(runSearch(priya, id, web)).rejects.toMatchObject({ code: expect.stringMatching(/not-found/) });
  await here.ledger.owner`
    insert into app.queries (id, ledger, owner, name, query, zone, created_at, changed_at)
    select gen_random_uuid(), ${here.ledger.ledger}, ${jonas.person.id}, 'n' || n, '', 'UTC', now(), now() from generate_series(1, 199) n`;
  const both = await Promise.allSettled([saveSearch(jonas, given("a"), web), saveSearch(jonas, given("b"), web)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
