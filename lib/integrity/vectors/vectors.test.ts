import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromB64, openCheckpoint, parseVerifierKey, readLeaf, utf8, verifier } from "../index.ts";
import { workedExample } from "./example.ts";
import { makeVectors, vectorFile } from "./make.ts";

const vectors = makeVectors();
const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

describe("golden vectors", () => {
  test.each(Object.entries(vectors))("%s is made again byte for byte", (name, vector) => {
    expect(read(name) === vectorFile(vector)).toBe(true);
  });

  test("say what they are for", () => {
    const leaf = (name: keyof typeof vectors) => JSON.parse(read(name)).leaf as string;
    expect(readLeaf(utf8(leaf("bound-list.json"))).event.change?.fields).toEqual({ sha256: expect.any(String) });
    expect(leaf("bound-to-fit.json").length).toBeLessThanOrEqual(65_536);
    expect(leaf("bound-to-fit.json").length).toBeGreaterThan(61_000); // no more was bound than the limit asks for
    const [fits, beside, list] = readLeaf(utf8(leaf("beside-values.json"))).event.data ?? [];
    expect([typeof fits?.value, beside?.value, list?.value]).toMatchObject([
      "string",
      { length: "4097" },
      { length: expect.any(String) },
    ]);
  });

  test("ledger.json verifies against its own checkpoint", () => {
    const ledger = JSON.parse(read("ledger.json"));
    const checkpoint = openCheckpoint(ledger.checkpoint, [parseVerifierKey(ledger.vkey)]);
    const verification = verifier({
      ledger: ledger.ledger,
      checkpoints: [{ ...checkpoint, signedAt: ledger.signedAt }],
    });
    for (const { index, leaf, leafHash, chain } of ledger.entries) {
      verification.add({ index: BigInt(index), leaf: utf8(leaf), leafHash: fromB64(leafHash), chain: fromB64(chain) });
    }
    expect(verification.finish()).toMatchObject({ verdict: "verified", entries: "7", checkedTo: "7" });
  });

  test("docs/format.md §7 prints these values", () => {
    const page = readFileSync(new URL("../../../docs/format.md", import.meta.url), "utf8");
    expect(page.slice(page.indexOf("## 7. "))).toBe(workedExample(vectors["ledger.json"]));
  });
});
