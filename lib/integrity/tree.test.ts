import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consistencyProof,
  consistencyRanges,
  Frontier,
  foldPeaks,
  hex,
  inclusionProof,
  inclusionRanges,
  leafHash,
  nodeHash,
  peaksOf,
  sha256,
  treeRoot,
  utf8,
  verifyConsistency,
  verifyInclusion,
} from "./index.ts";

/** RFC 6962 §2.1, word for word. */
function mth(hashes: Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256(new Uint8Array(0));
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(mth(hashes.slice(0, k)), mth(hashes.slice(k)));
}

const leaves = (n: number) => Array.from({ length: n }, (_, i) => leafHash(utf8(`leaf ${i}`)));
const flipped = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, i) => (i === 31 ? byte ^ 1 : byte));

describe("the tree of RFC 6962", () => {
  test("has the roots of the well-known test inputs of Certificate Transparency", () => {
    const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const roots = [
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    const hashes = inputs.map((input) => leafHash(Buffer.from(input, "hex")));
    expect(roots.map((_, n) => hex(treeRoot(hashes.slice(0, n))))).toEqual(roots);
  });

  test("the frontier agrees with the definition at every size, through its stored form too", () => {
    const all = leaves(70);
    let frontier = new Frontier();
    for (let n = 0; n <= 70; n++) {
      expect(hex(frontier.root())).toBe(hex(mth(all.slice(0, n))));
      frontier = Frontier.from(JSON.parse(JSON.stringify(frontier)));
      const next = all[n];
      if (next) frontier.append(next);
    }
    expect(() => Frontier.from({ size: "3", peaks: [] })).toThrow("2 hashes");
    expect(() => Frontier.from({ size: "-1", peaks: [] })).toThrow("decimal");
  });

  test("inclusion is proven for every entry of every size up to 70, and for no other", () => {
    for (let n = 1; n <= 70; n++) {
      const all = leaves(n);
      const root = mth(all);
      for (let i = 0; i < n; i++) {
        const given = {
          leaf: all[i] as Uint8Array,
          index: BigInt(i),
          size: BigInt(n),
          proof: inclusionProof(all, i),
          root,
        };
        expect(verifyInclusion(given)).toBe(true);
        expect(verifyInclusion({ ...given, index: BigInt((i + 1) % (n + 1)) })).toBe(false);
        expect(verifyInclusion({ ...given, leaf: flipped(given.leaf) })).toBe(false);
        expect(verifyInclusion({ ...given, proof: [...given.proof, root] })).toBe(false);
        if (n > 1) expect(verifyInclusion({ ...given, proof: given.proof.slice(1) })).toBe(false);
        if (n > 1)
          expect(
            verifyInclusion({
              ...given,
              proof: given.proof.map((p, k) => (k === i % given.proof.length ? flipped(p) : p)),
            }),
          ).toBe(false);
      }
    }
  });

  test("consistency is proven for every pair of sizes up to 40, and tampered proofs fail", () => {
    const all = leaves(40);
    const roots = all.map((_, i) => mth(all.slice(0, i + 1)));
    for (let n = 1; n <= 40; n++) {
      for (let m = 1; m <= n; m++) {
        const given = {
          oldSize: BigInt(m),
          oldRoot: roots[m - 1] as Uint8Array,
          size: BigInt(n),
          root: roots[n - 1] as Uint8Array,
          proof: consistencyProof(all.slice(0, n), m),
        };
        expect(verifyConsistency(given)).toBe(true);
        expect(verifyConsistency({ ...given, oldRoot: flipped(given.oldRoot) })).toBe(false);
        expect(verifyConsistency({ ...given, root: flipped(given.root) })).toBe(false);
        for (let k = 0; k < given.proof.length; k++) {
          expect(verifyConsistency({ ...given, proof: given.proof.map((p, i) => (i === k ? flipped(p) : p)) })).toBe(
            false,
          );
          expect(verifyConsistency({ ...given, proof: given.proof.filter((_, i) => i !== k) })).toBe(false);
        }
        expect(verifyConsistency({ ...given, proof: [...given.proof, given.root] })).toBe(false);
      }
    }
  });

  test("random larger trees", () => {
    fc.assert(
      fc.property(fc.integer({ min: 71, max: 700 }), fc.nat(), (n, pick) => {
        const all = leaves(n);
        const root = mth(all);
        const i = pick % n;
        const m = i + 1;
        const size = BigInt(n);
        expect(treeRoot(all)).toEqual(root);
        expect(
          verifyInclusion({ leaf: all[i] as Uint8Array, index: BigInt(i), size, proof: inclusionProof(all, i), root }),
        ).toBe(true);
        expect(
          verifyConsistency({
            oldSize: BigInt(m),
            oldRoot: mth(all.slice(0, m)),
            size,
            root,
            proof: consistencyProof(all, m),
          }),
        ).toBe(true);
        for (const range of [...inclusionRanges(BigInt(i), size), ...consistencyRanges(BigInt(m), size)]) {
          const part = all.slice(Number(range.from), Number(range.to));
          const peaks = peaksOf(range).map(({ level, index }) =>
            mth(all.slice(Number(index << BigInt(level)), Number((index + 1n) << BigInt(level)))),
          );
          expect(foldPeaks(peaks)).toEqual(mth(part));
        }
      }),
      { numRuns: 8 },
    );
  });

  test("sizes without bound and short hashes are refused, not looped over", () => {
    const root = new Uint8Array(32);
    const huge = 1n << 4000n;
    expect(verifyInclusion({ leaf: root, index: 0n, size: huge, proof: [], root })).toBe(false);
    expect(verifyInclusion({ leaf: root, index: -1n, size: 1n, proof: [], root })).toBe(false);
    expect(verifyInclusion({ leaf: new Uint8Array(3), index: 0n, size: 1n, proof: [], root: new Uint8Array(3) })).toBe(
      false,
    );
    expect(verifyConsistency({ oldSize: 3n, oldRoot: root, size: huge, root, proof: [root] })).toBe(false);
    expect(verifyConsistency({ oldSize: 0n, oldRoot: sha256(new Uint8Array(0)), size: 3n, root, proof: [] })).toBe(
      true,
    );
    expect(verifyConsistency({ oldSize: 0n, oldRoot: root, size: 3n, root, proof: [] })).toBe(false);
    expect(() => inclusionRanges(3n, 3n)).toThrow("below 3");
    expect(() => consistencyRanges(4n, 3n)).toThrow("at most 3");
  });
});
