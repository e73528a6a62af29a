/**
 * What only the server's socket knows of a request. Next gives pages no socket, believes any x-forwarded-for, and hides its own
 * prefetch headers from them; so each request is marked as it comes in, under header names that nobody outside can guess.
 */
import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Whence } from "./principal.ts";

const place = Symbol.for("vouch.marks");
const kept = globalThis as { [place]?: { address: string; prefetch: string } };

/** Starts marking the requests of this process. Called once from instrumentation.ts, before the first request. */
export function markRequests(): void {
  if (kept[place]) return;
  const tag = randomBytes(12).toString("hex");
  const names = { address: `x-vouch-address-${tag}`, prefetch: `x-vouch-prefetch-${tag}` };
  kept[place] = names;
  subscribe("http.server.request.start", (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    if (socket.remoteAddress) headers[names.address] = socket.remoteAddress;
    if (headers["next-router-prefetch"] || headers["next-router-segment-prefetch"]) headers[names.prefetch] = "1";
  });
}

type Headers = { get(name: string): string | null };

/**
 * The address at the other end of the socket. With VOUCH_TRUST_PROXY=1 the last one in x-forwarded-for, which the proxy before us
 * put there; those before it are whatever the client wrote.
 */
export function addressOf(headers: Headers): string | undefined {
  const forwarded =
    process.env.VOUCH_TRUST_PROXY === "1" ? headers.get("x-forwarded-for")?.split(",").at(-1) : undefined;
  const seen = forwarded ?? (kept[place] && headers.get(kept[place].address)) ?? undefined;
  const address = seen?.trim().replace(/^::ffff:(?=\d+\.)/i, "");
  return address && isIP(address) ? address : undefined;
}

/** Whether the browser or Next asks before the person does: then nothing may be looked up, since it would be recorded as an act. */
export function isPrefetch(headers: Headers): boolean {
  const purpose = `${headers.get("purpose")} ${headers.get("x-purpose")} ${headers.get("sec-purpose")} ${headers.get("x-moz")}`;
  if (/prefetch|prerender|preview/i.test(purpose)) return true;
  if (kept[place] && headers.get(kept[place].prefetch)) return true;
  return headers.get("next-router-prefetch") !== null || headers.get("next-router-segment-prefetch") !== null;
}

export function whenceOf(headers: Headers): Whence {
  return { address: addressOf(headers), userAgent: headers.get("user-agent") ?? undefined };
}

/** Loaded when it is used: next/headers exists inside Next alone, and the start process reads this module too. */
export async function whenceOfRequest(): Promise<Whence> {
  const { headers } = await import("next/headers");
  return whenceOf(await headers());
}
