/** Alerts by webhook: signed, without what must not leave, retried, given up, recorded once, and only where somebody may still send. */
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Principal } from "../../access/index.ts";
import { until } from "../../ledger/builders.ts";
import { someSearches, type TestSearches } from "./builders.ts";
import {
  deliverOnce,
  endWebhook,
  forgetDelivered,
  keepDelivering,
  listWebhooks,
  makeWebhook,
  removeSearch,
  retryDelivery,
  saveSearch,
  subscribe,
  testWebhook,
  watchOnce,
} from "./index.ts";

let here: TestSearches;
let oliver: Principal;
let priya: Principal;
let server: Server;
let address: string;
let status = 200;
const heard: { headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  here = await someSearches();
  [oliver, priya] = [await here.person("administrator"), await here.person("compliance")];
  server = createServer(async (request, answer) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    heard.push({ headers: request.headers, body });
    answer.writeHead(status).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/T0/secret-of-nobody`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await here.ledger.drop();
});
beforeEach(() => {
  status = 200;
  heard.length = 0;
});

let names = 0;
const made = (more: object = {}) =>
  makeWebhook(oliver, { name: `Desk ${++names}`, address, inside: true, values: false, ...more }, here.web);
const look = () => watchOnce(here.web, (sentence) => expect.fail(sentence));
const deliveries = async (id: string) =>
  (await listWebhooks(oliver, here.web)).find((webhook) => webhook.id === id)?.deliveries ?? [];

/** A search of this person whose alerts go there, and something that it has found. */
async function alerting(who: Principal, webhook: string): Promise<string> {
  const search = { name: `Deletions ${++names}`, query: "kind:agent action:deleted after:7d", zone: "UTC" };
  const { id } = await saveSearch(who, search, here.web);
  await subscribe(who, id, webhook, here.web);
  await here.deleted("10482", "10483");
  expect(await look()).toBe(1);
  return id;
}

test("an alert arrives signed, tells who did what without values, and is one entry", async () => {
  const { id, secret } = await made();
  const search = await alerting(priya, id);
  expect(await here.posted("alert.sent")).toEqual([]); // nothing left yet
  const bodies = async () =>
    JSON.stringify(await here.ledger.owner`select body from app.deliveries where webhook = ${id}`);
  expect(await bodies()).not.toContain("10482"); // what waits lies sealed
  expect(await deliverOnce(here.web)).toBe(1);
  expect(await deliverOnce(here.web)).toBe(0);
  expect(await bodies()).toBe('[{"body":""}]'); // and what left is not kept
  const [{ headers, body } = { headers: {}, body: "" }] = heard;
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["vouch-signature"])) ?? [];
  expect(signature).toBe(createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex"));
  const said = JSON.parse(body);
  expect(said).toMatchObject({
    version: 1,
    type: "entries.found",
    id: headers["vouch-delivery"],
    count: 2,
    search: { id: search, words: expect.stringContaining("deleted") },
    address: expect.stringMatching(/^\/events\?q=.*entry>=|entry%3E/),
  });
  expect(said.search.query).toContain("7d");
  expect(decodeURIComponent(said.address)).not.toContain("7d");
  expect(said.entries).toMatchObject([
    {
      sentence: "Billing assistant deleted customers 10482",
      actor: { kind: "agent", attribution: "claimed" },
      address: `/events/${said.range.from}`,
    },
    { sentence: "Billing assistant deleted customers 10483" },
  ]);
  for (const secretOfNobody of ["gold-of-nobody", "canary", "secret-of-nobody", secret])
    expect(JSON.stringify(heard)).not.toContain(secretOfNobody);
  expect((await deliveries(id))[0]).toMatchObject({ state: "delivered", attempts: 1, answer: "Answered 200 OK" });
  const [sent, ...others] = await here.posted("alert.sent");
  expect(others).toEqual([]);
  expect(sent).toMatchObject({ category: "export", actor: { id: "vouch" } });
  expect((await here.sentences()).at(-1)).toMatch(
    /^Vouch sent an alert of 2 new entries for the saved search “Deletions \d+” to the webhook Desk \d+$/,
  );
  const inbox = JSON.stringify(await here.posted());
  for (const secretOfNobody of [secret, "secret-of-nobody", "canary"]) expect(inbox).not.toContain(secretOfNobody);
  await removeSearch(priya, search, here.web);
});

test("values are quoted only where the webhook was made so, and concealed ones never", async () => {
  const changed = async (values: boolean) => {
    const { id } = await made({ values });
    const { id: search } = await saveSearch(
      priya,
      { name: `Tier ${++names}`, query: "record:plans", zone: "UTC" },
      here.web,
    );
    await subscribe(priya, search, id, here.web);
    await here.changed("plans", "7");
    await look();
    await deliverOnce(here.web);
    await removeSearch(priya, search, here.web);
    return JSON.parse(heard.at(-1)?.body ?? "{}").entries[0].sentence;
  };
  expect(await changed(false)).toBe("Billing assistant changed tier and 1 more field on plans 7");
  expect(await changed(true)).toBe("Billing assistant changed tier from bronze to gold and 1 more field on plans 7");
  expect(JSON.stringify(heard)).not.toContain("canary");
});

test("what is not taken is tried again after 1, 5 and 30 minutes, 2 and 6 hours, then given up and said; it can be sent again", async () => {
  status = 503;
  const { id } = await made();
  const search = await alerting(priya, id);
  const sent = (await here.posted("alert.sent")).length;
  for (const minutes of [1, 5, 30, 120, 360]) {
    expect(await deliverOnce(here.web)).toBe(1);
    expect(await deliverOnce(here.web)).toBe(0);
    expect((await deliveries(id))[0]).toMatchObject({ state: "waiting", answer: "Answered 503 Service Unavailable" });
    here.pass(minutes - 1);
    expect(await deliverOnce(here.web)).toBe(0);
    here.pass(1);
  }
  expect(await deliverOnce(here.web)).toBe(1);
  expect((await deliveries(id))[0]).toMatchObject({ state: "failed", attempts: 6 });
  here.pass(10_000);
  expect(await deliverOnce(here.web)).toBe(0);
  expect(heard).toHaveLength(6);
  expect(new Set(heard.map(({ headers }) => headers["vouch-delivery"])).size).toBe(1);
  expect(new Set(heard.map(({ headers }) => headers["vouch-signature"])).size).toBe(6);
  expect((await here.posted("alert.sent")).length).toBe(sent + 1);
  expect(await here.posted("alert.failed")).toHaveLength(1);
  expect((await here.told(priya))[0]?.sentence).toMatch(
    /^What “Deletions \d+” found could not be sent to Desk \d+\. Answered 503/,
  );

  status = 204;
  const [delivery] = await deliveries(id);
  await expect(retryDelivery(priya, delivery?.id ?? "", here.web)).rejects.toMatchObject({ code: "forbidden" });
  await retryDelivery(oliver, delivery?.id ?? "", here.web);
  expect(await deliverOnce(here.web)).toBe(1);
  expect((await deliveries(id))[0]).toMatchObject({ state: "delivered" });
  await expect(retryDelivery(oliver, delivery?.id ?? "", here.web)).rejects.toMatchObject({ code: "conflict" });
  expect((await here.posted("alert.sent")).length).toBe(sent + 1);
  await removeSearch(priya, search, here.web);
});

test("an attempt that died with its process is followed by another; two processes do not make the same one", async () => {
  const { id } = await made();
  const search = await alerting(priya, id);
  const { owner } = here.ledger;
  // as it stands when somebody was killed between noting the attempt and its end
  await owner`update app.deliveries set attempts = 1, next_at = now() + interval '100 years' where webhook = ${id}`;
  expect(await deliverOnce(here.web)).toBe(0);
  await owner`update app.deliveries set next_at = ${here.web.clock()} where webhook = ${id}`;
  const ending = new AbortController();
  const report = (sentence: string) => expect.fail(sentence);
  const work = { web: here.web, signal: ending.signal, report, rest: 1 };
  const two = [keepDelivering(work), keepDelivering(work)];
  await until("the delivery", async () => (await deliveries(id))[0]?.state === "delivered");
  ending.abort();
  await Promise.all(two);
  expect(heard).toHaveLength(1);
  expect((await deliveries(id))[0]?.attempts).toBe(2);
  await removeSearch(priya, search, here.web);
});

test("what was allowed when it was found may not be sent any more: a role, an account, a webhook", async () => {
  const { owner } = here.ledger;
  const marcus = await here.person("compliance");
  const { id } = await made();
  const search = await alerting(marcus, id);
  await owner`update app.people set role = 'engineer' where id = ${marcus.person.id}`;
  await deliverOnce(here.web);
  expect((await deliveries(id))[0]).toMatchObject({
    state: "failed",
    attempts: 1,
    answer: expect.stringContaining("may not send"),
  });
  here.pass(2);
  await here.deleted("1");
  expect(await look()).toBe(1); // in Vouch alone
  expect(await deliverOnce(here.web)).toBe(0);
  await owner`update app.people set role = 'compliance' where id = ${marcus.person.id}`;
  here.pass(2);
  await here.deleted("2");
  await look();
  await owner`update app.people set deactivated_at = now() where id = ${marcus.person.id}`;
  await deliverOnce(here.web);
  expect((await deliveries(id))[0]).toMatchObject({ state: "failed", answer: "Whoever was alerted is deactivated." });
  await owner`update app.people set deactivated_at = null where id = ${marcus.person.id}`;
  here.pass(2);
  await here.deleted("3");
  await look();
  await endWebhook(oliver, id, here.web);
  expect(await deliverOnce(here.web)).toBe(0);
  expect((await here.told(marcus))[0]?.sentence).toMatch(
    /removed the webhook Desk \d+: alerts of yours that went there have ended\.$/,
  );
  expect(heard).toEqual([]);
  await removeSearch({ ...marcus, person: { ...marcus.person, role: "compliance" } }, search, here.web);
});

test("what ended is forgotten after 30 days, what waits is not", async () => {
  const { id } = await made();
  const search = await alerting(priya, id);
  await deliverOnce(here.web);
  status = 500;
  await here.deleted("1");
  here.pass(2);
  await look();
  await deliverOnce(here.web);
  here.pass(29 * 1_440);
  await forgetDelivered(here.web);
  expect(await deliveries(id)).toHaveLength(2);
  here.pass(2 * 1_440);
  await forgetDelivered(here.web);
  expect((await deliveries(id)).map(({ state }) => state)).toEqual(["waiting"]);
  await removeSearch(priya, search, here.web);
});

test("a webhook is made and tried by administrators, its address and secret are sealed, and it leads nowhere inside unless that was said", async () => {
  const { web } = here;
  const given = { name: "Outside", address, inside: false, values: false };
  await expect(makeWebhook(priya, given, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(makeWebhook(oliver, given, web)).rejects.toThrow("begins with https://");
  const { id, secret } = await makeWebhook(oliver, { ...given, address: "https://hooks.example.com/t/0" }, web);
  const inside = async () => [{ address: "127.0.0.1", family: 4 }];
  expect(await testWebhook(oliver, id, web, inside)).toEqual({
    taken: false,
    says: expect.stringContaining("private or reserved network"),
  });
  const { id: desk } = await made();
  expect(await testWebhook(oliver, desk, web)).toEqual({ taken: true, says: "Answered 200 OK" });
  expect(JSON.parse(heard[0]?.body ?? "")).toMatchObject({ version: 1, type: "test" });
  expect((await here.posted("webhook.tested")).length).toBe(2);
  const [row] = await here.ledger.owner<{ text: string; sealed: Buffer }[]>`
    select w::text as text, sealed from app.webhooks w where id = ${id}`;
  for (const hidden of [secret, "/t/0"]) {
    expect(row?.text).not.toContain(hidden);
    expect(row?.sealed.toString("latin1")).not.toContain(hidden);
  }
  // one webhook's seal is no other's
  await here.ledger.owner`update app.webhooks set sealed = ${row?.sealed ?? null} where id = ${desk}`;
  await expect(testWebhook(oliver, desk, web)).rejects.toThrow("sealed with another master key");
  expect((await listWebhooks(oliver, web)).find((webhook) => webhook.id === desk)?.values).toBeUndefined();
  for (let n = 0; n < 18; n++) await testWebhook(oliver, id, web, inside);
  await expect(testWebhook(oliver, id, web, inside)).rejects.toMatchObject({ code: "held" });
});
