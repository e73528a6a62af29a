/**
 * next-auth: the form's post, its CSRF token and an encrypted cookie. The cookie carries the secret of a session of our own and
 * nothing else; whose it is and what they may do is read from the database at every request (request.ts).
 */
import type { NextAuthOptions, User } from "next-auth";
import type { JWT } from "next-auth/jwt";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { Fault } from "../event/index.ts";
import { type Web, web } from "./connection.ts";
import { whenceOf, whenceOfRequest } from "./marks.ts";
import { type Provider, readProvider } from "./oidc.ts";
import type { Whence } from "./principal.ts";
import { signInWithProvider } from "./provider-signin.ts";
import { sessionHours, signOut } from "./sessions.ts";
import { signIn } from "./signin.ts";

const secure = () => process.env.NEXTAUTH_URL?.startsWith("https:") === true;

/** The session's cookie. `__Host-` binds it to this host alone (RFC 6265bis §4.1.3.2). */
export function cookieName(): string {
  return secure() ? "__Host-vouch.session" : "vouch.session";
}

/** What the provider's button posts to: /api/auth/signin/oidc. */
export const providerId = "oidc";

/** How the cookie is kept by the browser. */
export function cookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: secure() } as const;
}

/**
 * For `NextAuth(request, context, authOptions())` in app/api/auth/[...nextauth]/route.ts. `whence`: of the request; `through` is
 * opened where it is needed.
 */
export function authOptions(whence = whenceOfRequest, through?: Web): NextAuthOptions {
  const provider = readProvider();
  return {
    secret: process.env.NEXTAUTH_SECRET,
    providers: provider ? [credentials, withProvider(provider)] : [credentials],
    session: { strategy: "jwt", maxAge: sessionHours * 3600 },
    pages: { signIn: "/signin", error: "/signin" },
    useSecureCookies: secure(),
    cookies: { sessionToken: { name: cookieName(), options: cookieOptions() } },
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (!provider || account?.provider !== providerId) return true;
        return enter(user as SignedIn, { ...profile }, provider, await whence(), through ?? web());
      },
      jwt: ({ token, user }) => ({ session: user ? (user as SignedIn).session : token.session }) as JWT,
      // answered to whoever asks /api/auth/session, scripts of the page included
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.session === "string") await signOut(token.session, await whence(), through);
      },
    },
    // next-auth prints whole errors; a code is enough to find the place, and holds nobody's data
    logger: { error: (code) => console.error(`sign-in: ${code}`), warn: () => {}, debug: () => {} },
  };
}

interface SignedIn extends User {
  session: string;
}

/** An authorization code with PKCE (RFC 7636), state and nonce; the ID token's signature, issuer, audience and time are checked. */
function withProvider({ issuer, clientId, clientSecret, name, scopes }: Provider): OAuthConfig<{ sub?: string }> {
  return {
    id: providerId,
    name,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    issuer,
    clientId,
    clientSecret,
    authorization: { params: { scope: scopes } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: 5_000 },
    profile: ({ sub }) => ({ id: sub ?? "", session: "" }),
  };
}

/** True with the session's secret in `user`, or the address of the sign-in page that says why not. */
async function enter(
  user: SignedIn,
  claims: Record<string, unknown>,
  provider: Provider,
  whence: Whence,
  through: Web,
): Promise<true | string> {
  try {
    const result = await signInWithProvider(claims, provider, whence, through);
    if (result.outcome === "refused") return `/signin?error=${result.refusal}`;
    user.session = result.secret;
    return true;
  } catch (error) {
    console.error(`sign-in: ${error instanceof Fault ? error.message : (error as Error).name}`);
    return "/signin?error=unavailable";
  }
}

const credentials: CredentialsConfig = {
  id: "credentials",
  name: "E-mail and password",
  type: "credentials",
  credentials: { email: { type: "email" }, password: { type: "password" } },
  authorize: async (typed, { headers }): Promise<SignedIn> => {
    const { email, password } = { ...typed } as Record<string, unknown>;
    if (typeof email !== "string" || typeof password !== "string") throw new Error("wrong");
    const result = await attempt(email, password, whenceOf(new Headers(headers as Record<string, string>)));
    if (result.outcome === "wrong") throw new Error("wrong");
    if (result.outcome === "locked") throw new Error(`locked:${result.minutes}`);
    // one that waits for a second factor goes into the cookie, too: it opens the page that asks, and nothing else
    return { id: result.person.id, session: result.secret };
  },
};

/** The message of what is thrown is shown to the browser as the code of the error: `wrong`, `locked:MINUTES`, `unavailable`. */
async function attempt(email: string, password: string, whence: Whence) {
  try {
    return await signIn({ email, password }, whence);
  } catch (error) {
    console.error(`sign-in: ${error instanceof Fault ? error.message : (error as Error).name}`);
    throw new Error("unavailable");
  }
}
