import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal, type TestWeb, testWeb } from "../../access/builders.ts";
import { revokeKey, rotateKey } from "../../access/index.ts";
import { connect } from "../../database/index.ts";
import type { Event } from "../../event/index.ts";
import { aRequest, aSystem, type TestSystem } from "./builders.ts";
import { examples } from "./examples.ts";
import { receiveEvents } from "./receive.ts";

let web: TestWeb;
let system: TestSystem;
beforeAll(async () => {
  web = await testWeb();
  system = await aSystem(web);
});
afterAll(() => web.drop());

let sent = 0;
const unique = () => `id-${++sent}`;
const signIn = (overrides: object = {}) => ({ id: unique(), type: "user.signed_in", ...overrides });

async function send(body: unknown, type?: string, headers?: Record<string, string>, by = system) {
  const answer = await receiveEvents(aRequest(by.secret, body, type, headers), web);
  const text = await answer.text();
  expect(answer.headers.get("content-type")).toBe(answer.ok ? "application/json" : "application/problem+json");
  return { status: answer.status, headers: answer.headers, said: JSON.parse(text) };
}

/** The last event that waits in the inbox. */
async function latest(type?: string): Promise<Event> {
  return (await web.posted(type)).at(-1) as Event;
}

test("a sign-in without an actor is what the key's identity did, and is verified", async () => {
  const event = signIn({ occurredAt: "2026-11-20T09:00:00.1+03:00" });
  expect(await send(event)).toMatchObject({ status: 201, said: { id: event.id, status: "accepted" } });
  expect(await latest()).toMatchObject({
    type: "user.signed_in",
    category: "authentication",
    occurredAt: "2026-11-20T06:00:00.100000Z",
    actor: { kind: "service", name: "Harbor Pay", attribution: "verified" },
    origin: { application: "production", login: expect.stringMatching(/^harbor-pay-/) },
  });
});

test("whoever is named is claimed, also for whom; nobody can claim to be verified", async () => {
  await send(
    signIn({ actor: { id: "dana" }, onBehalfOf: { id: "sam", kind: "human" }, origin: { address: "203.0.113.9" } }),
  );
  expect(await latest()).toMatchObject({
    actor: { kind: "human", id: "dana", attribution: "claimed", onBehalfOf: { id: "sam", attribution: "claimed" } },
    origin: { address: "203.0.113.9", login: expect.stringMatching(/^harbor-pay-/) },
  });
  await send(signIn({ actor: { id: "?", kind: "unknown" } }));
  expect((await latest()).actor).toEqual({ kind: "unknown", id: "?", attribution: "none" });
  const forged = await send(signIn({ actor: { id: "dana", attribution: "verified" } }));
  expect(forged).toMatchObject({ status: 422, said: { errors: [{ pointer: "/actor/attribution" }] } });
  expect((await send(signIn({ source: { kind: "vouch" } }))).said.errors[0].pointer).toBe("/source");
});

test("a UUID of version 7 is the event's id; of any other the same id follows each time", async () => {
  const id = "0198c5a0-7a6e-7000-8000-000000000042";
  await send(signIn({ id }));
  expect((await latest()).id).toBe(id);
  const event = signIn({ occurredAt: "2026-11-20T06:30:00Z" });
  await send(event);
  const first = (await latest()).id;
  expect(first).toMatch(/^01a1.*-7/);
  await send(event, undefined, undefined, await aSystem(web));
  expect((await latest()).id).not.toBe(first);
});

