/** The product from where it is run: what every answer carries, what the log holds and never holds, and how a process ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request as open } from "node:http";
import { aPrincipal } from "../lib/access/builders.ts";
import { makeKey, openWeb } from "../lib/access/index.ts";
import { freePort } from "../lib/database/embedded/index.ts";
import { loginUrl, openHome, type Sql } from "../lib/database/index.ts";
import { home, server } from "./server.ts";
import { password } from "./story.ts";
import { expect, signIn, test } from "./vouch.ts";

/** Put wherever a request can carry something. */
const canary = "canary-7d41c0";

const carried = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": expect.stringMatching(/frame-ancestors 'none'/),
  "strict-transport-security": expect.stringMatching(/^max-age=\d+/),
  "permissions-policy": expect.stringMatching(/camera=\(\)/),
  "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
};

test("every answer carries the headers, and what is signed in is kept nowhere", async ({ page, request, story }) => {
  await signIn(page, await story.newPerson("administrator"));
  const html = await (await page.request.get("/")).text();
  const [, chunk = ""] = /"(\/_next\/static\/[^"\\]+\.js)"/.exec(html) ?? [];
  const still = [chunk, "/icon.svg"];
  const pages = [
    "/",
    "/events",
    "/events/0",
    "/coverage",
    "/sources",
    "/keys",
    "/identities",
    "/signin",
    "/setup",
    "/nowhere",
  ];
  const programs = [
    "/api/auth/session",
    "/api/openapi.json",
    "/api/events",
    "/healthz",
    "/readyz",
    "/metrics",
    "/_next/image?url=x",
  ];
  for (const address of [...still, ...pages, ...programs]) {
    const answer = await page.request.get(address, { maxRedirects: 0 });
    expect({ address, ...answer.headers() }).toMatchObject({ address, ...carried });
    expect(answer.headers()).not.toHaveProperty("x-powered-by");
    expect(answer.headers()["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe-inline/);
    if (!still.includes(address) && address !== "/api/openapi.json" && answer.ok())
      expect([address, answer.headers()["cache-control"]]).toEqual([address, expect.stringContaining("no-store")]);
  }
  const posted = await request.post("/api/events", { data: {} });
  expect([posted.status(), posted.headers()]).toEqual([401, expect.objectContaining(carried)]);
});

test("health and readiness are ok, and there are no figures without a token", async ({ request }) => {
  expect(await (await request.get("/healthz")).text()).toBe("ok\n");
  expect(await (await request.get("/readyz")).text()).toBe("ok\n");
  expect((await request.get("/metrics", { headers: { authorization: "Bearer x" } })).status()).toBe(404);
});

interface Second {
  process: ChildProcess;
  url: string;
  /** What it has written so far. */
  said(): string;
}

/** The pages a second time, as `vouch web` starts them, on the same database. */
async function startSecond(): Promise<Second> {
  const PORT = String(await freePort());
  const child = spawn(process.execPath, ["--import", "tsx", "bin/vouch.ts", "web"], {
    env: {
      ...process.env,
      ...server.env,
      NODE_ENV: "production",
      PORT,
      VOUCH_LOG: "json",
      VOUCH_LOG_LEVEL: "debug",
      VOUCH_DEMO: "off",
      VOUCH_METRICS_TOKEN: `${canary}-token`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (text) => (said += text));
  const url = `http://127.0.0.1:${PORT}`;
  await expect(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200)).toPass({ timeout: 30_000 });
  return { process: child, url, said: () => said };
}

/** The address of Vouch's own database, of whose owner `sql` is. */
async function urlOf(sql: Sql): Promise<string> {
  const [{ port } = { port: "" }] = await sql<{ port: string }[]>`select current_setting('port') as port`;
  return `postgres://127.0.0.1:${port}/vouch`;
}

/** Requests that the server is answering, by its own count. */
async function openOf(url: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${canary}-token` } });
  return Number(/^vouch_http_requests_open (\d+)/m.exec(await answer.text())?.[1]);
}

/** A request whose body is sent up to its middle; `finish` sends the rest and gives the status. */
async function begun(url: string, secret: string, id: string): Promise<{ finish(): Promise<number> }> {
  const body = JSON.stringify({ id, type: "user.signed_in", actor: { id: canary } });
  const sending = open(`${url}/api/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json", "content-length": body.length },
  });
  const answered = once(sending, "response");
  answered.catch(() => {});
  await new Promise((sent) => sending.write(body.slice(0, 10), sent));
  return {
    async finish() {
      sending.end(body.slice(10));
      const [answer] = await answered;
      answer.resume();
      return answer.statusCode;
    },
  };
}

