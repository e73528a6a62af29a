/** Whose request this is. For server components, actions and routes. */
import { decode, encode } from "next-auth/jwt";
import { cache } from "react";
import { Fault } from "../event/index.ts";
import { cookieName, cookieOptions } from "./auth.ts";
import { whenceOfRequest } from "./marks.ts";
import type { Principal } from "./principal.ts";
import type { Offer } from "./second-factor.ts";
import { findWaiting, offerWaiting, type Waiting } from "./second-step.ts";
import { findPrincipal, sessionHours } from "./sessions.ts";

/**
 * The person of the current request, read from the database once per request; undefined where nobody is signed in, or no
 * longer is. Throws `unavailable` where the database does not answer.
 */
export const currentPrincipal = cache(async (): Promise<Principal | undefined> => {
  const session = await currentSecret();
  return session ? findPrincipal(session, await whenceOfRequest()) : undefined;
});

/** Who has given a right password in this browser, and still owes the second factor. Never together with a principal. */
export const currentWaiting = cache(async (): Promise<Waiting | undefined> => {
  const session = await currentSecret();
  return session ? findWaiting(session) : undefined;
});

/** What somebody may set up who waits for that. */
export async function currentOffer(): Promise<Offer | undefined> {
  const session = await currentSecret();
  return session ? offerWaiting(session) : undefined;
}

/** The secret that this browser holds, whatever it opens. */
export async function currentSecret(): Promise<string | undefined> {
  const { cookies } = await import("next/headers");
  const cookie = (await cookies()).get(cookieName())?.value;
  return cookie ? secretIn(cookie) : undefined;
}

/** Gives the browser another secret in the place of the one that it has. For actions and routes. */
export async function keepSecret(session: string): Promise<void> {
  const { cookies } = await import("next/headers");
  const maxAge = sessionHours * 3600;
  const sealed = await encode({ token: { session }, secret: sealingSecret(), maxAge });
  (await cookies()).set(cookieName(), sealed, { ...cookieOptions(), maxAge });
}

/** The session's secret in a cookie that we sealed and that has not run out; undefined in any other. */
export async function secretIn(cookie: string): Promise<string | undefined> {
  const token = await decode({ token: cookie, secret: sealingSecret() }).catch(() => null);
  return typeof token?.session === "string" ? token.session : undefined;
}

function sealingSecret(): string {
  const secret = process.env.NEXTAUTH_SECRET;
  if (secret) return secret;
  throw new Fault(
    "unavailable",
    "Expected NEXTAUTH_SECRET, but it is not set. Start Vouch with npm start, which sets it.",
  );
}
