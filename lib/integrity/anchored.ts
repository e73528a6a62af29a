/** The tree of the entries read so far, compared with each trusted checkpoint as its size is reached. */
import { sameBytes } from "./encoding.ts";
import { Frontier } from "./tree.ts";
import { entriesText, type Finding, type Findings } from "./verdict.ts";

/** A checkpoint whose signature was verified. `size` in entries, `root` 32 bytes. */
export interface TrustedCheckpoint {
  size: bigint;
  root: Uint8Array;
  signedAt: string;
}

export class CheckedTree {
  #findings: Findings;
  /** None after a gap: the tree cannot be continued without the missing leaf hashes. */
  #frontier: Frontier | undefined = new Frontier();
  #checkpoints = new Map<bigint, TrustedCheckpoint[]>();
  #largest: TrustedCheckpoint | undefined;
  #checkedTo = 0n;
  #mismatch: { from: bigint; checkpoint: TrustedCheckpoint; contradicted: boolean } | undefined;

  constructor(checkpoints: readonly TrustedCheckpoint[], findings: Findings) {
    this.#findings = findings;
    for (const checkpoint of checkpoints) {
      const same = this.#checkpoints.get(checkpoint.size) ?? [];
      // heartbeats repeat a size: only another root is news
      if (!same.some(({ root }) => sameBytes(root, checkpoint.root))) same.push(checkpoint);
      this.#checkpoints.set(checkpoint.size, same);
      if (!this.#largest || checkpoint.size > this.#largest.size) this.#largest = checkpoint;
    }
    for (const [size, [first, second]] of this.#checkpoints) {
      if (first && second) {
        const end = size > 0n ? size - 1n : 0n;
        const times = `${first.signedAt} and ${second.signedAt}`;
        findings.add(
          "checkpoint",
          0n,
          end,
          `Two checkpoints of ${size} entries, signed ${times}, have different roots: two histories were signed.`,
        );
      }
    }
    this.#compare(0n);
  }

  /** Appends a leaf hash. True if a checkpoint of the new size matches. */
  append(hash: Uint8Array): boolean {
    if (!this.#frontier) return false;
    this.#frontier.append(hash);
    return this.#compare(this.#frontier.size);
  }

  /** Entries are missing: no later root can be computed. */
  lose(): void {
    this.#frontier = undefined;
  }

  #compare(size: bigint): boolean {
    const checkpoints = this.#checkpoints.get(size);
    if (!checkpoints?.[0] || !this.#frontier) return false;
    const root = this.#frontier.root();
    if (checkpoints.some((checkpoint) => sameBytes(checkpoint.root, root))) {
      this.#checkedTo = size;
      if (this.#mismatch) this.#mismatch.contradicted = true;
      return true;
    }
    this.#mismatch ??= { from: this.#checkedTo, checkpoint: checkpoints[0], contradicted: false };
    return false;
  }

  /** Reports what the roots say. `end` is the number after the last entry. */
  finish(end: bigint): { checkedTo: bigint; largest: bigint | undefined } {
    const largest = this.#largest;
    if (this.#mismatch) this.#reportMismatch(this.#mismatch);
    if (largest && largest.size > end) {
      const sentence = `The ledger ends after ${end} entries, but the checkpoint signed ${largest.signedAt} covers ${largest.size}: the rest was cut off.`;
      this.#findings.add("truncated", end, largest.size - 1n, sentence);
    }
    return { checkedTo: this.#checkedTo, largest: largest?.size };
  }

  #reportMismatch({
    from,
    checkpoint,
    contradicted,
  }: {
    from: bigint;
    checkpoint: TrustedCheckpoint;
    contradicted: boolean;
  }): void {
    const end = checkpoint.size > 0n ? checkpoint.size - 1n : 0n;
    if (contradicted) {
      const sentence = `The checkpoint of ${checkpoint.size} entries signed ${checkpoint.signedAt} does not match, though a larger one does: two histories were signed.`;
      this.#findings.add("checkpoint", from, end, sentence);
      return;
    }
    const inside = this.#findings.listed.filter((finding) => BigInt(finding.from) <= end && BigInt(finding.to) >= from);
    // what moved, added or removed entries changes the root by itself; anything else may hide a rewrite
    if (inside.some(explainsRoot) && !inside.some((finding) => unclear.has(finding.kind))) return;
    const where = entriesText(from, end);
    const sentence = `${where}: at least one was changed, added or removed, and the hashes after it recomputed. The root is not the one signed ${checkpoint.signedAt} for ${checkpoint.size} entries.`;
    this.#findings.add("root", from, end, sentence);
  }
}

const unclear = new Set<Finding["kind"]>(["link", "entry"]);

function explainsRoot(finding: Finding): boolean {
  return ["swapped", "missing", "inserted"].includes(finding.kind);
}