test("the same again is a duplicate and changes nothing, however it is spaced; something else is a conflict, which is recorded", async () => {
  const event = signIn({ data: { door: 1.1 } });
  await send(event);
  const before = (await web.posted("user.signed_in")).length;
  expect(await send(`{ "data":{"door" : 1.1}, "type":"user.signed_in", "id":"${event.id}" }`)).toMatchObject({
    status: 200,
    said: { id: event.id, status: "duplicate" },
  });
  const other = await send({ ...event, data: { door: 2 } });
  expect(other).toMatchObject({ status: 409, said: { status: 409, type: "/problems/conflict" } });
  expect((await send(`{"id":"${event.id}","type":"user.signed_in","data":{"door":1.10}}`)).status).toBe(409);
  expect(await web.posted("user.signed_in")).toHaveLength(before);
  expect(await latest()).toMatchObject({
    type: "event.refused",
    category: "integrity",
    decision: { outcome: "denied" },
    data: [
      { value: expect.stringMatching(/^Harbor/) },
      { value: "1" },
      { mode: "erasable", value: [{ value: event.id }] },
    ],
  });
  expect((await send(event, undefined, undefined, await aSystem(web))).status, "another system's id").toBe(201);
});

test("many requests with the same events at once: each is recorded once, and nobody waits in a circle", async () => {
  const events = Array.from({ length: 40 }, () => signIn());
  const before = (await web.posted("user.signed_in")).length;
  const orders = [events, [...events].reverse(), events, [...events].reverse(), events, [...events].reverse()];
  const answers = await Promise.all(orders.map((order) => send(order)));
  const count = (name: string) => answers.reduce((sum, { said }) => sum + said[name], 0);
  expect([count("accepted"), count("duplicates"), count("refused")]).toEqual([40, 200, 0]);
  expect(await web.posted("user.signed_in")).toHaveLength(before + 40);
});

test("a batch is answered event by event, in order, in every form", async () => {
  const [good, again] = [signIn(), signIn()];
  const batch = [good, { id: "bad", type: "nodot" }, again, { ...again, data: { x: 1 } }, again, 7];
  const { status, said } = await send(batch);
  expect(status).toBe(200);
  expect(said).toMatchObject({ accepted: 2, duplicates: 1, skipped: 0, refused: 3 });
  expect(said.items).toMatchObject([
    { n: 0, id: good.id, status: "accepted" },
    { n: 1, id: "bad", status: "refused", problem: { status: 422, errors: [{ pointer: "/type" }] } },
    { n: 2, id: again.id, status: "accepted" },
    { n: 3, id: again.id, status: "refused", problem: { status: 409 } },
    { n: 4, id: again.id, status: "duplicate" },
    { n: 5, status: "refused", problem: { status: 422 } },
  ]);
  const lines = `${JSON.stringify(signIn())}\r\n\n{"id":\n${JSON.stringify(signIn())}`;
  expect((await send(lines, "application/x-ndjson")).said).toMatchObject({
    accepted: 2,
    refused: 1,
    items: [{ status: "accepted" }, { n: 1, status: "refused", problem: { status: 400 } }, { status: "accepted" }],
  });
  expect((await send([])).said).toMatchObject({ accepted: 0, items: [] });
});

test("every well-known event is accepted as the documents show it", async () => {
  for (const [type, event] of Object.entries(examples)) {
    expect(await send({ ...event }), type).toMatchObject({ status: 201 });
    expect((await latest()).type).toBe(type);
  }
  const decision = await latest("decision.made");
  expect(decision).toMatchObject({ actor: { kind: "agent", attribution: "claimed" }, agent: { model: "assistant-4" } });
  expect(decision.data).toContainEqual({ name: "confidence", type: "numeric", mode: "keep", value: "0.82" });
  expect(decision.data).toContainEqual({ name: "output", type: "text", mode: "erasable", value: "reject" });
  expect((await latest("invoice.updated")).change?.fields).toContainEqual({
    name: "amount",
    type: "numeric",
    mode: "keep",
    changed: true,
    before: "120.1",
    after: "1200.1",
  });
});

