/** Whose request this is. For server components, actions and routes. */
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { Fault } from "../event/index.ts";
import { cookieName } from "./auth.ts";
import { whenceOfRequest } from "./marks.ts";
import type { Principal } from "./principal.ts";
import { findPrincipal } from "./sessions.ts";

/**
 * The person of the current request, read from the database once per request; undefined where nobody is signed in, or no
 * longer is. Throws `unavailable` where the database does not answer.
 */
export const currentPrincipal = cache(async (): Promise<Principal | undefined> => {
  const { cookies } = await import("next/headers");
  const cookie = (await cookies()).get(cookieName())?.value;
  const session = cookie && (await secretIn(cookie));
  return session ? findPrincipal(session, await whenceOfRequest()) : undefined;
});

/** The session's secret in a cookie that we sealed and that has not run out; undefined in any other. */
export async function secretIn(cookie: string): Promise<string | undefined> {
  const secret = process.env.NEXTAUTH_SECRET;
  if (!secret)
    throw new Fault(
      "unavailable",
      "Expected NEXTAUTH_SECRET, but it is not set. Start Vouch with npm start, which sets it.",
    );
  const token = await decode({ token: cookie, secret }).catch(() => null);
  return typeof token?.session === "string" ? token.session : undefined;
}
