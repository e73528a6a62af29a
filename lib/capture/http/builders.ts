/** Test builders: a system that has a key, and requests of its. */
import { aPrincipal, type TestWeb } from "../../access/builders.ts";
import { type HttpSettings, type KeyWish, makeKey } from "../../access/index.ts";

export interface TestSystem {
  /** Id of the source. */
  source: string;
  secret: string;
  key: string;
}

/** A system named Harbor Clinic Pay with a key of its own that may report everything, unless told otherwise. */
export async function aSystem(
  web: TestWeb,
  wish: Partial<KeyWish> = {},
  settings: Partial<HttpSettings> = {},
): Promise<TestSystem> {
  const tag = Math.random().toString(36).slice(2, 8);
  const made = await makeKey(
    aPrincipal("engineer"),
    {
      system: { name: `Harbor Clinic Pay ${tag}`, flagged: ["*"] },
      identity: { actor: `harbor-pay-${tag}`, kind: "service", name: "Harbor Pay" },
      name: "production",
      categories: [
        "authentication",
        "permission",
        "sensitive_read",
        "agent_decision",
        "statement",
        "record",
        "export",
        "approval",
      ],
      ...wish,
    },
    web,
  );
  const [{ source } = { source: "" }] = await web.sql<
    { source: string }[]
  >`select source from app.keys where id = ${made.id}`;
  await web.sql`update app.sources set settings = settings || ${JSON.stringify(settings)}::text::jsonb where id = ${source}`;
  return { source, secret: made.secret, key: made.id };
}

/** A POST of `body`; objects are written as JSON. */
export function aRequest(
  secret: string,
  body: unknown,
  type = "application/json",
  headers: Record<string, string> = {},
): Request {
  const raw = typeof body === "string" || body instanceof Uint8Array;
  return new Request("http://vouch.example/api/events", {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": type, ...headers },
    body: raw ? (body as BodyInit) : JSON.stringify(body),
  });
}
