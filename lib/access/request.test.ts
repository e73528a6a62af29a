import { encode } from "next-auth/jwt";
import { afterEach, expect, test, vi } from "vitest";
import { authOptions, cookieName } from "./auth.ts";
import { web } from "./connection.ts";
import { secretIn } from "./request.ts";

afterEach(() => vi.unstubAllEnvs());

test("only a cookie that we sealed, and that has not run out, has a session in it", async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "of this server");
  const sealed = (secret: string, maxAge = 60) => encode({ token: { session: "s3cret" } as never, secret, maxAge });
  expect(await secretIn(await sealed("of this server"))).toBe("s3cret");
  expect(await secretIn(await sealed("of another"))).toBeUndefined();
  expect(await secretIn(await sealed("of this server", -3600))).toBeUndefined();
  for (const forged of ["", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzZXNzaW9uIjoieCJ9."]) {
    expect(await secretIn(forged)).toBeUndefined();
  }
});

test("the cookie is for this host alone, out of reach of scripts, and secure where the address is", () => {
  vi.stubEnv("NEXTAUTH_URL", "http://127.0.0.1:3000");
  expect(authOptions().cookies?.sessionToken?.options).toEqual({
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: false,
  });
  vi.stubEnv("NEXTAUTH_URL", "https://vouch.example.org");
  expect(cookieName()).toBe("__Host-vouch.session");
  expect(authOptions().cookies?.sessionToken?.options.secure).toBe(true);
});

test("the token holds the session's secret and nothing that the browser sent; the session shown holds none", async () => {
  const { jwt, session } = authOptions().callbacks ?? {};
  const token = await jwt?.({
    token: { session: "kept", name: "x" },
    trigger: "update",
    session: { session: "forged" },
  } as never);
  expect(token).toEqual({ session: "kept" });
  const shown = await session?.({
    session: { expires: "then", user: { name: "x" } },
    token: { session: "kept" },
  } as never);
  expect(shown).toEqual({ expires: "then" });
});

test("without an address the fault says what to do", () => {
  vi.stubEnv("VOUCH_WEB_URL", "");
  expect(web).toThrow(/npm start/);
});
