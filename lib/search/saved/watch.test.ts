/** Alerts: each new entry is told once, to those who may see it, whatever dies meanwhile, and never because of an alert. */
import { spawn } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { markRead, type Principal } from "../../access/index.ts";
import { aSource, until } from "../../ledger/builders.ts";
import { parseQuery } from "../language/index.ts";
import { someSearches, type TestSearches } from "./builders.ts";
import { keepWatching, removeSearch, saveSearch, shareSearch, subscribe, unsubscribe, watchOnce } from "./index.ts";

let here: TestSearches;
let priya: Principal;
let reports: string[];
beforeAll(async () => {
  here = await someSearches();
  priya = await here.person("compliance");
  reports = [];
});
afterAll(() => here.ledger.drop());

const deletions = { name: "Agent deletions", query: "kind:agent action:deleted", zone: "UTC" };
const look = () => watchOnce(here.web, (sentence) => void reports.push(sentence));
const saved = (who: Principal, more: Partial<Parameters<typeof saveSearch>[1]> = {}) =>
  saveSearch(who, { ...deletions, alert: true, ...more }, here.web);
const sentences = async (who: Principal) => (await here.told(who)).map(({ sentence }) => sentence);
const upTo = async (id: string) => {
  const [row] = await here.ledger.owner<{ upTo: bigint; trouble: string | null }[]>`
    select up_to as "upTo", trouble from app.subscriptions where query = ${id} and ended_at is null`;
  return row;
};

test("what is recorded from then on is told once, with a link to exactly that, and at most once a minute", async () => {
  await here.deleted("before");
  const { id } = await saved(priya);
  expect(await look()).toBe(0);
  await here.deleted("1", "2");
  expect(await look()).toBe(1);
  expect(await look()).toBe(0);
  await here.deleted("3");
  expect(await look()).toBe(0); // too soon: it waits for the rest of the minute
  await here.deleted("4", "5", "6");
  here.pass(1);
  expect(await look()).toBe(1);
  expect(await sentences(priya)).toEqual(["6 new entries for “Agent deletions”."]); // with what is not read yet
  await markRead(priya, here.web.clock(), here.web);
  await here.deleted("7", "8");
  here.pass(1);
  expect(await look()).toBe(1);
  const told = await here.told(priya);
  expect(told.map(({ sentence }) => sentence)).toEqual([
    "2 new entries for “Agent deletions”.",
    "6 new entries for “Agent deletions”.",
  ]);
  const address = new URLSearchParams(told[0]?.address.split("?")[1]);
  const { tree, mistakes } = parseQuery(address.get("q") ?? "");
  expect(mistakes).toEqual([]);
  expect(tree).toEqual(parseQuery("kind:agent action:deleted own:hidden entry>=7 entry<9").tree);
  expect(decodeURIComponent(told[1]?.address ?? "")).toContain("entry>=1+entry<7");
  await unsubscribe(priya, id, here.web);
  here.pass(1);
  await here.deleted("9");
  expect(await look()).toBe(0);
  await removeSearch(priya, id, here.web);
});

test("rolling times are those of the moment of looking, and what does not match is not told", async () => {
  const { id } = await saved(priya, { query: "kind:agent after:1h id:new" });
  await here.deleted("new", "other");
  here.pass(120);
  expect(await look()).toBe(0); // two hours old by then
  await here.deleted("new");
  expect(await look()).toBe(1);
  const [{ address } = { address: "" }] = await here.told(priya);
  expect(decodeURIComponent(address)).not.toContain("1h");
  await removeSearch(priya, id, here.web);
});

test("each is told within their own scope, as it is now", async () => {
  const { owner } = here.ledger;
  const oliver = await here.person("administrator", { sources: ["0190f7d2-6f1e-7000-8000-00000000d0ff"] });
  const { id } = await saved(priya, { shared: true });
  await subscribe(oliver, id, undefined, here.web);
  await here.deleted("1");
  expect(await look()).toBe(1);
  expect(await sentences(oliver)).toEqual([]);
  await owner`update app.people set scope = ${`{"sources": ["${aSource}"]}`}::text::jsonb where id = ${oliver.person.id}`;
  await here.deleted("2");
  here.pass(1);
  expect(await look()).toBe(2);
  expect(await sentences(oliver)).toEqual(["1 new entry for “Agent deletions”."]);
  await owner`update app.people set scope = '{"nonsense": 1}' where id = ${oliver.person.id}`;
  await here.deleted("3");
  here.pass(1);
  expect(await look()).toBe(1);
  expect((await sentences(oliver))[0]).toMatch(/does not alert you as you asked.*cannot be read/);
  await removeSearch(priya, id, here.web);
});

