/** The OpenAPI 3.1 document of /api/events, made from the declarations that requests are checked against. */
import { z } from "zod";
import { answers, cloudEvent, reportedEvent } from "./declaration.ts";
import { examples } from "./examples.ts";
import { limits } from "./limits.ts";
import { problemStatuses } from "./problem.ts";
import { mediaTypes } from "./sent.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const list = (name: string) => ({ type: "array", items: ref(name), maxItems: limits.events });

/** Named schemas, without what only stands at the top of a JSON Schema document. */
function schemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const schema of [reportedEvent, cloudEvent, ...Object.values(answers)]) {
    registry.add(schema, { id: schema.meta()?.id ?? "" });
  }
  const made = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: "input" });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, { $schema: _, $id: __, id: ___, ...schema }]) => [name, schema]),
  );
}

const refusals = Object.fromEntries(
  problemStatuses.map(({ status, title }) => [
    status,
    { description: title, content: { "application/problem+json": { schema: ref("Problem") } } },
  ]),
);

const one = { "application/json": { schema: ref("Accepted") } };
const oneOrMany = { "application/json": { schema: { oneOf: [ref("Accepted"), ref("BatchAnswer")] } } };

export function openApi() {
  return {
    openapi: "3.1.0",
    info: {
      title: "Vouch: reporting events",
      version: "1",
      description: `Reports what happened in a system to its audit trail. At most ${limits.body / 1024 / 1024} MiB and ${limits.events} events in a request, ${limits.event / 1024} KiB in an event. What is answered with 2xx is stored; sending it again under its id changes nothing, so send again whatever was not answered.`,
    },
    paths: {
      "/api/events": {
        post: {
          operationId: "reportEvents",
          summary: "Report one event or many",
          security: [{ key: [] }],
          parameters: [
            {
              name: "Content-Encoding",
              in: "header",
              schema: { type: "string", enum: ["gzip", "identity"] },
            },
          ],
          requestBody: {
            required: true,
            description: `CloudEvents in binary mode are taken too: attributes in ce- headers, the data as the body.`,
            content: {
              [mediaTypes.json]: {
                schema: { oneOf: [ref("Event"), list("Event")] },
                examples: Object.fromEntries(Object.entries(examples).map(([type, value]) => [type, { value }])),
              },
              [mediaTypes.lines]: {
                schema: { type: "string", description: "One event of the schema Event in each line." },
              },
              [mediaTypes.cloudEvent]: { schema: ref("CloudEvent") },
              [mediaTypes.cloudEvents]: { schema: list("CloudEvent") },
            },
          },
          responses: {
            200: {
              description: "One event that is recorded already, or is not flagged; or the answers to many, one by one.",
              content: oneOrMany,
            },
            201: { description: "The one event was recorded.", content: one },
            ...refusals,
          },
        },
      },
    },
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key made in Vouch, vouch_…" } },
      schemas: schemas(),
    },
  };
}
