import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestWeb, testWeb } from "../../access/builders.ts";
import type { Event } from "../../event/index.ts";
import { aRequest, aSystem, type TestSystem } from "./builders.ts";
import { receiveEvents } from "./receive.ts";

let web: TestWeb;
let system: TestSystem;
beforeAll(async () => {
  web = await testWeb();
  system = await aSystem(web);
});
afterAll(() => web.drop());

let sent = 0;
const cloud = (overrides: object = {}) => ({
  specversion: "1.0",
  id: `c-${++sent}`,
  source: "/billing/eu",
  type: "com.example.order.shipped",
  category: "record",
  ...overrides,
});

async function send(body: unknown, type = "application/cloudevents+json", headers?: Record<string, string>) {
  const answer = await receiveEvents(aRequest(system.secret, body, type, headers), web);
  return { status: answer.status, said: await answer.json() };
}
const latest = async () => (await web.posted()).at(-1) as Event;

test("attributes and data of an event as it is sent anywhere", async () => {
  const event = cloud({
    time: "2026-11-20T06:59:00.123456789Z",
    subject: "17",
    datacontenttype: "application/json",
    traceparent: "00-4bf9",
    data: { weight: 12, carrier: "Post" },
  });
  expect(await send(event)).toMatchObject({ status: 201, said: { id: event.id } });
  expect(await latest()).toMatchObject({
    type: "com.example.order.shipped",
    category: "record",
    occurredAt: "2026-11-20T06:59:00.123456Z",
    actor: { attribution: "verified" },
    target: { type: "order", id: "17" },
    data: [
      { name: "weight", value: "12" },
      { name: "carrier", value: "Post" },
      {
        name: "cloudevent",
        value: [
          { name: "source", value: "/billing/eu" },
          { name: "datacontenttype", value: "application/json" },
          { name: "traceparent", value: "00-4bf9" },
        ],
      },
    ],
  });
});

test("what Vouch understands, in extension attributes and in the data", async () => {
  await send(
    cloud({ actorid: "dana", actorkind: "human", actorname: "Dana Lee", targettype: "shipment", subject: "9" }),
  );
  expect(await latest()).toMatchObject({
    actor: { id: "dana", name: "Dana Lee", kind: "human", attribution: "claimed" },
    target: { type: "shipment", id: "9" },
  });
  const vouch = { target: { type: "parcel", id: "3" }, correlation: { ticket: "T-1" }, data: { more: true } };
  await send(cloud({ data: { weight: 1, vouch } }));
  expect(await latest()).toMatchObject({
    target: { type: "parcel", id: "3" },
    correlation: { ticket: "T-1" },
    data: [{ name: "weight" }, { name: "more", value: true }, { name: "cloudevent" }],
  });
  const wrong = await send(cloud({ data: { vouch: { source: "forged" } } }));
  expect(wrong).toMatchObject({ status: 422, said: { errors: [{ pointer: "/data/vouch/source" }] } });
});

test("the id counts together with the source", async () => {
  const event = cloud({ data: 5 });
  expect((await send(event)).status).toBe(201);
  expect((await send(event)).said.status).toBe("duplicate");
  expect((await send({ ...event, source: "/billing/us" })).status).toBe(201);
  expect((await send({ ...event, data: 6 })).status).toBe(409);
  expect((await send({ id: event.id, type: "user.signed_in" }, "application/json")).status).toBe(201);
});

test("a batch, and a single event where the other was said", async () => {
  const batch = [cloud(), cloud({ specversion: "0.3" }), cloud()];
  expect((await send(batch, "application/cloudevents-batch+json")).said).toMatchObject({
    accepted: 2,
    refused: 1,
    items: [{}, { problem: { errors: [{ pointer: "/specversion" }] } }, {}],
  });
  expect((await send(batch)).status).toBe(400);
  expect((await send(cloud(), "application/cloudevents-batch+json")).status).toBe(400);
});

test("binary mode: attributes in headers, JSON, text, bytes or nothing in the body; the same event as in the other mode", async () => {
  const { data, ...attributes } = cloud({ subject: "Zoë 1", data: { a: 1.5 } }) as Record<string, unknown>;
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))]),
  );
  expect((await send(data, "application/json", headers)).status).toBe(201);
  expect(await latest()).toMatchObject({
    target: { type: "order", id: "Zoë 1" },
    data: [{ name: "a", value: "1.5" }, {}],
  });
  expect((await send({ ...attributes, data })).said).toMatchObject({ status: "duplicate" });
  const binary = async (body: string | Uint8Array, type: string) => {
    const status = (await send(body, type, { ...headers, "ce-id": `b-${++sent}` })).status;
    return { status, first: (await latest()).data?.[0] };
  };
  expect(await binary("hello", "text/plain")).toMatchObject({ status: 201, first: { name: "data", value: "hello" } });
  expect(await binary(new Uint8Array([1, 255]), "image/png")).toMatchObject({
    first: { name: "data_base64", value: "Af8=" },
  });
  expect(await binary("", "application/json")).toMatchObject({ status: 201, first: { name: "cloudevent" } });
  expect((await send("{}", "application/json", { ...headers, "ce-subject": "%zz" })).status).toBe(422);
});

test.each([
  ["no source", { source: undefined }, "/source"],
  ["a type without a dot", { type: "shipped" }, "/type"],
  ["a time that is none", { time: "yesterday" }, "/occurredAt"],
  ["data under the name of the attributes", { data: { cloudevent: 1 } }, "/data/cloudevent"],
  ["an attribute that is a list", { tags: ["a"] }, ""],
])("%s is refused", async (_what, overrides, pointer) => {
  expect(await send(cloud(overrides))).toMatchObject({ status: 422, said: { errors: [{ pointer }] } });
});
