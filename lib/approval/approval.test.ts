/** What two people must do together, nobody does alone, twice, late, or with something else than was seen. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestWeb, testWeb } from "../access/builders.ts";
import { type Principal, readNotices } from "../access/index.ts";
import { Fault } from "../event/index.ts";
import { anAsking, aRaise, aReason, aSigned, readNumber, type TestAct } from "./builders.ts";
import {
  ask,
  decide,
  expireRequests,
  openRequest,
  previewAct,
  use,
  waitingFor,
  watchRequest,
  withdraw,
} from "./index.ts";

let web: TestWeb;
let amara: Principal;
let ben: Principal;
let petra: Principal;
let oona: Principal;
let ines: Principal;
let raise: TestAct;
beforeAll(async () => {
  web = await testWeb();
  amara = await aSigned(web, "administrator", "Amara Okafor");
  ben = await aSigned(web, "administrator", "Ben Yusuf");
  petra = await aSigned(web, "approver", "Petra Lind");
  oona = await aSigned(web, "compliance", "Oona Brandt");
  ines = await aSigned(web, "engineer", "Ines Roth");
});
afterAll(() => web.drop());
beforeEach(async () => {
  const { owner } = web.database;
  await owner`truncate app.requests, app.decisions, app.notices, app.rules, app.attempts, inbox.events`;
  await owner`update app.people set deactivated_at = null`;
  await owner`update app.people set role = 'administrator' where id = ${amara.person.id}`;
  await owner`update app.people set role = 'approver' where id = ${petra.person.id}`;
  raise = aRaise();
});

const approved = (saw: string) => ({ outcome: "approved", reason: "Row count matches the report.", saw }) as const;
const refusal = (saw: string) => ({ ...approved(saw), outcome: "refused" }) as const;

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(() => undefined).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}

const types = async () => (await web.posted()).map(({ type }) => type);
const told = async (who: Principal) => (await readNotices(who, web)).notices.map(({ sentence }) => sentence);
const stateOf = async (number: string) => (await openRequest(oona, [raise], number, web)).state;

test("one asks, another approves exactly that, it is done once, and one entry answers who approved", async () => {
  const preview = await previewAct(amara, raise, { by: "5" }, web);
  expect(preview.effect.says).toBe("The number is 0 now and would be 5.");
  expect(preview.deciders.map(({ name }) => name)).toEqual(["Ben Yusuf", "Oona Brandt", "Petra Lind"]);
  const wish = { params: preview.params, reason: aReason, saw: preview.digest };
  const number = String(await ask(amara, raise, wish, web));
  expect(await told(petra)).toEqual(["Amara Okafor asks for your decision: to raise the number by 5."]);
  expect((await told(ines)).length + (await told(amara)).length).toBe(0);
  expect(await readNumber(web.sql)).toBe(0);

  const seen = await openRequest(petra, [raise], number, web);
  expect(seen).toMatchObject({ state: "waiting", mine: false, reason: aReason, digest: preview.digest, whole: true });
  expect(await decide(petra, [raise], number, approved(seen.digest), web)).toBe("used");
  expect(await readNumber(web.sql)).toBe(5);
  expect(await told(amara)).toEqual(["Petra Lind approved your request to raise the number by 5."]);
  expect(await told(petra)).toEqual([]);

  const [asked, decided, done] = await web.posted();
  expect(asked).toMatchObject({
    type: "approval.asked",
    category: "approval",
    actor: { id: "amara.okafor@example.org", attribution: "verified" },
    target: { system: "vouch", type: "request", id: number },
    correlation: { session: "session of Amara Okafor", request: number, reason: aReason },
  });
  expect(decided).toMatchObject({ type: "approval.approved", actor: { id: "petra.lind@example.org" } });
  expect(done).toMatchObject({
    type: "number.raised",
    actor: { id: "amara.okafor@example.org" },
    decision: {
      outcome: "approved",
      request: number,
      approvers: [{ id: "petra.lind@example.org", name: "Petra Lind", at: expect.any(String) }],
    },
    correlation: { request: number, reason: aReason },
    data: [{ name: "approved_because", mode: "erasable", value: "Row count matches the report." }],
  });
  expect(JSON.stringify(done?.decision)).not.toContain("Row count"); // what a person typed stands where it can be erased
  const again = await faultOf(decide(oona, [raise], number, approved(seen.digest), web));
  expect(again.message).toContain("Petra Lind approved it.");
  expect(await readNumber(web.sql)).toBe(5);
});

test("nobody decides on their own request, nor without the role, and the attempt leaves an entry", async () => {
  const { number, saw } = await anAsking(web, amara, [raise]);
  const own = await faultOf(decide(amara, [raise], number, approved(saw), web));
  expect(own.code).toBe("forbidden");
  expect(own.message).toBe("You cannot approve your own request. Ben Yusuf, Oona Brandt or Petra Lind can.");
  expect((await openRequest(amara, [raise], number, web)).cannotDecide).toBe(own.message);
  expect((await faultOf(decide(amara, [raise], number, refusal(saw), web))).code).toBe("forbidden");
  for (const other of [ines, undefined]) {
    const fault = await faultOf(decide(other, [raise], number, approved(saw), web));
    expect(fault.code).toBe(other ? "forbidden" : "unauthenticated");
    expect((await faultOf(openRequest(other, [raise], number, web))).code).toBe(fault.code);
  }
  expect((await faultOf(ask(petra, raise, { params: { by: "1" }, reason: aReason }, web))).code).toBe("forbidden");
  expect((await faultOf(withdraw(ben, [raise], number, web))).code).toBe("forbidden");
  const denials = (await web.posted("access.denied")).map(({ actor, target }) => `${actor.id} ${target?.id ?? ""}`);
  expect(denials).toEqual([
    `amara.okafor@example.org ${number}`,
    `amara.okafor@example.org ${number}`,
    `ines.roth@example.org ${number}`,
    `ines.roth@example.org ${number}`,
    "petra.lind@example.org ",
    `ben.yusuf@example.org ${number}`,
  ]);
  expect(await stateOf(number)).toBe("waiting");
  // and where the code were wrong, the database refuses it
  const { owner } = web.database;
  await expect(
    owner`insert into app.decisions select id, asked_by, asked_by, 'approved', 'self', now(), digest from app.requests`,
  ).rejects.toThrow("somebody_else_decides");
});

test("whom an act is about does not decide on it", async () => {
  raise.concerns = () => [petra.person.id];
  const { number, saw } = await anAsking(web, amara, [raise]);
  expect(await told(petra)).toEqual([]);
  expect((await openRequest(petra, [raise], number, web)).cannotDecide).toContain("about your own account");
  expect((await faultOf(decide(petra, [raise], number, approved(saw), web))).code).toBe("forbidden");
  expect((await waitingFor(petra, [raise], web)).count).toBe(0);
  expect(await decide(oona, [raise], number, approved(saw), web)).toBe("used");
});

test("only what was seen is approved: not another digest, not another request, not what was changed underneath", async () => {
  const { number, saw } = await anAsking(web, amara, [raise]);
  const other = await anAsking(web, amara, [raise], { by: "500" });
  for (const forged of [
    "",
    "00",
    saw.toUpperCase(),
    `${saw}0`,
    saw.replace(/^./, (c) => (c === "0" ? "1" : "0")),
    other.saw,
  ]) {
    expect((await faultOf(decide(petra, [raise], number, approved(forged), web))).message).toContain("Look again");
  }
  await web.database.owner`update app.requests set params = '{"by": "999"}' where number = ${number}`;
  expect((await openRequest(petra, [raise], number, web)).whole).toBe(false);
  expect((await faultOf(decide(petra, [raise], number, approved(saw), web))).message).toContain("Look again");
  await web.database
    .owner`update app.requests set effect = effect || '{"says": "Nothing at all."}' where number = ${other.number}`;
  expect((await faultOf(decide(petra, [raise], other.number, refusal(other.saw), web))).message).toContain(
    "Look again",
  );
  expect(await readNumber(web.sql)).toBe(0);
});

test("bad input is answered in words: numbers, reasons, params, kinds", async () => {
  const { number, saw } = await anAsking(web, amara, [raise]);
  for (const unknown of ["0", "-1", "1e3", "99999999", "9".repeat(40), "1; drop table", ""]) {
    expect((await faultOf(openRequest(petra, [raise], unknown, web))).code).toBe("not-found");
    expect((await faultOf(decide(petra, [raise], unknown, approved(saw), web))).code).toBe("not-found");
  }
  for (const reason of ["", "   too short     ".slice(0, 9), "x".repeat(501), "x".repeat(1_000_000), "\0\n\t"]) {
    const fault = await faultOf(decide(petra, [raise], number, { ...approved(saw), reason }, web));
    expect(fault.message).toContain("a reason of 10 to 500 letters");
    expect((await faultOf(ask(amara, raise, { params: { by: "7" }, reason }, web))).code).toBe("invalid");
  }
  const odd = { ...approved(saw), outcome: "used" as "approved" };
  expect((await faultOf(decide(petra, [raise], number, odd, web))).code).toBe("invalid");
  for (const params of [undefined, null, {}, { by: 5 }, { by: "1000" }, "by", [["by", "5"]]]) {
    expect((await faultOf(ask(amara, raise, { params, reason: aReason }, web))).code).toBe("invalid");
  }
  expect((await faultOf(openRequest(petra, [], number, web))).message).toContain("does not know the kind");
  expect((await web.posted()).length).toBe(1);
});

test("it is carried out only while it would still do what was approved, by people who still may", async () => {
  const changes: [string, () => Promise<unknown>][] = [
    ["has changed since it was asked for", () => web.database.owner`insert into app.rules values ('test', '7', now())`],
    [
      "was deactivated",
      () => web.database.owner`update app.people set deactivated_at = now() where id = ${amara.person.id}`,
    ],
    [
      "may no longer ask",
      () => web.database.owner`update app.people set role = 'engineer' where id = ${amara.person.id}`,
    ],
  ];
  for (const [trouble, change] of changes) {
    await web.database.owner`delete from app.rules`;
    await web.database
      .owner`update app.people set deactivated_at = null, role = 'administrator' where id = ${amara.person.id}`;
    const { number, saw } = await anAsking(web, amara, [raise]);
    await change();
    const fault = await faultOf(decide(petra, [raise], number, approved(saw), web));
    expect(fault.message).toContain(trouble);
    expect(await openRequest(petra, [raise], number, web)).toMatchObject({
      state: "failed",
      decisions: [{ name: "Petra Lind" }],
    });
    expect([0, 7]).toContain(await readNumber(web.sql));
  }
  expect((await types()).filter((type) => type === "approval.failed").length).toBe(3);
  expect(await types()).not.toContain("number.raised");

  // a decider whose role was taken away after the page was opened
  await web.database
    .owner`update app.people set deactivated_at = null, role = 'administrator' where id = ${amara.person.id}`;
  const { number, saw } = await anAsking(web, amara, [raise]);
  await web.database.owner`update app.people set role = 'engineer' where id = ${petra.person.id}`;
  expect((await faultOf(decide(petra, [raise], number, approved(saw), web))).code).toBe("forbidden");
  expect(await stateOf(number)).toBe("waiting");
});

test("what fails on the way leaves nothing behind", async () => {
  const { number, saw } = await anAsking(web, amara, [raise]);
  raise.meanwhile = () => {
    throw new TypeError("a bug");
  };
  await expect(decide(petra, [raise], number, approved(saw), web)).rejects.toThrow("a bug");
  expect(await stateOf(number)).toBe("waiting");
  expect(await types()).toEqual(["approval.asked"]);
  raise.meanwhile = () => {
    throw new Fault("conflict", "The number is in use.");
  };
  expect((await faultOf(decide(petra, [raise], number, approved(saw), web))).message).toContain(
    "The number is in use.",
  );
  expect(await readNumber(web.sql)).toBe(0);
  expect(await types()).toEqual(["approval.asked", "approval.approved", "approval.failed"]);
  expect(await told(amara)).toEqual([
    "Your request to raise the number by 5 was not carried out. The number is in use.",
  ]);
});

test("of two who decide at once, one does; so with withdrawing, and with using", async () => {
  raise = aRaise("by the asker");
  const wins = async (works: Promise<unknown>[]) => {
    const results = await Promise.allSettled(works);
    const lost = results.filter((result) => result.status === "rejected").map(({ reason }) => reason as Fault);
    expect(lost.every((fault) => fault instanceof Fault && fault.code === "conflict")).toBe(true);
    return results.length - lost.length;
  };
  for (let round = 0; round < 4; round++) {
    const { number, saw } = await anAsking(web, amara, [raise], { by: String(10 + round) });
    const decisions = [petra, oona, ben].map((by) => decide(by, [raise], number, approved(saw), web));
    expect(await wins(decisions)).toBe(1);
    expect(await wins([1, 2, 3].map(() => use(amara, [raise], number, web)))).toBe(1);
    const next = await anAsking(web, amara, [raise], { by: String(20 + round) });
    const race = [
      decide(petra, [raise], next.number, refusal(next.saw), web),
      withdraw(amara, [raise], next.number, web),
    ];
    expect(await wins(race)).toBe(1);
  }
  expect(await readNumber(web.sql)).toBe(10 + 11 + 12 + 13);
  const counted = (await types()).filter((type) => type !== "approval.asked").sort();
  expect(counted.filter((type) => type === "approval.approved").length).toBe(4);
  expect(counted.filter((type) => type === "number.raised").length).toBe(4);
  expect(counted.length).toBe(4 + 4 + 4);
});

test("what the asker carries out is held until approved, theirs alone, and over after its time", async () => {
  raise = aRaise("by the asker");
  const { number, saw } = await anAsking(web, amara, [raise]);
  expect((await faultOf(use(amara, [raise], number, web))).code).toBe("held");
  expect(await decide(petra, [raise], number, approved(saw), web)).toBe("approved");
  expect(await readNumber(web.sql)).toBe(0);
  expect((await faultOf(use(ben, [raise], number, web))).code).toBe("forbidden");
  expect((await faultOf(use(petra, [raise], number, web))).code).toBe("forbidden");
  expect(await use(amara, [raise], number, web)).toBe("raised by 5");
  const entry = (await web.posted("number.raised"))[0];
  expect(entry).toMatchObject({
    correlation: { session: "session of Amara Okafor" },
    decision: { outcome: "approved" },
  });
  expect((await faultOf(use(amara, [raise], number, web))).message).toContain("was used already");

  const late = await anAsking(web, amara, [raise], { by: "6" });
  await decide(petra, [raise], late.number, approved(late.saw), web);
  web.pass(31);
  expect((await faultOf(use(amara, [raise], late.number, web))).message).toContain("has expired");

  const doubted = await anAsking(web, amara, [raise], { by: "7" });
  await decide(petra, [raise], doubted.number, approved(doubted.saw), web);
  await web.database.owner`update app.people set role = 'engineer' where id = ${petra.person.id}`;
  const fault = await faultOf(use(amara, [raise], doubted.number, web));
  expect(fault.message).toContain("Petra Lind approved it, and may no longer decide");
  expect(await stateOf(doubted.number)).toBe("failed");
  expect(await readNumber(web.sql)).toBe(5);
});

test("a request that nobody decided on in its time is over, whoever notices, and once", async () => {
  const first = await anAsking(web, amara, [raise]);
  const second = await anAsking(web, amara, [raise], { by: "6" });
  web.pass(61);
  expect(await stateOf(first.number)).toBe("expired");
  expect((await faultOf(decide(petra, [raise], first.number, approved(first.saw), web))).message).toContain(
    "has expired",
  );
  const closed = await Promise.all([expireRequests(web), expireRequests(web)]);
  expect(closed.reduce((sum, count) => sum + count)).toBe(1);
  expect(await types()).toEqual(["approval.asked", "approval.asked", "approval.expired", "approval.expired"]);
  const [, , expired] = await web.posted();
  expect(expired?.actor).toEqual({ kind: "service", id: "vouch", name: "Vouch", attribution: "verified" });
  expect((await told(amara)).length).toBe(2);
  expect(await told(petra)).toEqual([]);
  expect((await faultOf(withdraw(amara, [raise], second.number, web))).code).toBe("conflict");
  const again = await anAsking(web, amara, [raise]);
  await withdraw(amara, [raise], again.number, web);
  expect((await faultOf(decide(petra, [raise], again.number, approved(again.saw), web))).message).toContain(
    "was withdrawn",
  );
  expect(await readNumber(web.sql)).toBe(0);
});

test("an act can need two: neither alone is enough, and nobody counts twice", async () => {
  raise.needs = "2";
  const { number, saw } = await anAsking(web, amara, [raise]);
  expect(await decide(petra, [raise], number, approved(saw), web)).toBe("waiting");
  expect((await faultOf(decide(petra, [raise], number, approved(saw), web))).message).toContain(
    "decided on this request already",
  );
  expect((await waitingFor(petra, [raise], web)).count).toBe(0);
  expect((await waitingFor(oona, [raise], web)).first).toMatchObject({ given: 1, needed: 2 });
  expect(await readNumber(web.sql)).toBe(0);
  raise.needs = "1"; // a rule that was loosened meanwhile: what was asked for was something else
  expect((await faultOf(decide(oona, [raise], number, approved(saw), web))).code).toBe("conflict");
  raise.needs = "2";
  const next = await anAsking(web, amara, [raise]);
  const both = [petra, oona].map((by) => decide(by, [raise], next.number, approved(next.saw), web));
  expect((await Promise.all(both)).sort()).toEqual(["used", "waiting"]);
  expect(await readNumber(web.sql)).toBe(5);
});

test("asking has limits: not twice for the same, 20 open, 30 an hour", async () => {
  await anAsking(web, amara, [raise]);
  expect((await faultOf(anAsking(web, amara, [raise]))).message).toContain("asked for exactly this already");
  for (let n = 1; n < 20; n++) await anAsking(web, amara, [raise], { by: String(100 + n) });
  expect((await faultOf(anAsking(web, amara, [raise], { by: "200" }))).message).toContain(
    "20 of your requests are open",
  );
  for (let n = 0; n < 8; n++) await faultOf(anAsking(web, amara, [raise], { by: "200" }));
  expect((await faultOf(anAsking(web, amara, [raise], { by: "200" }))).message).toContain("too much in a short time");
  expect((await types()).length).toBe(20);
});

test("a page that asks again and again leaves no entry, and knows when it is out of date", async () => {
  const { number, saw } = await anAsking(web, amara, [raise]);
  const before = await watchRequest(petra, number, web);
  expect((await openRequest(petra, [raise], number, web)).version).toBe(before);
  await decide(oona, [raise], number, refusal(saw), web);
  const posted = (await web.posted()).length;
  expect(await watchRequest(petra, number, web)).not.toBe(before);
  for (const nobody of [ines, undefined]) expect(await watchRequest(nobody, number, web)).toBeUndefined();
  expect(await watchRequest(petra, "1' or true", web)).toBeUndefined();
  expect((await web.posted()).length).toBe(posted);
  expect(await told(amara)).toEqual([
    "Oona Brandt refused your request to raise the number by 5: “Row count matches the report.”",
  ]);
});

test("whoever came by a link of the asker's decides on nothing of theirs for a day; on what others ask they do", async () => {
  const { owner } = web.database;
  const link = (ended: string) => owner`
    insert into app.links (hash, person, purpose, made_by, created_at, expires_at, ended_at)
    values (sha256(${ended}), ${petra.person.id}, 'reset', ${amara.person.id}, ${ended}, ${ended}, ${ended})`;
  await link(web.clock());
  const { number, saw } = await anAsking(web, amara, [raise]);
  const { deciders } = await openRequest(oona, [raise], number, web);
  expect(deciders.map(({ name }) => name)).toEqual(["Ben Yusuf", "Oona Brandt"]);
  const fault = await faultOf(decide(petra, [raise], number, approved(saw), web));
  expect(fault).toMatchObject({ code: "forbidden", message: expect.stringContaining("less than 24 hours ago") });
  expect((await types()).filter((type) => type === "access.denied")).toHaveLength(1);
  expect(await stateOf(number)).toBe("waiting");
  const others = await anAsking(web, ben, [raise]);
  expect(await decide(petra, [raise], others.number, refusal(others.saw), web)).toBe("refused");
  await owner`update app.links set ended_at = ended_at - interval '25 hours'`;
  expect(await decide(petra, [raise], number, approved(saw), web)).toBe("used");
  await owner`delete from app.links`;
});
