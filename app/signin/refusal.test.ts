import { describe, expect, it } from "vitest";
import { insideAddress, insideCallback } from "./address.ts";
import { providerSentence, refusalSentence } from "./refusal.ts";

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

describe("a provider that let nobody in", () => {
  it("is named, whatever the address says", () => {
    expect(providerSentence("provider-group", "Harbor ID")).toMatch(/^Harbor ID let you in, but none of your groups/);
    expect(providerSentence("OAuthSignin", "Harbor ID")).toMatch(/^Harbor ID does not answer/);
    for (const forged of ["<b>x</b>", "constructor", "__proto__"]) {
      expect(providerSentence(forged, "Harbor ID")).toBe("You were not signed in. Try again.");
    }
    expect(providerSentence(undefined, "Harbor ID")).toBeUndefined();
    expect(providerSentence(["provider-group"], "Harbor ID")).toBeUndefined();
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
  it("is the path alone of what next-auth was given", () => {
    expect(insideCallback("http://127.0.0.1:3000/events?action=deleted")).toBe("/events?action=deleted");
    for (const away of [
      "https://evil.example//evil.example",
      "javascript:alert(1)",
      "/events",
      undefined,
      ["http://a/b"],
    ]) {
      expect(insideCallback(away)).toBe("/");
    }
  });
});