test("numbers keep their digits, secrets are left out also where they are nested, and a wish is only stricter", async () => {
  const body = `{"id":"${unique()}","type":"user.signed_in","data":{"amount":12345678901234567890.10,"ssn":1,
    "form":{"deep":[{"password":"hush"}]},"note":"x","pin":"1234"},"fields":{"note":"conceal","absent":"omit"}}`;
  expect((await send(body)).status).toBe(201);
  const modes = Object.fromEntries((await latest()).data?.map(({ name, mode }) => [name, mode]) ?? []);
  expect(modes).toEqual({ amount: "keep", ssn: "conceal", form: "omit", note: "conceal", pin: "omit" });
  expect((await latest()).data?.[0]?.value).toBe("12345678901234567890.10");
  const looser = await send(signIn({ data: { ssn: "1" }, fields: { ssn: "keep" } }));
  expect(looser).toMatchObject({ status: 422, said: { errors: [{ pointer: "/fields/ssn" }] } });
});

test("what is left out is nowhere in the database, not even while it waits", async () => {
  await send(signIn({ data: { password: "correct-horse", card: { api_key: "k-981" } } }));
  const text = await web.inbox();
  expect(text).not.toContain("correct-horse");
  expect(text).not.toContain("k-981");
});

test("a change has the sides that its operation has", async () => {
  const change = async (given: object) => (await send({ id: unique(), type: "a.changed", change: given })).status;
  expect(await change({ operation: "insert", after: { a: 1 } })).toBe(201);
  expect(await change({ operation: "insert", before: { a: 1 } })).toBe(422);
  expect(await change({ operation: "update", after: { a: 1 } })).toBe(422);
  expect(await change({ operation: "truncate" })).toBe(201);
  await change({ operation: "update", before: { a: 1, b: "x", c: 1 }, after: { a: "1", b: "x", d: 2 } });
  expect((await latest()).change?.fields).toMatchObject([
    { name: "a", changed: true, type: "text", typeBefore: "numeric", before: "1", after: "1" },
    { name: "b", changed: false, value: "x" },
    { name: "c", changed: true, before: "1" },
    { name: "d", changed: true, after: "2" },
  ]);
});

test("reads of records are recorded for flagged types alone", async () => {
  const payroll = await aSystem(web, {}, { flagged: ["payroll"] });
  const view = (type: string) => ({ id: unique(), type: "record.viewed", target: { type, id: "1" } });
  const before = (await web.posted("record.viewed")).length;
  expect((await send(view("payroll"), undefined, undefined, payroll)).status).toBe(201);
  expect(await send(view("holiday"), undefined, undefined, payroll)).toMatchObject({
    status: 200,
    said: { status: "skipped", detail: expect.stringContaining("not flagged") },
  });
  expect(await web.posted("record.viewed")).toHaveLength(before + 1);
  expect((await send({ id: unique(), type: "record.viewed" })).said.errors[0].pointer).toBe("/target");
});

test.each([
  ["five minutes ahead", "2099-01-01T00:00:00Z", "/occurredAt"],
  ["too old", "2026-01-01T00:00:00Z", "/occurredAt"],
  ["a day that does not exist", "2026-11-31T00:00:00Z", "/occurredAt"],
  ["no offset", "2026-11-20T06:00:00", "/occurredAt"],
])("a time that is %s is refused", async (_what, occurredAt, pointer) => {
  expect(await send(signIn({ occurredAt }))).toMatchObject({ status: 422, said: { errors: [{ pointer }] } });
});

test("a key reports only its categories, and none that are Vouch's own", async () => {
  const jobs = await aSystem(web, { categories: ["statement"] });
  expect((await send({ id: unique(), type: "job.started" }, undefined, undefined, jobs)).status).toBe(201);
  const refused = await send(signIn(), undefined, undefined, jobs);
  expect(refused).toMatchObject({ status: 403, said: { detail: expect.stringContaining("may not report") } });
  expect((await send({ id: unique(), type: "thing.done" })).said.errors[0].pointer).toBe("/category");
  expect((await send({ id: unique(), type: "a.b", category: "integrity" })).status).toBe(422);
  expect((await send(signIn({ category: "record" }))).status).toBe(422);
});

