import { describe, expect, it } from "vitest";
import { insideAddress } from "./address.ts";
import { refusalSentence } from "./refusal.ts";

describe("a refused sign-in", () => {
  it.each([
    ["wrong", "E-mail or password is not right. Check both and try again."],
    ["CredentialsSignin", "E-mail or password is not right. Check both and try again."],
    ["locked:5", "Too many attempts. Try again in 5 minutes."],
    ["locked:1", "Too many attempts. Try again in 1 minute."],
    ["unavailable", "Sign-in is not possible right now, because Vouch could not record it. Try again in a minute."],
  ])("says why: %s", (error, sentence) => {
    expect(refusalSentence(error)).toBe(sentence);
  });
});

describe("the address after sign-in", () => {
  it("stays inside", () => {
    expect(insideAddress("/events?action=deleted")).toBe("/events?action=deleted");
    for (const away of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      undefined,
      ["/a"],
    ]) {
      expect(insideAddress(away)).toBe("/");
    }
  });
});
