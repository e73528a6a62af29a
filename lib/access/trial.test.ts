import { expect, test } from "vitest";
import { readTrial } from "./trial.ts";

const offer = {
  password: "a small story",
  people: [{ name: "Ada Marsh", email: "ada@example.org", role: "auditor", words: "external auditor" }],
};
const read = (VOUCH_TRY?: string) => readTrial({ ...(VOUCH_TRY !== undefined && { VOUCH_TRY }) } as never);

test("people can be tried only where the start said so, and what it said can be read", () => {
  expect(read(JSON.stringify(offer))).toEqual(offer);
  expect([undefined, "", "{", "null", "[]", '{"password": 7, "people": []}'].map((text) => read(text))).toEqual(
    Array(6).fill(undefined),
  );
  const root = { ...offer, people: [{ ...offer.people[0], role: "root" }] };
  expect(read(JSON.stringify(root))).toBeUndefined();
});
