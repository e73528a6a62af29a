/** Errors as RFC 9457 has them. The one mapping of Fault codes, and of what only HTTP knows, to statuses. */
import { Fault, type FaultCode } from "../../event/index.ts";
import type { Problem } from "./declaration.ts";

const kinds = {
  unreadable: { status: 400, title: "The body cannot be read", code: "invalid" },
  unauthenticated: { status: 401, title: "No API key that works", code: "unauthenticated" },
  forbidden: { status: 403, title: "The key may not report this", code: "forbidden" },
  "not-found": { status: 404, title: "There is no such thing", code: "not-found" },
  conflict: { status: 409, title: "The id stands for another event", code: "conflict" },
  "too-large": { status: 413, title: "Too much at once", code: "invalid" },
  "media-type": { status: 415, title: "The body is in a form that is not known", code: "invalid" },
  invalid: { status: 422, title: "The event is not one that can be recorded", code: "invalid" },
  held: { status: 423, title: "The source is paused", code: "held" },
  "too-fast": { status: 429, title: "Too many at once", code: "held" },
  unavailable: { status: 503, title: "Nothing can be recorded just now", code: "unavailable" },
} as const satisfies Record<string, { status: number; title: string; code: FaultCode }>;
export type ProblemKind = keyof typeof kinds;

/** Every status of a refusal with its title, for the OpenAPI document. */
export const problemStatuses = Object.values(kinds).map(({ status, title }) => ({ status, title }));

/** A Fault whose kind is finer than its code. */
export class Refusal extends Fault {
  constructor(
    readonly kind: ProblemKind,
    message: string,
    /** JSON Pointers into what was sent, and what is wrong there. */
    readonly errors?: { pointer: string; detail: string }[],
    /** Seconds after which to try again. */
    readonly retryAfter?: number,
  ) {
    super(kinds[kind].code, message);
  }
}

/** What a door calls its refusals, where it is not the one through which events come. */
export type Titles = Partial<Record<ProblemKind, string>>;

export function problemOf(fault: Fault, titles: Titles = {}): Problem {
  const kind = fault instanceof Refusal ? fault.kind : fault.code;
  const { status } = kinds[kind];
  const title = titles[kind] ?? kinds[kind].title;
  const errors = fault instanceof Refusal ? fault.errors : undefined;
  return { type: `/problems/${kind}`, title, status, detail: fault.message, ...(errors && { errors }) };
}

/** The answer to a whole request that was refused. */
export function refusal(fault: Fault, titles?: Titles): Response {
  const problem = problemOf(fault, titles);
  const retryAfter = fault instanceof Refusal && fault.retryAfter ? fault.retryAfter : problem.status === 503 ? 5 : 0;
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (problem.status === 401) headers.set("www-authenticate", 'Bearer realm="Vouch"');
  if (retryAfter > 0) headers.set("retry-after", String(retryAfter));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
