import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { addressOf, isPrefetch, markRequests } from "./marks.ts";

afterEach(() => {
  delete process.env.VOUCH_TRUST_PROXY;
});

/** What a server sees of a request with these headers. */
async function received(headers: Record<string, string>): Promise<Headers> {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      response.end();
      server.close();
      resolve(new Headers(request.headers as Record<string, string>));
    });
    server.listen(0, "127.0.0.1", () => {
      httpRequest({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", headers, agent: false }).end();
    });
  });
}

test("before requests are marked, no address is believed", async () => {
  expect(addressOf(new Headers({ "x-forwarded-for": "6.6.6.6" }))).toBeUndefined();
});

test("the address is the socket's, unless a proxy is trusted", async () => {
  markRequests();
  markRequests();
  const forged = await received({ "x-forwarded-for": "6.6.6.6, 192.0.2.9", "x-vouch-address": "6.6.6.6" });
  expect(addressOf(forged)).toBe("127.0.0.1");
  process.env.VOUCH_TRUST_PROXY = "1";
  expect(addressOf(forged)).toBe("192.0.2.9");
  expect(addressOf(await received({ "x-forwarded-for": "not an address" }))).toBeUndefined();
  expect(addressOf(new Headers({ "x-forwarded-for": "::ffff:192.0.2.9" }))).toBe("192.0.2.9");
});

test("prefetches are told from visits", async () => {
  for (const headers of [
    { "next-router-prefetch": "1" },
    { "next-router-segment-prefetch": "/_tree" },
    { purpose: "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { "x-moz": "prefetch" },
  ] as Record<string, string>[]) {
    expect(isPrefetch(new Headers(headers))).toBe(true);
    const seen = await received(headers);
    for (const hidden of ["next-router-prefetch", "next-router-segment-prefetch"]) seen.delete(hidden); // as Next does
    expect(isPrefetch(seen)).toBe(true);
  }
  expect(isPrefetch(await received({ rsc: "1", "next-url": "/" }))).toBe(false);
});
