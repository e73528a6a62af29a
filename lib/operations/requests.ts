/**
 * What happens to every request of the pages' process, seen from its sockets: an id, a line in the log, its duration, and at the
 * end of the process an answer. Begun once, by instrumentation.ts, before the first request.
 */
import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { web } from "../access/index.ts";
import { type Log, openLog } from "./log.ts";
import { type Counters, openCounters } from "./metrics.ts";
import { type Routes, readRoutes } from "./routes.ts";

/** Milliseconds that requests have to end once the process was asked to; `npm start` waits ten seconds, containers do too. */
export const patience = 8_000;

interface Watch {
  log: Log;
  counters: Counters;
  routes: Routes;
  servers: Set<Server>;
  open: number;
  ending: boolean;
  /** Whether requests are logged: in development Next does. */
  tells: boolean;
}

const place = Symbol.for("vouch.operations");
/** On globalThis: instrumentation and routes are bundles of their own, and each would have one. */
const kept = globalThis as { [place]?: Watch };

/** What this process has counted; undefined in processes that serve nothing. */
export function watched(): Watch | undefined {
  return kept[place];
}

export function watchRequests(production: boolean): void {
  if (kept[place]) return;
  const watch: Watch = {
    log: openLog("web"),
    counters: openCounters(),
    routes: readRoutes(),
    servers: new Set(),
    open: 0,
    ending: false,
    tells: production,
  };
  kept[place] = watch;
  subscribe("http.server.request.start", (message) => begin(watch, message as Begun));
  subscribe("vouch.received", (message) => watch.counters.received(message as Record<string, number>));
  subscribe(
    "vouch.trouble",
    (message) => void watch.log.failure("The database failed a page", (message as { error: unknown }).error),
  );
  if (!production) return; // development has Next's own words and endings
  tameConsole(watch.log);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(watch));
}

interface Begun {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

const methods = new Set(["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"]);
const quiet = new Set(["/_next", "/healthz", "/readyz", "/metrics"]);

function begin(watch: Watch, { request, response, server }: Begun): void {
  const began = performance.now();
  const id = randomUUID();
  const method = methods.has(request.method ?? "") ? (request.method as string) : "other";
  const route = watch.routes(request.url ?? "");
  request.headers["x-vouch-request"] = id; // whatever the client sent under this name is gone
  response.setHeader("x-request-id", id);
  if (watch.ending) response.setHeader("connection", "close");
  watch.servers.add(server);
  watch.open += 1;
  watch.counters.begun();
  response.once("close", () => {
    watch.open -= 1;
    const seconds = (performance.now() - began) / 1_000;
    const status = response.writableFinished ? String(response.statusCode) : "cut off";
    watch.counters.answered(method, route, status, seconds);
    if (!watch.tells) return;
    const level = quiet.has(route) ? "debug" : "info";
    watch.log.line(level, "Request", { method, route, status, ms: Math.round(seconds * 1_000), request: id });
  });
}

/** A page or route that failed in a way nobody foresaw. The reference is the one that the error page shows. */
export function reportRequestError(error: unknown, headers: NodeJS.Dict<string | string[]>, route: string): void {
  const digest = (error as { digest?: unknown } | null)?.digest;
  const reference = typeof digest === "string" && /^[\w-]{1,60}$/.test(digest) ? digest : undefined;
  const request = headers["x-vouch-request"];
  kept[place]?.log.failure("A page or route failed", error, {
    reference,
    route,
    request: typeof request === "string" ? request : undefined,
  });
}

/** What sign-in says: a code of next-auth's, and nothing else. */
const signInCode = /^sign-in: ([A-Z_]{1,60})$/;

/**
 * What libraries write to the console repeats messages, and those repeat values: of an error its class and place are logged, of
 * all else that it was said. Errors with a digest are Next's, and come through `reportRequestError`.
 */
function tameConsole(log: Log): void {
  for (const method of ["error", "warn", "info", "log", "debug", "trace"] as const) {
    console[method] = (...said: unknown[]) => {
      const error = said.find((one) => one instanceof Error);
      if (error && "digest" in error) return;
      if (error) return void log.failure("A library reported an error", error);
      const [, code] = (typeof said[0] === "string" && signInCode.exec(said[0])) || [];
      const level = method === "error" || method === "warn" ? "warn" : "debug";
      if (code) log.line(level, "Signing in failed in next-auth", { code });
      else log.line(level, "A library wrote to the console", { method });
    };
  }
}

/** Takes no new connection, lets requests end, then the database's connections. A second signal changes nothing. */
async function end(watch: Watch): Promise<void> {
  if (watch.ending) return;
  watch.ending = true;
  watch.log.line("info", "Ending: no new connections are taken", { open: watch.open });
  const late = setTimeout(() => {
    watch.log.line("warn", "Ended with requests unanswered", { open: watch.open });
    process.exit(0);
  }, patience);
  await Promise.all([...watch.servers].map((server) => new Promise((done) => server.close(done))));
  clearTimeout(late);
  await web()
    .sql.end({ timeout: 1 })
    .catch(() => {});
  watch.log.line("info", "Ended: every request was answered");
  process.exit(0);
}
