import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryTree } from "./builders.ts";
import {
  add,
  demands,
  exclude,
  facetState,
  fromRows,
  include,
  instead,
  is,
  normalise,
  parseQuery,
  partAt,
  printQuery,
  remove,
  replace,
  sameRecord,
  type Tree,
  toggleFacet,
  toRows,
} from "./index.ts";

const of = (text: string) => parseQuery(text).tree;
const text = (tree: Tree) => printQuery(tree);

describe("facets", () => {
  test("say what is chosen and what is left out, and that there is more than they can say", () => {
    expect(facetState(of("actor:(dana OR joao) -actor:amara -actor:(x OR y) a"), "actor")).toEqual({
      chosen: ["dana", "joao"],
      excluded: ["amara", "x", "y"],
      other: false,
    });
    for (const query of ["actor:dana OR record:customers", "-(actor:dana a)", "(actor:dana a) OR b", "actor:a actor:b"])
      expect(facetState(of(query), "actor").other).toBe(true);
    expect(facetState(of("record:x"), "actor")).toEqual({ chosen: [], excluded: [], other: false });
  });

  test("a click includes, another takes it back; leaving out takes the other side; everything else stays where it is", () => {
    const steps: [Tree, string][] = [];
    let tree = of("a (actor:x OR b)");
    for (const [value, side] of [
      ["dana", "chosen"],
      ["joao", "chosen"],
      ["dana", "chosen"],
      ["joao", "excluded"],
      ["joao", "chosen"],
      ["joao", "chosen"],
    ] as const) {
      tree = toggleFacet(tree, "actor", value, side);
      steps.push([tree, text(tree)]);
    }
    expect(steps.map(([, said]) => said)).toEqual([
      "a (actor:x OR b) actor:dana",
      "a (actor:x OR b) actor:(dana OR joao)",
      "a (actor:x OR b) actor:joao",
      "a (actor:x OR b) -actor:joao",
      "a (actor:x OR b) actor:joao",
      "a (actor:x OR b)",
    ]);
  });

  test("whatever the tree, a toggled value is on its side, toggled again it is not, and no other demand is touched", () => {
    fc.assert(
      fc.property(
        arbitraryTree,
        fc.constantFrom("actor", "record", "kind"),
        fc.constantFrom("chosen", "excluded"),
        (tree, field, side) => {
          const value = field === "kind" ? "agent" : "zz";
          const once = toggleFacet(tree, field as "actor", value, side as "chosen");
          const had = facetState(tree, field as "actor")[side as "chosen"].includes(value);
          expect(facetState(once, field as "actor")[side as "chosen"].includes(value)).toBe(!had);
          const twice = toggleFacet(once, field as "actor", value, side as "chosen");
          const others = (one: Tree) =>
            demands(one)
              .filter((demand) => !text(demand).includes(`${field}:`))
              .map(text);
          expect(others(twice)).toEqual(others(normalise(tree)));
          expect(facetState(twice, field as "actor").other).toBe(facetState(tree, field as "actor").other);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("from a value onward", () => {
  test("include and exclude take each other's place", () => {
    expect(text(include(of("a"), is("actor", "dana")))).toBe("a actor:dana");
    expect(text(include(of("-actor:dana a"), is("actor", "dana")))).toBe("a actor:dana");
    expect(text(include(of("-field:x a"), is("field", "x")))).toBe("a field:x");
    expect(text(include(of("field:x"), is("field", "y")))).toBe("field:x field:y");
    expect(text(include(of("actor:dana"), is("actor", "joao")))).toBe("actor:(dana OR joao)");
    expect(text(include(of("actor:dana"), is("actor", "dana")))).toBe("actor:dana");
    expect(text(exclude(of("actor:(dana OR joao)"), is("actor", "dana")))).toBe("actor:joao -actor:dana");
    expect(text(exclude(of("tier=gold b"), is("became", "gold", "tier")))).toBe("b -tier=gold");
    expect(text(add(of("own:hidden a"), is("own", "shown")))).toBe("a own:shown");
    expect(text(exclude(of("a"), is("own", "only")))).toBe("a own:hidden");
    expect(text(sameRecord({ type: "customers", id: "10482" }))).toBe("record:customers id:10482");
    expect(
      text(instead(of("a after:7d -on:2026-03-01 (before:2026 OR b)"), ["after", "before", "on"], [is("on", "today")])),
    ).toBe("a (before:2026 OR b) on:today");
  });

  test("any part can be taken out or changed by its path, and nothing else is", () => {
    const tree = of("a -(b OR c) (actor:dana d OR e)");
    expect(text(partAt(tree, [1, 0, 1]) as Tree)).toBe("c");
    expect(text(remove(tree, [1, 0, 1]))).toBe(
      "a -b (actor:dana d OR e)".replace("(actor:dana d OR e)", "((actor:dana d) OR e)"),
    );
    expect(text(replace(tree, [2, 0, 0], is("actor", "joao")))).toBe("a -(b OR c) ((actor:joao d) OR e)");
    expect(text(remove(tree, [0]))).toBe("-(b OR c) ((actor:dana d) OR e)");
    expect(text(remove(tree, [7, 3]))).toBe(text(tree));
    expect(text(remove(of("actor:dana"), [0]))).toBe("");
    expect(partAt(tree, [0, 0])).toBeUndefined();
  });
});

describe("rows", () => {
  test("a field, an operator and a value each; groups of one level; what goes deeper is text", () => {
    expect(toRows(of("actor:dana -credit_limit>10000 (a OR -b) -(c d) ((e f) OR g)"))).toEqual([
      { kind: "condition", field: "actor", operator: "is", not: false, value: "dana" },
      { kind: "condition", field: "became", of: "credit_limit", operator: "over", not: true, value: "10000" },
      {
        kind: "group",
        join: "any",
        not: false,
        rows: [
          { kind: "condition", field: "text", operator: "is", not: false, value: "a" },
          { kind: "condition", field: "text", operator: "is", not: true, value: "b" },
        ],
      },
      {
        kind: "group",
        join: "all",
        not: true,
        rows: [
          { kind: "condition", field: "text", operator: "is", not: false, value: "c" },
          { kind: "condition", field: "text", operator: "is", not: false, value: "d" },
        ],
      },
      {
        kind: "group",
        join: "any",
        not: false,
        rows: [
          { kind: "text", text: "e f" },
          { kind: "condition", field: "text", operator: "is", not: false, value: "g" },
        ],
      },
    ]);
  });

  test("any tree comes back from its rows", () => {
    fc.assert(
      fc.property(arbitraryTree, (tree) => {
        expect(fromRows(toRows(tree))).toEqual({ tree: normalise(tree), mistakes: [] });
      }),
      { numRuns: 500 },
    );
  });

  test("a row that says nothing that can be searched is left out and named", () => {
    const row = { kind: "condition", operator: "is", not: false } as const;
    const { tree, mistakes } = fromRows([
      { ...row, field: "on", value: "2026-02-30" },
      { ...row, field: "kind", value: "AI agents" },
      {
        kind: "group",
        join: "any",
        not: false,
        rows: [
          { ...row, field: "actor", value: " " },
          { kind: "text", text: "acter:x b" },
        ],
      },
    ]);
    expect(text(tree)).toBe("kind:agent b");
    expect(mistakes.map(({ path, sentence }) => [path, sentence.slice(0, 24)])).toEqual([
      [[0], "February 2026 has 28 day"],
      [[2, 0], "A value is missing after"],
      [[2, 1], "There is no search field"],
    ]);
  });
});
