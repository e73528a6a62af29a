import fc from "fast-check";
import { expect, test } from "vitest";
import { modes } from "../../event/index.ts";
import { defaultMode, modesOf, readFieldModes } from "./fields.ts";
import type { Column, Table } from "./table.ts";

const column = (name: string, type = "text", kind = "S", key = false): Column => ({
  name,
  type,
  kind,
  key,
  virtual: false,
});
const table = (columns: Column[], name = "customers", schema = "public"): Table => ({
  oid: "1",
  schema,
  name,
  form: "r",
  partition: false,
  relatives: [],
  manner: "statements",
  estimate: 0,
  owned: true,
  columns,
  primaryKey: [],
});

test.each([
  ["password", "omit"],
  ["PasswordHash", "omit"],
  ["password_hash", "omit"],
  ["passwordHash", "omit"],
  ["api_key", "omit"],
  ["apiKey", "omit"],
  ["stripe_secret_key", "omit"],
  ["refresh_token", "omit"],
  ["session_token_2", "omit"],
  ["cvv", "omit"],
  ["otp_secret", "omit"],
  ["totp", "omit"],
  ["ssn", "conceal"],
  ["customer_ssn", "conceal"],
  ["iban", "conceal"],
  ["passport_number", "conceal"],
  ["passportNo", "conceal"],
  ["tax_id", "conceal"],
  ["national_id", "conceal"],
  ["date_of_birth", "conceal"],
  ["birthDate", "conceal"],
  ["card_number", "conceal"],
  ["account_number", "conceal"],
  ["medical_record", "conceal"],
  ["name", "erasable"],
  ["notes", "erasable"],
  ["email", "erasable"],
  ["spinach", "erasable"],
  ["assassin", "erasable"],
  ["description", "erasable"],
])("a text column named %s is %s by default", (name, mode) => {
  expect(defaultMode(column(name))).toBe(mode);
});

test("keys, numbers, booleans, dates and enums are kept, unless their name says better", () => {
  for (const kind of ["N", "B", "D", "T", "E"]) {
    expect(defaultMode(column("x", "some type", kind))).toBe("keep");
    expect(defaultMode(column("pin", "integer", kind))).toBe("omit");
    expect(defaultMode(column("ssn", "integer", kind))).toBe("conceal");
  }
  expect(defaultMode(column("id", "text", "S", true))).toBe("keep");
  expect(defaultMode(column("ref", "uuid", "U"))).toBe("keep");
  for (const kind of ["S", "U", "A", "X", "I", "G", "R", "C"])
    expect(defaultMode(column("x", "jsonb", kind))).toBe("erasable");
  expect(defaultMode(column("date_of_birth", "date", "D"))).toBe("conceal");
});

test("whatever it is called, a secret's name is found among other words", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(
      word,
      word,
      fc.constantFrom("password", "secret", "token", "pin"),
      fc.constantFrom("_", "-", " ", "camel"),
      (before, after, secret, joint) => {
        const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
        const name =
          joint === "camel" ? before + capital(secret) + capital(after) : [before, secret, after].join(joint);
        expect(defaultMode(column(name))).toBe("omit");
      },
    ),
  );
});

test("a fields file decides, and the rest keeps its default", () => {
  const customers = table([column("id", "bigint", "N", true), column("name"), column("password")]);
  const chosen = readFieldModes('{"customers": {"name": "conceal", "password": "hash"}}', [customers]);
  expect(chosen).toEqual({ "public.customers": { name: "conceal", password: "hash" } });
  expect(modesOf(customers, chosen)).toEqual({ id: "keep", name: "conceal", password: "hash" });
  expect(modesOf(table([column("name")], "customers", "other"), chosen)).toEqual({ name: "erasable" });
});

test("no file of fields makes it fail in another way than by saying what is wrong, or gives a mode that is none", () => {
  const customers = table([column("id"), column("name")]);
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .dictionary(
        fc.constantFrom("customers", "public.customers", "x"),
        fc.dictionary(
          fc.constantFrom("id", "name", "y", "__proto__"),
          fc.oneof(fc.constantFrom(...modes), fc.string(), fc.integer()),
        ),
      )
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(anything, (text) => {
      try {
        for (const mode of Object.values(modesOf(customers, readFieldModes(text, [customers]))))
          expect(modes).toContain(mode);
      } catch (error) {
        expect(error).toMatchObject({
          name: "Fault",
          code: "invalid",
          message: expect.stringMatching(/nothing has been installed/),
        });
      }
    }),
    { numRuns: 1_000 },
  );
});
