/**
 * The Merkle tree of RFC 6962 §2.1 over leaf hashes.
 *
 *     MTH({})   = H()
 *     MTH(D[n]) = H(0x01 ‖ MTH(D[0:k]) ‖ MTH(D[k:n])),  k the largest power of two below n
 */
import { Fault } from "../event/index.ts";
import { b64, fromB64 } from "./encoding.ts";
import { hashLength, nodeHash, sha256 } from "./hash.ts";

/** Entries `from` to `to`, `to` exclusive. */
export interface Range {
  from: bigint;
  to: bigint;
}

/** What remains of a tree when only appending and the root matter: the roots of its perfect subtrees, largest first. */
export class Frontier {
  #size = 0n;
  #peaks: Uint8Array[] = [];

  /** Number of leaf hashes appended. */
  get size(): bigint {
    return this.#size;
  }

  /** Appends leaf hashes of 32 bytes, in order. */
  append(...hashes: Uint8Array[]): void {
    for (const hash of hashes) {
      let peak = hash;
      // each set low bit of the size is a perfect subtree that the new leaf completes to the next larger one
      for (let size = this.#size; size & 1n; size >>= 1n) peak = nodeHash(this.#peaks.pop() as Uint8Array, peak);
      this.#peaks.push(peak);
      this.#size++;
    }
  }

  /** MTH of everything appended so far: 32 bytes. */
  root(): Uint8Array {
    return foldPeaks(this.#peaks);
  }

  copy(): Frontier {
    const copy = new Frontier();
    copy.#size = this.#size;
    copy.#peaks = [...this.#peaks];
    return copy;
  }

  /** `size` in decimal, `peaks` in b64, largest first. */
  toJSON(): { size: string; peaks: string[] } {
    return { size: this.#size.toString(), peaks: this.#peaks.map(b64) };
  }

  /** The inverse of `toJSON`. Throws Fault `invalid` where size and peaks do not fit each other. */
  static from(stored: { size: string; peaks: string[] }): Frontier {
    const frontier = new Frontier();
    if (!/^(0|[1-9]\d{0,19})$/.test(stored.size)) throw new Fault("invalid", "Expected a decimal tree size.");
    frontier.#size = BigInt(stored.size);
    frontier.#peaks = stored.peaks.map(fromB64);
    const expected = peaksOf({ from: 0n, to: frontier.#size }).length;
    if (frontier.#peaks.length !== expected || !frontier.#peaks.every(isHash)) {
      throw new Fault(
        "invalid",
        `Expected ${expected} hashes for a tree of ${stored.size} leaves; ${stored.peaks.length} came.`,
      );
    }
    return frontier;
  }
}

/** MTH of a list of leaf hashes, RFC 6962 §2.1. */
export function treeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const frontier = new Frontier();
  for (const hash of hashes) frontier.append(hash);
  return frontier.root();
}

/** Joins the roots of perfect subtrees, largest first, into the root over all of them. Of none: H(), RFC 6962 §2.1. */
export function foldPeaks(peaks: readonly Uint8Array[]): Uint8Array {
  if (peaks.length === 0) return sha256(new Uint8Array(0));
  return peaks.reduceRight((right, left) => nodeHash(left, right));
}

/**
 * The perfect subtrees that cover `range`, largest first; `foldPeaks` of their hashes is the range's MTH. Holds for the
 * ranges of proofs, which begin at a multiple of their largest subtree. A node is `level` (0 for leaves) and `index`
 * within the level, as in C2SP tlog-tiles.
 */
export function peaksOf(range: Range): { level: number; index: bigint }[] {
  const peaks: { level: number; index: bigint }[] = [];
  let at = range.from;
  const bits = (range.to - range.from).toString(2);
  for (let i = 0; i < bits.length; i++) {
    if (bits[i] === "0") continue;
    const level = bits.length - 1 - i;
    peaks.push({ level, index: at >> BigInt(level) });
    at += 1n << BigInt(level);
  }
  return peaks;
}

export function isHash(hash: Uint8Array): boolean {
  return hash.length === hashLength;
}
