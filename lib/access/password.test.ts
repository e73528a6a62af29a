import { expect, test } from "vitest";
import { checkPassword, hashPassword, passwordMatches } from "./password.ts";

test("argon2id with OWASP's parameters; every hash has a salt of its own", async () => {
  const [one, two] = await Promise.all([hashPassword("correct horse battery"), hashPassword("correct horse battery")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await passwordMatches("correct horse battery", one)).toBe(true);
  expect(await passwordMatches("correct horse Battery", one)).toBe(false);
});

test("composed and decomposed letters are the same password, and count once", async () => {
  const stored = await hashPassword("pässwörd-fünf".normalize("NFC"));
  expect(await passwordMatches("pässwörd-fünf".normalize("NFD"), stored)).toBe(true);
  expect(() => checkPassword("äöüäöüäöüäö".normalize("NFD"), "a@b.c")).toThrow(/got 11/);
  expect(() => checkPassword("🐎".repeat(200), "a@b.c")).not.toThrow();
});

test("without an account the same work is done, and nothing matches", async () => {
  const stored = await hashPassword("correct horse battery");
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let i = 0; i < 12; i++) {
    const began = performance.now();
    expect(await passwordMatches("wrong horse battery", i % 2 ? stored : undefined)).toBe(false);
    times[i % 2 ? "known" : "unknown"].push(performance.now() - began);
  }
  const [known, unknown] = [Math.min(...times.known), Math.min(...times.unknown)];
  expect(unknown).toBeGreaterThan(known / 4);
  expect(unknown).toBeLessThan(known * 4);
});