test("limits: size packed and unpacked, number of events, size of one, fields, what the leaf can hold", async () => {
  const padded = (length: number) => signIn({ data: { x: "a".repeat(length) } });
  expect((await send(" ".repeat(8 * 1024 * 1024 + 1))).status).toBe(413);
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
  expect(bomb.length).toBeLessThan(100_000);
  expect((await send(bomb, undefined, { "content-encoding": "gzip" })).status).toBe(413);
  expect((await send(gzipSync(JSON.stringify(signIn())), undefined, { "content-encoding": "gzip" })).status).toBe(201);
  expect((await send("not gzip", undefined, { "content-encoding": "gzip" })).status).toBe(400);
  expect((await send("x", undefined, { "content-encoding": "br" })).status).toBe(415);
  expect((await send(Array.from({ length: 2_001 }, () => signIn()))).status).toBe(413);
  expect((await send(padded(201 * 1024))).status).toBe(413);
  expect((await send(padded(190 * 1024))).status).toBe(201);
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`f${n}`, n]));
  expect((await send(signIn({ data: many }))).status).toBe(422);
  const name = "名".repeat(200);
  const one = { id: name, name };
  const everything = signIn({
    data: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`${"名".repeat(97)}${n}`, "x"])),
    actor: one,
    onBehalfOf: one,
    target: { system: name, schema: name, type: name, id: "名".repeat(500) },
    origin: { userAgent: "名".repeat(500) },
    agent: { model: name, run: name, prompt: name },
    correlation: { transaction: name, session: name, request: name, ticket: name },
    decision: {
      outcome: "approved",
      rule: name,
      policy: name,
      request: name,
      approvers: Array.from({ length: 5 }, () => ({ ...one, at: "2026-11-20T06:00:00Z", reason: "理".repeat(500) })),
    },
  });
  expect((await send({ ...everything, data: {} })).status).toBe(201);
  expect(await send({ ...everything, id: unique() })).toMatchObject({
    status: 413,
    said: { title: "Too much at once" },
  });
});

test("a body that goes on is left at the limit", async () => {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      if (pulled > 400) return controller.close(); // so that a limit which does not hold is a failure, not a hang
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const headers = { authorization: `Bearer ${system.secret}`, "content-type": "application/json" };
  const request = new Request("http://vouch.example/api/events", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  } as RequestInit);
  expect((await receiveEvents(request, web)).status).toBe(413);
  expect(pulled).toBeLessThan(140);
  const stranger = new Request("http://vouch.example/api/events", {
    method: "POST",
    body: new ReadableStream({
      pull: () => {
        throw new Error("read");
      },
    }),
    duplex: "half",
  } as RequestInit);
  expect((await receiveEvents(stranger, web)).status, "before a key is known nothing is read").toBe(401);
});

