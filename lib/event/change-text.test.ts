import { expect, it } from "vitest";
import { changeSentences } from "./change-text.ts";
import type { Seen, SeenField } from "./seen.ts";

const shown = (value: string | null): Seen => ({ state: "shown", value });
const change = (
  name: string,
  before: Seen | undefined,
  after: Seen | undefined,
  more: Partial<SeenField> = {},
): SeenField => ({
  name,
  type: "text",
  mode: "keep",
  changed: true,
  before,
  after,
  ...more,
});

it("says each change as people would write it, and nothing that is concealed, even once it is at hand", () => {
  const names = {
    hints: { fields: { credit_limit: { money: { currency: "USD" } }, owner: { label: "account owner" } } },
    referred: { owner: { "7": "Leila Haddad" } },
  };
  const fields = [
    change("credit_limit", shown("5000"), shown("50000"), { type: "numeric" }),
    change("owner", shown("7"), shown("8")),
    change("ssn", { state: "hidden" }, shown("219-09-9999"), { mode: "conceal" }),
    change("note", shown(null), shown(""), {}),
    change("tags", shown('{a,"b c"}'), shown("{}"), { type: "text[]" }),
    change("gone", { state: "erased" }, undefined),
    change("long", shown("x"), shown("line one\nline two ".repeat(100))),
    { ...change("same", shown("1"), shown("1")), changed: false },
  ];
  const sentences = changeSentences({ operation: "update", fields }, names);
  expect(sentences.slice(0, 6)).toEqual([
    "credit limit: 5,000.00 → 50,000.00 US dollars",
    "account owner: Leila Haddad → 8",
    "ssn: hidden → hidden",
    "note: no value → empty text",
    "tags: a, b c → empty list",
    "gone: erased → not there",
  ]);
  expect(sentences).toHaveLength(7);
  expect(sentences[6]?.length).toBeLessThan(320);
  expect(sentences[6]).not.toContain("\n");
});