test("who may not search any more is told so once, and what came meanwhile when they may again; who is deactivated is not", async () => {
  const { owner } = here.ledger;
  const jonas = await here.person("engineer");
  const { id } = await saved(jonas);
  await owner`update app.people set role = 'approver' where id = ${jonas.person.id}`;
  await here.deleted("1", "2");
  expect(await look()).toBe(0);
  here.pass(2);
  expect(await look()).toBe(0);
  expect(await sentences(jonas)).toEqual([
    "“Agent deletions” does not alert you as you asked just now. Your role (approver) may not search or be alerted any more.",
  ]);
  await owner`update app.people set role = 'engineer' where id = ${jonas.person.id}`;
  expect(await look()).toBe(1);
  expect((await sentences(jonas))[0]).toBe("2 new entries for “Agent deletions”.");
  expect((await upTo(id))?.trouble).toBeNull();
  await owner`update app.people set deactivated_at = now() where id = ${jonas.person.id}`;
  await here.deleted("3");
  here.pass(1);
  expect(await look()).toBe(0);
  expect(await upTo(id)).toBeUndefined();
  expect((await here.posted("subscription.ended")).at(-1)?.actor.id).toBe("vouch");
});

test("a query that became a mistake alerts to nothing, rather than to everything", async () => {
  const { owner } = here.ledger;
  const { id } = await saved(priya);
  const before = (await here.told(priya)).length;
  await owner`update app.queries set query = 'nosuchfield:x' where id = ${id}`;
  await here.deleted("1");
  expect(await look()).toBe(0);
  expect((await here.told(priya)).length).toBe(before + 1);
  expect((await upTo(id))?.trouble).toMatch(/^The search cannot be understood as it is written/);
  // a private search of somebody else's, by a hand in the database
  const marcus = await here.person("administrator");
  await owner`update app.subscriptions set person = ${marcus.person.id} where query = ${id}`;
  await owner`update app.queries set query = 'kind:agent' where id = ${id}`;
  expect(await look()).toBe(0);
  expect((await sentences(marcus))[0]).toMatch(/no longer shared/);
  await shareSearch(priya, id, true, here.web);
  expect(await look()).toBe(1);
  await removeSearch(priya, id, here.web);
});

test("Vouch’s own entries set off alerts where they are asked for, and those of alerting never", async () => {
  const { ledger } = here;
  const { id } = await saved(priya, { name: "Own", query: "own:only" });
  await ledger.drain(); // that it was saved, and more
  expect(await look()).toBe(1);
  const count = (await here.told(priya)).length;
  for (const type of ["alert.sent", "alert.failed"]) {
    const actor = { kind: "service", id: "vouch", attribution: "verified" } as const;
    await ledger.post({ type, category: "export", actor });
  }
  await ledger.drain();
  here.pass(1);
  expect(await look()).toBe(0);
  here.pass(1);
  await ledger.drain();
  expect(await look()).toBe(0); // looking and telling left nothing that could be found
  expect((await here.told(priya)).length).toBe(count);
  await removeSearch(priya, id, here.web);
});

test("a process that is killed as it tells loses nothing, and another tells it once", async () => {
  const { ledger, web } = here;
  const { id } = await saved(priya, { name: "Killed" });
  await here.deleted("1", "2", "3");
  const before = await upTo(id);
  const env = { ...process.env, VOUCH_HOME: ledger.home.folder, VOUCH_WEB_URL: ledger.database.urlOf("web") };
  const script = `
    import { web } from "./lib/access/index.ts";
    import { keepWatching } from "./lib/search/saved/index.ts";
    await keepWatching({ web: web(), signal: new AbortController().signal, report: console.error, rest: 10 });`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: path.resolve(import.meta.dirname, "../../.."),
    env: { ...env, VOUCH_FAILPOINT: "before-alert" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const signal = await new Promise((done) => child.on("exit", (_, by) => done(by)));
  expect(signal).toBe("SIGKILL");
  const named = async () => (await sentences(priya)).filter((sentence) => sentence.includes("“Killed”"));
  expect(await named()).toEqual([]);
  expect(await upTo(id)).toEqual(before);
  const ending = new AbortController();
  const work = { web, signal: ending.signal, report: () => {}, rest: 5 };
  const two = [keepWatching(work), keepWatching(work)]; // whoever is second finds it done
  await until("the notice", async () => (await named()).length > 0);
  await until("both to have looked", async () => (await upTo(id))?.upTo === (await ledger.head()).size);
  ending.abort();
  await Promise.all(two);
  expect(await named()).toEqual(["3 new entries for “Killed”."]);
  await removeSearch(priya, id, web);
});

test("nothing went wrong on the way", () => expect(reports).toEqual([]));
