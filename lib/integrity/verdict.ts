/** What a verification found, in words that need no engineer, and what it cannot exclude (design.md §3, promise 4). */

/** The kinds that the verifier of this folder finds; others come from comparisons elsewhere. */
export type FindingKind =
  /** The leaf does not match its hash, which the chain confirms. */
  | "leaf"
  /** The leaf hash does not match its leaf, which the chain confirms. */
  | "leaf-hash"
  /** Only the chain value of an entry was changed. */
  | "chain"
  /** The chain does not lead from the entry before to this one. */
  | "link"
  /** Leaf, leaf hash and chain of an entry do not fit each other in any way. */
  | "entry"
  | "missing"
  | "extra"
  | "misnumbered"
  | "inserted"
  | "swapped"
  /** Not a leaf of `vouch/1`, though its hashes fit. */
  | "malformed"
  /** A leaf of another ledger. */
  | "foreign"
  /** The column `recordedAt` is not the leaf's. */
  | "recorded-at"
  /** `recordedAt` runs backwards. */
  | "time"
  /** The root is not the one of a checkpoint. */
  | "root"
  | "truncated"
  /** The given checkpoints contradict each other. */
  | "checkpoint";

/** Something that does not fit. `from` and `to` are indexes of entries in decimal, both inclusive. */
export interface Finding {
  kind: FindingKind | (string & {});
  from: string;
  to: string;
  sentence: string;
}

export interface Verdict {
  /** `not-checked`: nothing amiss, but there was no checkpoint to compare with. */
  verdict: "verified" | "tampered" | "not-checked";
  /** Number of entries read. Like all numbers here, decimal. */
  entries: string;
  /** The size of the largest checkpoint whose root matched. */
  checkedTo: string;
  /** The first findings, by entry. */
  findings: Finding[];
  findingsTotal: number;
  /** Number of entries after the last checkpoint. */
  after: string;
  /** What this verification leaves open: sentences. */
  cannotExclude: string[];
}

/** Findings that are listed; all are counted. */
export const mostListed = 100;

/** The findings of one verification. Memory stays bounded however much was tampered with. */
export class Findings {
  #listed: Finding[] = [];
  total = 0;

  get listed(): readonly Finding[] {
    return this.#listed;
  }

  get full(): boolean {
    return this.#listed.length >= mostListed;
  }

  add(kind: Finding["kind"], from: bigint, to: bigint, sentence: string): Finding {
    const finding = { kind, from: from.toString(), to: to.toString(), sentence };
    this.take(finding);
    return finding;
  }

  take(finding: Finding): void {
    this.total++;
    if (!this.full) this.#listed.push(finding);
  }

  /** Removes listed findings that another one explains. */
  drop(explained: (finding: Finding) => boolean): void {
    const kept = this.#listed.filter((finding) => !explained(finding));
    this.total -= this.#listed.length - kept.length;
    this.#listed = kept;
  }

  inOrder(): Finding[] {
    return this.#listed.toSorted((first, second) => {
      const difference = BigInt(first.from) - BigInt(second.from);
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    });
  }
}

/** “Entry 4” or “Entries 4 to 6”. */
export function entriesText(from: bigint, to: bigint): string {
  return from === to ? `Entry ${from}` : `Entries ${from} to ${to}`;
}

/** The sentences of `cannotExclude`. `end` is the number after the last entry; `size` that of the last checkpoint. */
export function openQuestions(at: { end: bigint; checkedTo: bigint; size: bigint | undefined }): string[] {
  const { end, checkedTo, size } = at;
  const open: string[] = [];
  if (size === undefined) {
    open.push(
      "No checkpoint from outside the database was given: whoever can write to the database could have rewritten the whole ledger and recomputed its hashes.",
    );
  } else {
    const covered = size < end ? size : end;
    if (checkedTo < covered) {
      open.push(
        `${entriesText(checkedTo, covered - 1n)}: no checkpoint matches beyond entry number ${checkedTo}, so changes other than the findings cannot be excluded there.`,
      );
    }
    if (covered < end) {
      open.push(
        `${entriesText(covered, end - 1n)} came after the last checkpoint: a rewrite with recomputed hashes, or removal at the end, cannot be excluded there.`,
      );
    } else {
      open.push("Entries that were appended after the last checkpoint and removed again would not be noticed.");
    }
  }
  open.push(
    "Somebody who holds the database, the signing key and every copy of the checkpoints together could have replaced all of them.",
    "Whether what the sources reported is true: the ledger shows that it was not changed after it was recorded.",
    "What was never captured: an entry that is not there does not show that something did not happen.",
  );
  return open;
}