test("a process that is asked to end answers what it had begun, loses nothing, and its log holds no value", async ({
  story,
}) => {
  const [place, second] = [openHome(home), await startSecond()];
  const web = openWeb(loginUrl(place, await urlOf(story.owner), "web"), place);
  const { url } = second;
  const system = { name: `Till ${url.slice(-5)}`, flagged: ["*"] };
  const identity = { actor: `till-${url.slice(-5)}`, kind: "service" as const, name: "Till" };
  const wish = { system, identity, name: "till", categories: ["authentication" as const] };
  const key = await makeKey(aPrincipal("engineer"), wish, web);
  const send = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { redirect: "manual", ...init }).then((answer) => answer.text());
  const typed = { "content-type": "application/json", authorization: `Bearer ${key.secret}` };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  await Promise.all([
    send(`/events?actor=${canary}&record=${canary}`, {
      headers: { cookie: `vouch.session=${canary}; ${canary}=1` },
    }),
    send(`/${canary}`),
    send(`/events/${canary}%E0%A4%A`),
    send("/signin", {
      method: "POST",
      headers: { "next-action": canary, "content-type": `text/${canary}` },
      body: canary,
    }),
    send("/signin", {
      method: "POST",
      headers: { "next-action": "0".repeat(42), ...form },
      body: `1_${canary}=${canary}`,
    }),
    send(`/api/auth/callback/credentials?${canary}`, {
      method: "POST",
      headers: form,
      body: `email=${canary}@x.example&password=${password}`,
    }),
    send(`/api/auth/${canary}`),
    send(`/_next/image?url=${canary}&w=1`),
    send("/api/events", {
      method: "POST",
      headers: { authorization: `Bearer vouch_${canary}`, "x-forwarded-for": canary },
      body: canary,
    }),
    send("/api/events", { method: "POST", headers: typed, body: `{"${canary}` }),
    send("/api/events", {
      method: "POST",
      headers: typed,
      body: JSON.stringify({ id: "x", type: canary, occurredAt: canary }),
    }),
    send("/metrics", { headers: { authorization: `Bearer ${canary}-token` } }),
  ]);

  const open = await Promise.all(Array.from({ length: 12 }, (_, n) => begun(url, key.secret, `held-${n}`)));
  await expect.poll(() => openOf(url)).toBe(13); // the twelve, and the one that asks
  second.process.kill("SIGTERM");
  await expect(async () => expect(await fetch(`${url}/healthz`).catch(() => "refused")).toBe("refused")).toPass();
  second.process.kill("SIGTERM"); // changes nothing
  expect(await Promise.all(open.map((one) => one.finish()))).toEqual(Array(12).fill(201));
  expect(await once(second.process, "exit")).toEqual([0, null]);

  const [stored] = await story.owner<{ count: number }[]>`
    select count(*)::int as count from inbox.received r join app.keys k on k.source = r.source where k.id = ${key.id}`;
  expect(stored?.count).toBe(12);
  const lines = second
    .said()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  expect(second.said()).not.toContain(canary);
  expect(second.said()).not.toMatch(new RegExp(`${password}|${key.secret.slice(0, 20)}|vouch\\.session`));
  const logged = lines.map((line) => JSON.parse(line));
  expect(logged).toContainEqual(
    expect.objectContaining({ words: "Request", method: "GET", route: "/events", status: "307" }),
  );
  expect(logged).toContainEqual(expect.objectContaining({ words: "Request", route: "unknown", status: "404" }));
  expect(logged.at(-1)).toMatchObject({ words: "Ended: every request was answered" });
  await web.sql.end({ timeout: 2 });
});
