/** The published document against real requests and answers, read by a JSON Schema reader that knows nothing of our declarations. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type TestWeb, testWeb } from "../../access/builders.ts";
import { counterRandom } from "../../event/builders.ts";
import { makeLeaf } from "../../integrity/index.ts";
import { inboxOutbox } from "../../ledger/index.ts";
import { aRequest, aSystem, type TestSystem } from "./builders.ts";
import { examples } from "./examples.ts";
import { openApi } from "./openapi.ts";
import { receiveEvents } from "./receive.ts";

let web: TestWeb;
let system: TestSystem;
beforeAll(async () => {
  web = await testWeb();
  system = await aSystem(web, {}, { rate: { sustained: 1_000_000, burst: 1_000_000 } });
});
afterAll(() => web.drop());

const hashKey = new Uint8Array(32);
const published = JSON.parse(JSON.stringify(openApi()));

/** A schema of the document with what it refers to. */
function reader(schema: object): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: published.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
}
const operation = published.paths["/api/events"].post;
const request = reader(operation.requestBody.content["application/json"].schema);
const answersTo = new Map<number, { type: string; schema: z.ZodType }>(
  Object.entries<{ content: Record<string, { schema: object }> }>(operation.responses).map(([status, { content }]) => {
    const [type = "", { schema }] = Object.entries(content)[0] ?? ["", { schema: {} }];
    return [Number(status), { type, schema: reader(schema) }];
  }),
);

/** Sends a body and holds the answer to the document. */
async function send(body: unknown, type?: string, headers?: Record<string, string>) {
  const answer = await receiveEvents(aRequest(system.secret, body, type, headers), web);
  const declared = answersTo.get(answer.status);
  expect(declared, `status ${answer.status}`).toBeDefined();
  expect(answer.headers.get("content-type")).toBe(declared?.type);
  const said = await answer.json();
  expect(declared?.schema.safeParse(said).error).toBeUndefined();
  return { status: answer.status, said };
}

test("it is an OpenAPI 3.1 document whose references lead somewhere", () => {
  expect(published.openapi).toBe("3.1.0");
  const references = [...JSON.stringify(published).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(references.length).toBeGreaterThan(5);
  for (const name of references) expect(published.components.schemas).toHaveProperty(name as string);
});

test("every example is one that it allows and that is recorded", async () => {
  for (const event of Object.values(examples)) {
    expect(request.safeParse(event).error).toBeUndefined();
    expect((await send(event)).status).toBe(201);
  }
  expect((await send(Object.values(examples))).said.duplicates).toBe(Object.keys(examples).length);
});

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom("", "x".repeat(201), "a.b", "\u0000", "é"),
);
const maybe = (arbitrary: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
const members = {
  id: maybe(word),
  type: maybe(fc.constantFrom("user.signed_in", "a.b", "no dots", "job.failed")),
  category: maybe(fc.constantFrom("record", "authentication", "integrity")),
  actor: maybe(fc.record({ id: word, kind: fc.constantFrom("human", "robot"), name: word }, { requiredKeys: [] })),
  target: maybe(fc.record({ type: word, id: word }, { requiredKeys: [] })),
  change: maybe(
    fc.record(
      {
        operation: fc.constantFrom("insert", "update", "upsert"),
        before: fc.dictionary(word, fc.jsonValue()),
        after: fc.dictionary(word, fc.jsonValue()),
      },
      { requiredKeys: [] },
    ),
  ),
  decision: maybe(
    fc.record(
      {
        outcome: fc.constantFrom("allowed", "maybe"),
        approvers: fc.array(fc.record({ id: word, at: word }), { maxLength: 6 }),
      },
      { requiredKeys: [] },
    ),
  ),
  data: maybe(fc.dictionary(word, fc.jsonValue({ maxDepth: 3 }))),
  fields: maybe(fc.dictionary(word, fc.constantFrom("omit", "keep", "hide"))),
  unknown: fc.constant(1),
};
const event = fc.record(members, { requiredKeys: [] });

test("whatever the document refuses is refused, and what is refused beyond it says why", async () => {
  await fc.assert(
    fc.asyncProperty(event, async (body) => {
      const allowed = request.safeParse(JSON.parse(JSON.stringify(body))).success;
      const { status, said } = await send(body);
      if (!allowed) expect(status, JSON.stringify(body)).toBe(422);
      if (allowed && status === 422) expect(said.errors[0].detail).toMatch(/^Expected/);
    }),
    { numRuns: 400 },
  );
});

test("no body crashes it: every answer is a declared one", async () => {
  const types = fc.constantFrom(
    "application/json",
    "application/x-ndjson",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
    "text/plain",
    "",
    "application/json;charset=utf-8",
  );
  const binary = fc.constantFrom(
    {},
    { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "x", "ce-type": "a.b" },
    { "content-encoding": "gzip" },
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    event.map((one) => JSON.stringify(one)),
    fc.array(event).map((many) => JSON.stringify(many)),
  );
  const body = fc.oneof(text, fc.uint8Array());
  await fc.assert(
    fc.asyncProperty(types, binary, body, async (type, headers, sent) => {
      const { status } = await send(sent, type, headers as Record<string, string>);
      expect([200, 201, 400, 409, 413, 415, 422]).toContain(status);
    }),
    { numRuns: 400 },
  );
});

const printable = fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text));
const json = fc.dictionary(printable, fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" }), { maxKeys: 8 });
const who = fc.record(
  { id: printable, kind: fc.constantFrom("human", "unknown"), name: printable },
  { requiredKeys: ["id"] },
);
const fitting = fc.record(
  {
    id: fc.oneof(fc.uuid(), fc.uuid({ version: 7 })),
    type: fc.constantFrom("user.signed_in", "job.failed", "decision.made"),
    actor: who,
    onBehalfOf: who,
    target: fc.record({ type: printable, id: printable, schema: printable }, { requiredKeys: ["type"] }),
    change: fc.oneof(
      fc.record({ operation: fc.constant("insert"), after: json }),
      fc.record({ operation: fc.constant("update"), before: json, after: json }),
      fc.record({ operation: fc.constant("delete"), before: json }),
    ),
    decision: fc.record({
      outcome: fc.constant("approved"),
      approvers: fc.array(fc.record({ id: printable, at: fc.constant("2026-11-20T06:00:00+02:00") }), { maxLength: 2 }),
    }),
    agent: fc.record({ model: printable, reasoning: printable }),
    correlation: fc.record({ ticket: printable, reason: printable }),
    data: json,
  },
  { requiredKeys: ["id", "type"] },
);

test("whatever is accepted becomes an entry of the system that sent it", async () => {
  const events = fc.sample(fitting, 500);
  const { said } = await send(events);
  expect(said.items.filter(({ status }: { status: string }) => status === "refused")).toEqual([]);
  const outbox = inboxOutbox(web.database.as("sequencer"));
  let cursor = await outbox.start();
  let seen = 0;
  for (let ended = false; !ended; ) {
    const batch = await outbox.read(cursor);
    for (const one of batch.events) {
      if (one.source.kind === "vouch") continue;
      seen += 1;
      expect(one.source).toMatchObject({ id: system.source, kind: "http", name: expect.stringMatching(/^Harbor/) });
      expect(one.source.position).toMatch(/^\d+$/);
      const { leaf } = makeLeaf(one, { ledger: web.ledger, recordedAt: web.clock(), random: counterRandom(), hashKey });
      expect(leaf.event.type).toBe(one.type);
    }
    ({ next: cursor, ended } = batch);
  }
  expect(seen).toBeGreaterThanOrEqual(500);
});
