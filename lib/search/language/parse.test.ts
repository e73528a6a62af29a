import { describe, expect, test } from "vitest";
import { conditionsOf, everything, is, limits, parseQuery, printQuery } from "./index.ts";

const of = (text: string) => parseQuery(text).tree;
const [dana, joao] = [is("actor", "dana"), is("actor", "joao")];

describe("what a query says", () => {
  test("conditions side by side, negated, compared, with a field of the record", () => {
    expect(of('actor:dana field:credit_limit before:2026-03-01 -action:read "free text"')).toEqual({
      all: [
        dana,
        is("field", "credit_limit"),
        is("before", "2026-03-01"),
        { not: is("action", "read") },
        is("text", "free text"),
      ],
    });
    expect(of("rows>=200")).toEqual({ field: "rows", operator: "least", value: "200" });
    expect(of("rows:>200 AND credit_limit<10,000.50")).toEqual({
      all: [
        { field: "rows", operator: "over", value: "200" },
        { field: "became", operator: "under", value: "10000.50", of: "credit_limit" },
      ],
    });
    expect(of("was.tier=gold tier!=basic became:gold")).toEqual({
      all: [is("was", "gold", "tier"), { not: is("became", "basic", "tier") }, is("became", "gold")],
    });
    expect(of('became."credit limit">=5')).toEqual({
      field: "became",
      operator: "least",
      value: "5",
      of: "credit limit",
    });
    expect(of("NOT actor:dana")).toEqual({ not: dana });
    expect(of("not -NOT actor:dana")).toEqual({ not: dana });
  });

  test("groups: OR binds less than what stands side by side, and values share a name", () => {
    const either = { any: [dana, joao] };
    for (const text of [
      "actor:dana OR actor:joao",
      "(actor:dana or (actor:joao))",
      "actor:(dana OR joao)",
      "actor:( dana  or joao )",
    ])
      expect(of(text)).toEqual(either);
    expect(of("actor:dana a OR actor:joao")).toEqual({ any: [{ all: [dana, is("text", "a")] }, joao] });
    expect(of("(actor:dana OR actor:joao) a")).toEqual({ all: [either, is("text", "a")] });
    expect(of("-actor:(dana OR joao)")).toEqual({ not: either });
    expect(of("-( actor:dana a )")).toEqual({ not: { all: [dana, is("text", "a")] } });
    expect(of("tier=(gold OR -basic)")).toEqual({
      any: [is("became", "gold", "tier"), { not: is("became", "basic", "tier") }],
    });
    expect(of("tier!=(gold OR basic)")).toEqual({
      not: { any: [is("became", "gold", "tier"), is("became", "basic", "tier")] },
    });
  });

  test("values in quotation marks hold anything, typed by hand or by a word processor", () => {
    expect(of('actor:"Dana \\"D\\" Lee"')).toEqual(is("actor", 'Dana "D" Lee'));
    expect(of('id:"C:\\\\temp"')).toEqual(is("id", "C:\\temp"));
    expect(of("“Acme Corp” „Straße“")).toEqual({ all: [is("text", "Acme Corp"), is("text", "Straße")] });
    expect(of('id:"\\u{202e}x"')).toEqual(is("id", "\u202ex"));
    expect(of('"or" and')).toEqual(is("text", "or"));
    expect(of("14:30 10.0.0.7:5432 https://example.com/a")).toEqual({
      all: [is("text", "14:30"), is("text", "10.0.0.7:5432"), is("text", "https://example.com/a")],
    });
  });

  test("choices are understood by their words, actions as they stand in sentences", () => {
    expect(of('kind:People decision:DENIED origin:"direct sql" action:"signed in"')).toEqual({
      all: [is("kind", "human"), is("decision", "denied"), is("origin", "direct_sql"), is("action", "signed_in")],
    });
  });

  test("an empty text asks for everything", () => {
    for (const text of ["", "   ", "\n\t"])
      expect(parseQuery(text)).toEqual({ tree: everything, mistakes: [], parts: [] });
  });

  test("the parts of a query are where they stand", () => {
    const text = ' actor:dana  -(a OR b) acter:x "c d"';
    expect(parseQuery(text).parts.map(({ from, to, tree }) => [text.slice(from, to), printQuery(tree)])).toEqual([
      ["actor:dana", "actor:dana"],
      ["-(a OR b)", "-(a OR b)"],
      ['"c d"', '"c d"'],
    ]);
    expect(parseQuery("a OR b").parts).toMatchObject([{ from: 0, to: 6 }]);
  });
});

