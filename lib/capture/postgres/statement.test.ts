import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadScanner, withoutLiterals } from "./statement.ts";

beforeAll(() => loadScanner());
const text = (sql: string) => withoutLiterals(sql, "on");

describe("literals and comments", () => {
  test.each([
    ["select * from t where a = 'x' and b = 7 and c = 1.5e3", "select * from t where a = ? and b = ? and c = ?"],
    ["select E'it\\'s', U&'d\\0061t', B'101', X'1f', $$a$$, $tag$b$tag$, N'c'", "select ?, ?, ?, ?, ?, ?, N?"],
    ["select 'a'\n  'b'", "select ?"],
    ["select -5, +.5, 1_000, 0x1f, 0b11", "select -?, +?, ?, ?, ?"],
    ["select $1, $23::int from t", "select $1, $23::int from t"],
    ["select 1 -- it's\n/* two /* nested */ */ , 2", "select ? , ?"],
    ['select "col umn", \'v\' from "T\'able"', 'select "col umn", ? from "T\'able"'],
    ["insert into t values ('ünï', '日本', '🙂'), (true, null)", "insert into t values (?, ?, ?), (true, null)"],
    ["select timestamp '2026-01-01', interval '1 day', date'2026-01-02'", "select timestamp ?, interval ?, date?"],
    ["select 'o''brien' as \"ü\", 9", 'select ? as "ü", ?'],
    ["  select\n\t1 ;  ", "select ? ;"],
    ["copy t from stdin", "copy t from stdin"],
    ["alter role bob password 'hunter2'", "alter role bob password ?"],
    ["do $body$ begin perform 'x'; end $body$", "do ?"],
    ["select 1 as x; delete from t where a = 'b'", "select ? as x; delete from t where a = ?"],
  ])("%s", (sql, expected) => {
    expect(text(sql)?.replace(/\s+/g, " ")).toBe(expected);
  });

  test.each([
    "select 'open",
    "selec 'x'",
    "'hunter2'",
    "select $$ open",
    "/* open",
    "",
    "update t set a = 'x' wher b",
    "\0",
  ])("what does not parse has no text: %j", (sql) => {
    const result = text(sql);
    if (sql === "") expect(result ?? "").toBe("");
    else expect(result).toBeUndefined();
  });

  test("nor has what is too long, or what quotes mean something else in", () => {
    expect(text(`select '${"x".repeat(9_000)}'`)).toBeUndefined();
    expect(text(`select ${"1+".repeat(3_000)}1`)).toBeUndefined();
    expect(text(`select ${"(".repeat(3_000)}1${")".repeat(3_000)}`)).toBeUndefined();
    expect(withoutLiterals("select 'a\\' , 'secret'", "off")).toBeUndefined();
    expect(withoutLiterals("select 1", null)).toBeUndefined();
  });
});

/** A literal in one of the forms that PostgreSQL has, with a secret in it. */
const secret = fc.integer({ min: 100_000, max: 999_999 }).map((n) => `${n}`);
const literal = fc
  .tuple(
    secret,
    fc.constantFrom(
      "plain",
      "escaped",
      "unicode",
      "dollar",
      "tagged",
      "number",
      "decimal",
      "national",
      "float",
      "hex",
      "long",
    ),
  )
  .map(([value, form]) => {
    const forms: Record<string, string> = {
      plain: `'it''s ${value} ü🙂'`,
      escaped: `E'a\\'${value}\\\\'`,
      unicode: `U&'\\0061${value}'`,
      dollar: `$$'${value}$$`,
      tagged: `$q$ $$ ${value} $q$`,
      number: value,
      decimal: `0.${value}`,
      national: `N'${value}'`,
      float: `1${value}e5`,
      hex: `X'${value}'`,
      long: `'x'\n'${value}'`,
    };
    return { value, text: forms[form] as string };
  });
const comment = secret.map((value) => ({
  value,
  text: fc.sample(fc.constantFrom(`/* ' ${value} */`, `-- ${value} '\n`, `/* a /* ${value} */ */`), 1)[0] as string,
}));
const statement = fc
  .tuple(fc.array(literal, { minLength: 1, maxLength: 6 }), fc.array(comment, { maxLength: 3 }), fc.nat(3))
  .map(([literals, comments, form]) => {
    const gap = comments.map((each) => each.text).join(" ");
    const values = literals.map((each) => each.text).join(` ${gap} , `);
    const forms = [
      `select ${gap} ${values} from "ünï" t`,
      `insert into t values ${gap} (${values})`,
      `update t set a = ${literals[0]?.text} ${gap} where b in (${values})`,
      `with x as (select ${values}) ${gap} delete from t where a = ${literals[0]?.text} returning *`,
    ];
    return { sql: forms[form] as string, secrets: [...literals, ...comments].map((each) => each.value) };
  });

test("no literal and no comment of any statement survives", () => {
  let kept = 0;
  fc.assert(
    fc.property(statement, ({ sql, secrets }) => {
      const result = text(sql);
      if (result !== undefined) kept++;
      for (const value of secrets) expect(result ?? "", sql).not.toContain(value);
    }),
    { numRuns: 1_000 },
  );
  expect(kept).toBeGreaterThan(900); // not by giving up on all of them
});

test("cut anywhere, it still shows nothing", () => {
  fc.assert(
    fc.property(statement, fc.nat(200), ({ sql, secrets }, at) => {
      const result = text(sql.slice(0, at)) ?? "";
      for (const value of secrets) expect(result).not.toContain(value);
    }),
    { numRuns: 1_000 },
  );
});
