/** Terms: what an event is found by, as numbers that only the home can make. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { anEvent, anUpdate, arbitraryEvent } from "../event/builders.ts";
import { type Event, fieldNames, searchField } from "../event/index.ts";
import { mostTerms, termsOf } from "./index.ts";

const homeWith = (byte: number) => ({
  folder: "",
  secret: () => Buffer.alloc(32, byte),
  signerSeed: () => Buffer.alloc(32),
  checkpoints: () => "",
});
const home = homeWith(7);
const listed = (event: Event, at = home) => termsOf(at).all(event).slice(1, -1).split(",").filter(Boolean).map(BigInt);

test("each text of each field is a term, once and in order, until there are too many", () => {
  const notTerms = ["rows", "entry", "after", "before", "on"];
  fc.assert(
    fc.property(arbitraryEvent, (event) => {
      const expected = fieldNames
        .filter((name) => !notTerms.includes(name))
        .flatMap((name) =>
          searchField(name)
            .values(event)
            .map((text) => termsOf(home).of(name, text)),
        );
      const first = [...new Set(expected)].slice(0, mostTerms);
      expect(listed(event)).toEqual(first.toSorted((one, other) => (one < other ? -1 : 1)));
    }),
    { numRuns: 200 },
  );
});

test("a term is the same whatever was remembered and forgotten before it", () => {
  const maker = termsOf(homeWith(8));
  const event = anUpdate({}, { correlation: { reason: "The word that comes again, and again" } });
  const before = maker.all(event);
  for (let n = 0; n < 110; n++) {
    const words = Array.from({ length: 400 }, (_, i) => `w${n * 400 + i}`);
    maker.all(anEvent({ correlation: { reason: words.join(" ") } }));
    if (n % 20 === 0) expect(maker.all(event)).toBe(before);
  }
  // “login” is remembered with its text, and was forgotten as a word
  const terms = maker
    .all(anEvent({ correlation: { reason: "user login again" } }))
    .slice(1, -1)
    .split(",");
  expect(new Set(terms).size).toBe(terms.length);
  expect(maker.all(event)).toBe(before);
});

test("case, accents and width make no difference; the field and the home do", () => {
  const { of } = termsOf(home);
  expect(of("text", "Émilie")).toBe(of("text", "EMILIE"));
  expect(of("text", "ＡＣＭＥ")).toBe(of("text", "acme"));
  expect(of("actor", "acme")).not.toBe(of("text", "acme"));
  expect(termsOf(homeWith(9)).of("text", "acme")).not.toBe(of("text", "acme"));
});

test("nothing of a value that is concealed, hashed or left out is a term", () => {
  for (const mode of ["conceal", "hash", "omit"] as const) {
    const field = { name: "iban", type: "text", mode, changed: true, before: "old secret", after: "new secret" };
    const { of } = termsOf(home);
    const terms = listed(anUpdate({ fields: [field] }));
    expect(terms).toContain(of("field", "iban"));
    for (const text of ["old", "new", "secret", "new secret", "iban=new secret"]) {
      for (const name of ["text", "was", "became"] as const) expect(terms).not.toContain(of(name, text));
    }
  }
});