test.each([
  ["application/json", "{", 400],
  ["application/json", '{"id":"a","id":"b","type":"user.signed_in"}', 400],
  ["application/json", Buffer.from([0x22, 0xff, 0x22]), 400],
  ["text/plain", "hello", 415],
  ["", "{}", 415],
  ["application/json; charset=latin1", "{}", 415],
  ["application/json; charset=UTF-8", "{}", 422],
])("%s %s is answered with %i", async (type, body, status) => {
  const { said } = await send(body, type);
  expect(said).toMatchObject({ status, type: expect.stringMatching(/^\/problems\//), title: expect.any(String) });
});

test("no key, an unknown one, a revoked and an expired one: 401, recorded; then the address is told to wait, but not a good key", async () => {
  const own = await aSystem(web);
  const anonymous = await receiveEvents(new Request("http://vouch.example/", { method: "POST", body: "{}" }), web);
  expect(anonymous.status).toBe(401);
  expect(anonymous.headers.get("www-authenticate")).toMatch(/^Bearer/);
  const unknown = { ...own, secret: `vouch_${"A".repeat(43)}` };
  expect((await send(signIn(), undefined, undefined, unknown)).said.detail).toContain("not known");
  expect((await latest("key.refused")).actor).toEqual({ kind: "unknown", id: "unknown", attribution: "none" });
  const next = await rotateKey(aPrincipal("engineer"), own.key, 1, web);
  expect((await send(signIn(), undefined, undefined, own)).status, "the old key for an hour more").toBe(201);
  expect((await send(signIn(), undefined, undefined, { ...own, secret: next.secret })).status).toBe(201);
  web.pass(61);
  expect((await send(signIn(), undefined, undefined, own)).said.detail).toContain("has expired");
  await revokeKey(aPrincipal("engineer"), next.id, web);
  const revoked = await send(signIn(), undefined, undefined, { ...own, secret: next.secret });
  expect(revoked).toMatchObject({ status: 401, said: { detail: expect.stringContaining("was revoked") } });
  expect(await latest("key.refused")).toMatchObject({
    actor: { name: "Harbor Pay", attribution: "claimed" },
    decision: { outcome: "denied" },
  });
  let last = revoked;
  for (let i = 0; i < 40; i++) last = await send(signIn(), undefined, undefined, unknown);
  expect(last.status).toBe(429);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(60);
  expect((await web.posted("key.refused")).length).toBeLessThan(35);
  expect((await send(signIn())).status).toBe(201);
  expect(await web.inbox()).not.toContain(unknown.secret.slice(6));
});

test("too fast: nothing of the request is recorded, and once a minute an event says how much was not", async () => {
  const slow = await aSystem(web, {}, { rate: { sustained: 1, burst: 5 } });
  const many = (count: number) =>
    send(
      Array.from({ length: count }, () => signIn()),
      undefined,
      undefined,
      slow,
    );
  expect((await many(4)).status).toBe(200);
  const refused = await many(3);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("2");
  expect((await many(3)).status).toBe(429);
  const shed = async () => (await web.posted("source.shed")).filter(({ target }) => target?.id === slow.source);
  expect(await shed()).toMatchObject([
    { category: "coverage", actor: { id: "vouch" }, data: [{}, { name: "refused", value: "3" }, {}, {}, {}] },
  ]);
  web.pass(1);
  expect((await many(5)).status).toBe(200);
  expect((await many(2)).status).toBe(429);
  expect((await shed()).map(({ data }) => data?.[1]?.value)).toEqual(["3", "5"]);
});

test("a paused source takes nothing and says so", async () => {
  const paused = await aSystem(web);
  await web.sql`update app.sources set paused = true where id = ${paused.source}`;
  expect(await send(signIn(), undefined, undefined, paused)).toMatchObject({
    status: 423,
    said: { detail: expect.stringContaining("is paused") },
  });
});

test("while the database is away the answer is 503, to be sent again", async () => {
  const sql = connect("postgres://nobody@127.0.0.1:1/none", { application: "test", max: 1 });
  const answer = await receiveEvents(aRequest(system.secret, signIn()), { ...web, sql });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  await sql.end({ timeout: 1 });
});

test("a server that does not wait for its disk waits for what is acknowledged", async () => {
  const commits = await web.sql.begin(async (sql) => {
    await sql`set local synchronous_commit = off`;
    await sql`select inbox.receive(${system.source}, array[sha256('a')], array[sha256('b')], array['{}'])`;
    return sql<{ now: string }[]>`select current_setting('synchronous_commit') as now`;
  });
  expect(commits[0]?.now).toBe("on");
});

test("nobody hands in events for a source that is none of HTTP", async () => {
  const forged = web.sql`select inbox.receive('00000000-0000-7000-8000-000000000001', array[sha256('a')], array[sha256('b')], array['{}'])`;
  await expect(forged).rejects.toThrow("HTTP source");
});