describe("a mistake marks its token, says what to do, and the rest is searched", () => {
  const cases: [text: string, marked: string, says: RegExp, rest: string][] = [
    ["acter:dana a", "acter:dana", /no search field “acter”\. Did you mean actor:dana\?/, "a"],
    ["user:dana a", "user:dana", /Did you mean actor:dana\?/, "a"],
    ["tier:gold a", "tier:gold", /To ask for a field of the record, write tier=gold\./, "a"],
    ["xyzzy:(gold OR silver) a", "xyzzy:", /no search field “xyzzy”/, "a"],
    ["kind:agnt a", "kind:agnt", /one of human, service, agent, unknown.*Did you mean kind:agent\?/, "a"],
    ["on:2026-02-30 a", "on:2026-02-30", /^February 2026 has 28 days\. Did you mean 28 February\?$/, "a"],
    ["after:2026-13-01 a", "after:2026-13-01", /There is no month 13/, "a"],
    ["after:0001-01-01", "after:0001-01-01", /a year from 1900 to 2999, got 0001/, ""],
    ["on:01/03/2026 a", "on:01/03/2026", /Expected a day such as 2026-03-01/, "a"],
    ["on:2026-03-01T25:00 a", "on:2026-03-01T25:00", /00:00 to 23:59/, "a"],
    ["on:7d a", "on:7d", /Did you mean after:7d\?/, "a"],
    ["after>2026-03-01 a", "after>2026-03-01", /Did you mean after:2026-03-01\?/, "a"],
    ["actor>5 a", "actor>5", /can be asked for, not compared/, "a"],
    ["entry:12x a", "entry:12x", /Expected a whole number/, "a"],
    ["rows>=99999999999999999999 a", "rows>=99999999999999999999", /Expected a whole number/, "a"],
    ["credit_limit>1e999 a", "credit_limit>1e999", /Expected a number or a date/, "a"],
    ["became>5 a", "became>5", /the name of the field/, "a"],
    ["actor: a", "actor:", /A value is missing after actor/, "a"],
    ["tier= a", "tier=", /A value is missing after tier/, "a"],
    ['"" a', '""', /A value is missing/, "a"],
    ["!!! a", "!!!", /no word in this/, "a"],
    ['a "b c', '"', /never closed/, "a b c"],
    ['actor:"Dana Lee', '"', /never closed/, "actor:Dana Lee"],
    ["(a OR b", "(", /never closed/, "a OR b"],
    ["a) b", ")", /closes nothing/, "a b"],
    ["a () b", "()", /nothing between these parentheses/, "a b"],
    ["OR a", "OR", /stands between two conditions/, "a"],
    ["a OR", "OR", /stands between two conditions/, "a"],
    ["a OR OR b", "OR", /stands between two conditions/, "a OR b"],
    ["AND a", "AND", /need not be written/, "a"],
    ["a NOT", "NOT", /stands before a condition/, "a"],
    ["own:shown OR a", "own:shown", /stands alone/, "a"],
    ["-own:shown a", "own:shown", /stands alone/, "a"],
    ["own:only a own:shown", "own:shown", /stands once/, "own:only a"],
    ["x\u202ey a", "x\u202ey", /cannot be seen \(U\+202E\)/, "a"],
    ["actor:\u0007 a", "actor:\u0007", /cannot be seen \(U\+0007\)/, "a"],
    ["id:x\0y a", "id:x\0y", /no entry can contain/, "a"],
    ["id:x\ud800 a", "id:x\ud800", /no entry can contain/, "a"],
    ['id:"\\u{0}" a', 'id:"\\u{0}"', /no entry can contain/, "a"],
    [`id:${"x".repeat(501)} a`, `id:${"x".repeat(501)}`, /at most 500 characters, got 501/, "a"],
  ];
  test.each(cases)("%s", (text, marked, says, rest) => {
    const { tree, mistakes } = parseQuery(text);
    expect(mistakes.map(({ from, to }) => text.slice(from, to))).toContain(marked);
    expect(mistakes.map(({ sentence }) => sentence).join(" ")).toMatch(says);
    expect(printQuery(tree)).toBe(rest);
  });
});

describe("bounded work, whatever comes", () => {
  const timed = (text: string) => {
    const begun = process.cpuUsage(); // whatever else the machine does
    const parsed = parseQuery(text);
    expect(process.cpuUsage(begun).user).toBeLessThan(400_000);
    return parsed;
  };

  test("a query has so many characters and conditions at most", () => {
    const long = timed("actor:dana ".repeat(100_000));
    expect(long.mistakes.at(-1)?.sentence).toMatch(/at most 4000 characters, and this one has 1100000/);
    expect(long.tree).toEqual(dana);
    const many = timed(Array.from({ length: 10_000 }, (_, n) => n).join(" "));
    expect(conditionsOf(many.tree)).toHaveLength(limits.conditions);
    expect(many.mistakes.map(({ sentence }) => sentence).join(" ")).toMatch(/at most 100 conditions/);
    expect(timed("x".repeat(1_000_000)).tree).toEqual(everything);
  });

  test("parentheses, quotation marks and negations without end", () => {
    const deep = timed(`a ${"(".repeat(1_000)}b${")".repeat(1_000)} c`);
    expect(printQuery(deep.tree)).toBe("a c");
    expect(deep.mistakes[0]?.sentence).toMatch(/at most 10 deep/);
    expect(printQuery(timed(`${"(".repeat(10)}a${")".repeat(10)}`).tree)).toBe("a");
    for (const piece of ["(", ")", '"', "-", "NOT ", 'was."', "actor:(", "OR ", "\\", "“", '"\\'])
      expect(timed(piece.repeat(3_999 / piece.length)).mistakes.length).toBeLessThanOrEqual(limits.mistakes);
  });
});
