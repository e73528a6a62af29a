/** The OpenAPI document of everything that programs may ask: what comes in, and what is found. */
import { z } from "zod";
import { openApi as reporting } from "../../capture/index.ts";
import { fieldNames, searchField } from "../../event/index.ts";
import { titles } from "./answer.ts";
import { longestPage, named } from "./declaration.ts";

const statuses = { unauthenticated: 401, forbidden: 403, invalid: 422, "too-fast": 429, unavailable: 503 } as const;

export function openApi() {
  const document = reporting();
  return {
    ...document,
    info: { ...document.info, title: "Vouch: reporting events and finding entries" },
    paths: { ...document.paths, "/api/entries": { get: operation } },
    components: {
      securitySchemes: {
        ...document.components.securitySchemes,
        token: {
          type: "http",
          scheme: "bearer",
          description: "A token made on the page Your account, vouch_read_…. It reads as its person reads.",
        },
      },
      schemas: { ...document.components.schemas, ...schemas() },
    },
  };
}

/** Named schemas, without what only stands at the top of a JSON Schema document. */
function schemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const schema of named) registry.add(schema, { id: schema.meta()?.id ?? "" });
  const made = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, { $schema: _, $id: __, id: ___, ...schema }]) => [name, schema]),
  );
}

const parameter = (name: string, description: string, schema: object) => ({ name, in: "query", description, schema });

const operation = {
  operationId: "findEntries",
  summary: "Find entries",
  description: "The search of the page Events. Each call is recorded as a search of the person whose token it is.",
  security: [{ token: [] }],
  parameters: [
    parameter("q", "The query, in the language of docs/search.md.", { type: "string", maxLength: 4_000 }),
    parameter("zone", "Where the days of the query begin: an IANA name. UTC without it.", { type: "string" }),
    parameter("cursor", "A place in the list: older or newer of an answer.", { type: "string" }),
    parameter("direction", "On which side of the cursor.", { type: "string", enum: ["older", "newer"] }),
    parameter("limit", "Lines at most.", { type: "integer", minimum: 1, maximum: longestPage, default: 50 }),
    ...fieldNames.map((name) => parameter(name, `${searchField(name).help} As in q.`, { type: "string" })),
  ],
  responses: {
    200: {
      description: "What was found, newest first.",
      content: { "application/json": { schema: { $ref: "#/components/schemas/FoundEntries" } } },
    },
    ...Object.fromEntries(
      Object.entries(statuses).map(([kind, status]) => [
        status,
        {
          description: titles[kind as keyof typeof statuses],
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      ]),
    ),
  },
};
