/**
 * What machines ask: /healthz, /readyz, /metrics. No session, so a stranger learns "ok" or "not ok" and nothing else; the token of
 * VOUCH_METRICS_TOKEN, or a question from this very machine, gets the details. Answers are made at most once a second, so that
 * asking more often costs nothing.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { addressOf } from "../access/index.ts";
import { type Counters, metricsText } from "./metrics.ts";
import { type Readiness, readReadiness } from "./readiness.ts";
import { watched } from "./requests.ts";

/** Milliseconds for which an answer is given again. */
const memory = 1_000;

/** One call at a time, its answer remembered for a moment; a failure is not. */
export function remembered<T>(make: () => Promise<T>, clock = () => performance.now()): () => Promise<T> {
  let at = Number.NEGATIVE_INFINITY;
  let answer: Promise<T> | undefined;
  return () => {
    if (answer && clock() - at < memory) return answer;
    at = clock();
    answer = make();
    answer.catch(() => {
      answer = undefined;
    });
    return answer;
  };
}

/** The process lives. Asks no database: one that is away is no reason to kill what waits for it. */
export function answerHealth(): Response {
  return plain("ok", 200);
}

const readiness = remembered(() => readReadiness());

/** 200 when this process can serve, else 503. */
export async function answerReadiness(request: Request, ask: () => Promise<Readiness> = readiness): Promise<Response> {
  const found: Readiness = watched()?.ending ? { ready: false, missing: ["This process is ending."] } : await ask();
  const { ready, missing } = found;
  const said = hasToken(request) || isNear(request) ? ["", ...missing].join("\n") : "";
  return plain(`${ready ? "ok" : "not ready"}${said}`, ready ? 200 : 503);
}

const metrics = remembered(() => metricsText(watched()?.counters as Counters));

/** Prometheus' text format for whoever holds the token. Without VOUCH_METRICS_TOKEN there is nothing here. */
export async function answerMetrics(request: Request, ask: () => Promise<string> = metrics): Promise<Response> {
  if (!process.env.VOUCH_METRICS_TOKEN) return plain("Not found", 404);
  if (!hasToken(request)) {
    const refusal = plain("Expected the header Authorization: Bearer with the token of VOUCH_METRICS_TOKEN.", 401);
    refusal.headers.set("www-authenticate", "Bearer");
    return refusal;
  }
  return plain(await ask(), 200, "text/plain; version=0.0.4; charset=utf-8");
}

function hasToken({ headers }: Request): boolean {
  const token = process.env.VOUCH_METRICS_TOKEN;
  const [, shown = ""] = /^Bearer +([^\s]{1,1000})$/i.exec(headers.get("authorization") ?? "") ?? [];
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return Boolean(token) && timingSafeEqual(digest(shown), digest(token ?? ""));
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/**
 * Asked on this machine, by somebody on it: behind a proxy on the same machine everybody comes from here, so an address that people
 * type which is another machine's, or a forwarded address, makes it nobody of ours.
 */
function isNear({ headers }: Request): boolean {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((one) => one.trim());
  const address = process.env.NEXTAUTH_URL || "http://localhost";
  const typed = URL.canParse(address) ? new URL(address).hostname : "";
  const ours = typed === "localhost" || typed === "[::1]" || loopback.test(typed);
  return ours && loopback.test(addressOf(headers) ?? "") && forwarded.every((one) => one === "" || loopback.test(one));
}

function plain(text: string, status: number, type = "text/plain; charset=utf-8"): Response {
  return new Response(`${text}\n`, { status, headers: { "content-type": type, "cache-control": "no-store" } });
}
