/** People with sessions who open one page after the other. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { hash } from "@node-rs/argon2";
import { roles } from "../../lib/access/index.ts";
import { eventId, microseconds, systemClock } from "../../lib/event/index.ts";
import type { Product } from "./product.ts";

export interface Visitor {
  cookie: string;
}

export interface Walked {
  address: string;
  /** Milliseconds from the begin of the walk, and until the whole page had come. */
  at: number;
  took: number;
}

const password = "a lamp, a ladder and rain";

/** So many people, administrators first, then each role in turn, who sign in as the form does. */
export async function signInEverybody({ url, owner }: Product, count: number): Promise<Visitor[]> {
  const hashed = await hash(password);
  const visitors: Visitor[] = [];
  for (let n = 0; n < count; n++) {
    const role = roles[n % roles.length] ?? "administrator";
    const email = `bench-${n}@harbor.example`;
    const id = eventId(microseconds(systemClock()), randomBytes(10));
    await owner`
      insert into app.people (id, email, name, role, password) values (${id}, ${email}, ${`Visitor ${n}`}, ${role}, ${hashed})`;
    visitors.push({ cookie: await signIn(url, email) });
  }
  return visitors;
}

async function signIn(url: string, email: string): Promise<string> {
  const first = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookiesOf(first) },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
    redirect: "manual",
  });
  if (answer.status >= 400) throw new Error(`expected ${email} to be signed in, got ${answer.status}`);
  return cookiesOf(answer);
}

function cookiesOf({ headers }: Response): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** Every page that needs no more than its name and that the first of them may open; some searches, and entries. */
export async function findAddresses({ url, size }: Product, [first]: Visitor[]): Promise<string[]> {
  const manifest: Record<string, string> = JSON.parse(readFileSync(".next/app-path-routes-manifest.json", "utf8"));
  const plain = Object.entries(manifest)
    .filter(([file, route]) => file.startsWith("/(inside)/") && file.endsWith("/page") && !route.includes("["))
    .map(([, route]) => route);
  const last = (await size()) - 1;
  const searches = ["/events?record=customers&id=10000", "/events?category=record", `/events/${last >> 1}`];
  const addresses = [...new Set(["/signin", ...plain, ...searches])];
  const found = await Promise.all(
    addresses.map(async (address) => {
      const answer = await fetch(url + address, { headers: { cookie: first?.cookie ?? "" }, redirect: "manual" });
      await answer.arrayBuffer();
      if (answer.status !== 200) console.error(`Left out: ${address}, which answers ${answer.status}.`);
      return answer.status === 200 || address === "/signin" ? address : undefined;
    }),
  );
  return found.filter((address) => address !== undefined);
}

/**
 * Everybody walks at once, each in another order, for so many seconds or pages, and looks at each page for `pause` milliseconds, more
 * or less.
 */
export async function walk(
  url: string,
  visitors: Visitor[],
  addresses: string[],
  {
    seconds = 600,
    pages = Number.POSITIVE_INFINITY,
    pause: look = 0,
  }: { seconds?: number; pages?: number; pause?: number },
): Promise<Walked[]> {
  const began = performance.now();
  const walked: Walked[] = [];
  const visit = async ({ cookie }: Visitor, n: number) => {
    if (look > 0) await pause((look * n) / visitors.length);
    const begin = n * 3;
    for (let step = begin; step < begin + pages && performance.now() - began < seconds * 1_000; step += 1) {
      const address = addresses[step % addresses.length] ?? "/";
      const asked = performance.now();
      const headers: HeadersInit = address === "/signin" ? {} : { cookie };
      const answer = await fetch(url + address, { headers, redirect: "manual" });
      await answer.arrayBuffer();
      if (answer.status >= 500) throw new Error(`${address} answered ${answer.status}`);
      walked.push({ address, at: performance.now() - began, took: performance.now() - asked });
      if (look > 0) await pause(look * (0.5 + ((step * 7) % 10) / 10));
    }
  };
  await Promise.all(visitors.map(visit));
  return walked;
}
