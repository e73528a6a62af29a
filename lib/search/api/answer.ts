/** GET /api/entries: the search of the page Events, for programs. Each call is one recorded search. */
import {
  addressOf,
  currentPrincipal,
  holdToReading,
  isPrefetch,
  type Principal,
  principalOfToken,
  type Web,
  web,
} from "../../access/index.ts";
import { Refusal, refusal } from "../../capture/index.ts";
import { Fault } from "../../event/index.ts";
import { findLines } from "../find/index.ts";
import { type Params, readAsk, type SearchAsk } from "../language/index.ts";
import { longestPage } from "./declaration.ts";
import { foundAnswer } from "./shape.ts";

export interface Asking {
  through?: Web;
  /** Whose browser it is, where the request shows no token. */
  session?: () => Promise<Principal | undefined>;
}

/** Answers with problem details (RFC 9457) where the request is refused. */
export async function answerEntries(request: Request, { through = web(), session }: Asking = {}): Promise<Response> {
  if (isPrefetch(request.headers)) return new Response(null, { status: 204 }); // it would be recorded as a person’s act
  try {
    const principal = await readerOf(request, through, session ?? currentPrincipal);
    const held = await holdToReading(principal, through);
    if (held) throw tooFast("You have searched so often that each further search has to wait.", held.seconds);
    const { ask, limit } = readRequest(new URL(request.url).searchParams);
    const found = await findLines(principal, ask, through, limit);
    return Response.json(foundAnswer(found), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof Fault) return refusal(error, titles);
    throw error;
  }
}

/** What a refusal of this door is called; the others are called alike everywhere. */
export const titles = {
  unauthenticated: "No token that works, and nobody is signed in",
  forbidden: "The reader may not search this",
  invalid: "The parameters are not those of a search",
  "too-fast": "Too many at once",
  unavailable: "Nothing can be found just now",
} as const;

async function readerOf({ headers }: Request, through: Web, session: () => Promise<Principal | undefined>) {
  const authorization = headers.get("authorization");
  const signedIn = authorization === null ? await session() : undefined;
  if (signedIn) return signedIn;
  const whence = { address: addressOf(headers), userAgent: headers.get("user-agent") ?? undefined };
  const bearer = await principalOfToken(authorization, whence, through);
  if (bearer.outcome === "known") return bearer.principal;
  if (bearer.outcome === "refused") throw new Fault("unauthenticated", bearer.sentence);
  throw tooFast("Too many requests without a token that works came from this address.", bearer.seconds);
}

function tooFast(sentence: string, seconds: number): Refusal {
  return new Refusal("too-fast", `${sentence} Try again in ${seconds} seconds.`, undefined, seconds);
}

/** Throws `invalid` where going on would find something else than was asked: a program does not look at the page. */
function readRequest(given: URLSearchParams): { ask: SearchAsk; limit: number } {
  const params: Params = {};
  for (const name of given.keys()) params[name] = given.getAll(name);
  const ask = readAsk(params, "UTC");
  const elsewhere = ask.mistakes.find(({ from, to }) => from === to);
  if (elsewhere) throw new Fault("invalid", elsewhere.sentence);
  const asked = given.get("limit") ?? "50";
  const limit = /^\d{1,4}$/.test(asked) ? Number(asked) : 0;
  if (limit < 1 || limit > longestPage)
    throw new Fault("invalid", `Expected limit from 1 to ${longestPage}, got ${asked.slice(0, 20)}.`);
  return { ask, limit };
}
