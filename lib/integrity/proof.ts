/**
 * Proofs about the tree of RFC 6962, made and checked as in RFC 9162 §2.1.3 and §2.1.4. A proof is first said as ranges of
 * entries whose subtree hashes make it up, so that a store of tiles can answer it without holding all leaves.
 */
import { Fault } from "../event/index.ts";
import { sameBytes } from "./encoding.ts";
import { nodeHash } from "./hash.ts";
import { foldPeaks, isHash, type Range, treeRoot } from "./tree.ts";

/** The largest power of two below `n`, for n > 1. */
function split(n: bigint): bigint {
  return 1n << BigInt((n - 1n).toString(2).length - 1);
}

/** The ranges whose MTHs are the inclusion proof of entry `index` in a tree of `size`, RFC 9162 §2.1.3.1. */
export function inclusionRanges(index: bigint, size: bigint): Range[] {
  if (index < 0n || index >= size) {
    throw new Fault("invalid", `Expected an entry below ${size}; ${index} came. Choose one that the tree holds.`);
  }
  const ranges: Range[] = [];
  let from = 0n;
  let to = size;
  while (to - from > 1n) {
    const middle = from + split(to - from);
    if (index < middle) {
      ranges.unshift({ from: middle, to });
      to = middle;
    } else {
      ranges.unshift({ from, to: middle });
      from = middle;
    }
  }
  return ranges;
}

/** The ranges whose MTHs are the consistency proof from the first `old` entries to `size`, RFC 9162 §2.1.4.1. */
export function consistencyRanges(old: bigint, size: bigint): Range[] {
  if (old < 0n || old > size) {
    throw new Fault("invalid", `Expected an older size of at most ${size}; ${old} came. Give the smaller size first.`);
  }
  if (old === 0n || old === size) return [];
  const ranges: Range[] = [];
  let from = 0n;
  let to = size;
  while (to !== old) {
    const middle = from + split(to - from);
    if (old <= middle) {
      ranges.unshift({ from: middle, to });
      to = middle;
    } else {
      ranges.unshift({ from, to: middle });
      from = middle;
    }
  }
  // from = 0 is the old tree itself: its root is known to the verifier and left out
  if (from !== 0n) ranges.unshift({ from, to });
  return ranges;
}

/** The inclusion proof of entry `index` among all of `hashes`, nearest first. */
export function inclusionProof(hashes: readonly Uint8Array[], index: number): Uint8Array[] {
  return inclusionRanges(BigInt(index), BigInt(hashes.length)).map((range) => rangeRoot(hashes, range));
}

/** The consistency proof from the first `old` of `hashes` to all of them. */
export function consistencyProof(hashes: readonly Uint8Array[], old: number): Uint8Array[] {
  return consistencyRanges(BigInt(old), BigInt(hashes.length)).map((range) => rangeRoot(hashes, range));
}

function rangeRoot(hashes: readonly Uint8Array[], range: Range): Uint8Array {
  return treeRoot(hashes.slice(Number(range.from), Number(range.to)));
}

/** Whether `proof` shows that `leaf` (a leaf hash) is entry `index` of the tree of `size` with `root`. RFC 9162 §2.1.3.2. */
export function verifyInclusion(given: {
  leaf: Uint8Array;
  index: bigint;
  size: bigint;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}): boolean {
  const { leaf, index, size, proof, root } = given;
  if (index < 0n || index >= size || !isHash(leaf) || !isHash(root)) return false;
  let fn = index;
  let sn = size - 1n;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0n || !isHash(p)) return false;
    if (fn & 1n || fn === sn) {
      r = nodeHash(p, r);
      while (!(fn & 1n) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      r = nodeHash(r, p);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameBytes(r, root);
}

/** Whether `proof` shows that the tree of `oldSize` is the beginning of the tree of `size`. RFC 9162 §2.1.4.2. */
export function verifyConsistency(given: {
  oldSize: bigint;
  oldRoot: Uint8Array;
  size: bigint;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}): boolean {
  const { oldSize, oldRoot, size, root, proof } = given;
  if (oldSize < 0n || oldSize > size || !isHash(oldRoot) || !isHash(root)) return false;
  if (oldSize === size) return proof.length === 0 && sameBytes(oldRoot, root);
  // RFC 9162 begins at 1; the empty tree is the beginning of every tree
  if (oldSize === 0n) return proof.length === 0 && sameBytes(oldRoot, foldPeaks([]));
  const path = (oldSize & (oldSize - 1n)) === 0n ? [oldRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (proof.length === 0 || !first || !path.every(isHash)) return false;
  let fn = oldSize - 1n;
  let sn = size - 1n;
  while (fn & 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let fr = first;
  let sr = first;
  for (const c of rest) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!(fn & 1n) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameBytes(fr, oldRoot) && sameBytes(sr, root);
}
