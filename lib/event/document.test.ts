/** Differences of documents: what they say is all that changed, and nothing takes long. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Difference, differenceOfDocuments, type Json, readDocument } from "./document.ts";
import { pathChanges, readPart } from "./document-lines.ts";

const read = (text: string) => readDocument(text, "jsonb") as Json;
const differ = (before: string, after: string) => differenceOfDocuments(read(before), read(after)) as Difference;

/** What the difference makes of the document before. */
function applied(before: Json, difference: Difference): Json {
  if (difference.kind === "same") return before;
  if (difference.kind === "replaced") return difference.after;
  if (difference.kind === "items") {
    return difference.items.map(({ from, inner, after }) =>
      from === undefined ? (after as Json) : applied((before as Json[])[from] as Json, inner as Difference),
    );
  }
  const members = new Map(before as Map<string, Json>);
  for (const [name, inner] of difference.members) {
    if (inner.kind === "removed") members.delete(name);
    else members.set(name, inner.kind === "added" ? inner.after : applied(members.get(name) as Json, inner));
  }
  return members;
}

function plain(json: Json): unknown {
  if (json instanceof Map) return Object.fromEntries([...json].map(([name, value]) => [`m ${name}`, plain(value)]));
  if (Array.isArray(json)) return json.map(plain);
  return json;
}

const said = (before: string, after: string) =>
  pathChanges(read(before), differ(before, after)).map(({ path, kind, before: then, after: now }) =>
    [path, kind, then !== undefined && readPart(then).text, now !== undefined && readPart(now).text]
      .filter(Boolean)
      .join(" | "),
  );

const json = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.array(
    fc.record({ id: fc.nat(6), name: fc.constantFrom("a", "b"), parts: fc.array(fc.nat(3), { maxLength: 4 }) }),
    { maxLength: 5 },
  ),
);

/** Milliseconds of work since then: of this process alone, however busy the machine is. */
const spent = (since: NodeJS.CpuUsage) =>
  Object.values(process.cpuUsage(since)).reduce((sum, micros) => sum + micros, 0) / 1000;

describe("differenceOfDocuments", () => {
  it("turns the document before into the document after, and is nothing where they are equal", () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const [before, after] = [read(JSON.stringify(a)), read(JSON.stringify(b))];
        const difference = differenceOfDocuments(before, after) as Difference;
        expect(plain(applied(before, difference))).toEqual(plain(after));
        expect(differenceOfDocuments(before, read(JSON.stringify(a)))).toEqual({ kind: "same" });
        expect(pathChanges(before, difference).length === 0).toBe(difference.kind === "same");
      }),
    );
  });

  it("reads what JSON.parse reads, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string(), fc.constantFrom("{", "[1,]", '{"a":1,}', "[1 2]", "01", '"\\x"', "nul", "[}")),
        (text) => {
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          expect(readDocument(text, "json") !== undefined).toBe(valid);
        },
      ),
    );
  });

  it("says the paths, lists by element, and an order that changed once", () => {
    expect(
      said('{"address":{"city":"Paris","zip":"1"},"x":1}', '{"address":{"city":"Lyon","zip":"1"},"y":null}'),
    ).toEqual(["address.city | changed | Paris | Lyon", "x | removed | 1", "y | added | null"]);
    expect(said('{"t":["a","b","c"]}', '{"t":["c","a","d","b"]}')).toEqual(["t | order", "t[item 3] | added | d"]);
    expect(said('[{"sku":"M","n":1},{"sku":"N","n":2}]', '[{"sku":"N","n":3},{"sku":"M","n":1}]')).toEqual([
      "order",
      "[sku N].n | changed | 2 | 3",
    ]);
    expect(said('[{"id":"a"},{"id":"b"}]', '[{"id":"b"}]')).toEqual(["[id a] | removed | id: a"]);
    expect(said('{"l":[{"q":1},{"q":2}]}', '{"l":[{"q":1},{"q":5}]}')).toEqual(["l[item 2].q | changed | 2 | 5"]);
    expect(said('{"n":9007199254740992,"m":1.0}', '{"n":9007199254740993,"m":1.0}')).toEqual([
      "n | changed | 9007199254740992 | 9007199254740993",
    ]);
  });

  it("compares 1 MB with little work, and gives up in time on what is larger or deeper", () => {
    const rows = Array.from({ length: 9_000 }, (_, id) => ({
      id,
      name: `row ${id}`,
      tags: ["a", `b${id}`],
      at: { x: id, y: "…".repeat(20) },
    }));
    const [before, after] = [
      JSON.stringify(rows),
      JSON.stringify(rows.with(77, { ...(rows[77] as (typeof rows)[0]), name: "other" })),
    ];
    expect(before.length).toBeGreaterThan(750_000);
    const started = process.cpuUsage();
    expect(said(before, after)).toEqual(["[id 77].name | changed | row 77 | other"]);
    expect(spent(started)).toBeLessThan(5_000);
    const many = JSON.stringify(Array.from({ length: 205_000 }, (_, n) => n));
    expect(differenceOfDocuments(read(many), read(many.replace("[0,", "[")))).toBeUndefined();
    expect(spent(started)).toBeLessThan(15_000);
    expect(readDocument("[".repeat(5_000) + "]".repeat(5_000), "json")).toBeUndefined();
    expect(readDocument(`"${"a".repeat(2_000_000)}"`, "json")).toBeUndefined();
  });
});
