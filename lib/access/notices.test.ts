import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { aPerson, aPrincipal, type TestWeb, testWeb } from "./builders.ts";
import { markRead, type NewNotice, notify, readNotices, takeBackNotices } from "./notices.ts";
import type { Principal } from "./principal.ts";

let web: TestWeb;
let ada: Principal;
let ben: Principal;
beforeAll(async () => {
  web = await testWeb();
  ada = await known("ada@example.org");
  ben = await known("ben@example.org");
});
afterAll(() => web.drop());
beforeEach(() => web.database.owner`delete from app.notices`);

async function known(email: string): Promise<Principal> {
  const principal = aPrincipal("compliance");
  return { ...principal, person: { ...principal.person, id: await aPerson(web, email, "compliance") } };
}

const waiting = (what: string, address = "/approvals/1"): NewNotice => ({
  type: "approval.waiting",
  data: { who: "Amara Okafor", what },
  address,
});
const tell = (people: Principal[], notice: NewNotice) =>
  web.sql.begin((sql: Transaction) =>
    notify(
      sql,
      people.map(({ person }) => person.id),
      notice,
      web.clock(),
    ),
  );
const sentences = async (who: Principal) => (await readNotices(who, web)).notices.map(({ sentence }) => sentence);

test("everybody is told once, reads their own alone, and marks only what they have seen", async () => {
  await tell([ada, ben, ada], waiting("make Zoë 👩‍💻 an administrator"));
  expect(await sentences(ada)).toEqual(["Amara Okafor asks for your decision: to make Zoë 👩‍💻 an administrator."]);
  const seen = await readNotices(ada, web);
  expect(seen.unread).toBe(1);
  await tell([ada], { type: "password.reset", data: { who: "Amara\u0000 Okafor" }, address: "/account" });
  await markRead(ada, seen.notices[0]?.createdAt ?? "", web);
  expect((await readNotices(ada, web)).notices.map(({ read }) => read)).toEqual([false, true]);
  expect((await readNotices(ben, web)).unread).toBe(1);
  await web.sql.begin((sql) => takeBackNotices(sql, "approval.waiting", "/approvals/1"));
  expect(await sentences(ben)).toEqual([]);
  expect(await sentences(ada)).toEqual(["Amara\uFFFD Okafor made a link with which your password can be set anew."]);
  const stranger = await readNotices(undefined, web).catch((fault) => fault);
  expect(stranger instanceof Fault && stranger.code).toBe("unauthenticated");
});

test("they are bounded: 30 are shown, 200 are kept, for 90 days; what this Vouch cannot say is left out", async () => {
  await web.database.owner`
    insert into app.notices (id, person, type, data, address, created_at)
    select gen_random_uuid(), ${ada.person.id}, 'approval.waiting', '{"who": "Amara", "what": "wait"}', '/', ${web.clock()}::timestamptz - n * interval '1 minute'
    from generate_series(1, 202) as n`;
  await tell([ada], waiting("do 202"));
  const { notices, unread } = await readNotices(ada, web);
  expect([notices.length, unread]).toEqual([30, 200]);
  expect(notices[0]?.sentence).toContain("do 202");
  await web.database.owner`
    insert into app.notices (id, person, type, address, created_at) values (gen_random_uuid(), ${ben.person.id}, 'toString', '/', now() + interval '1 year')`;
  expect(await sentences(ben)).toEqual([]);
  web.pass(91 * 24 * 60);
  expect(await sentences(ada)).toEqual([]);
  await tell([ada], waiting("begin anew"));
  const [kept] = await web.database.owner<{ count: number }[]>`
    select count(*)::int as count from app.notices where person = ${ada.person.id}`;
  expect(kept?.count).toBe(1);
});
