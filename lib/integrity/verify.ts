/**
 * The streaming verifier: takes the entries of a ledger in order and says what does not fit, and where. It trusts nothing
 * but the checkpoints it is given, whose signatures the caller has checked (`openCheckpoint`). Memory is bounded.
 *
 * At each entry three things are compared: H(0x00 ‖ leaf), the stored leaf hash, and the chain value, which confirms one of
 * the two. So a single edit is told from its consequences: the verifier goes on with what the chain confirms.
 */
import { Fault } from "../event/index.ts";
import { CheckedTree, type TrustedCheckpoint } from "./anchored.ts";
import { sameBytes } from "./encoding.ts";
import { chainStart, chainStep, leafHash } from "./hash.ts";
import { type Leaf, readLeaf } from "./leaf.ts";
import { joinMoved, type Suspect } from "./moved.ts";
import { entriesText, type Finding, Findings, mostListed, openQuestions, type Verdict } from "./verdict.ts";

/** An entry as it is stored. `recordedAt` is the column; an export of leaves has none. */
export interface StoredEntry {
  index: bigint;
  recordedAt?: string;
  leaf: Uint8Array;
  leafHash: Uint8Array;
  chain: Uint8Array;
}

export interface Verifier {
  /** The next entry. Entries that come out of order are findings. */
  add(entry: StoredEntry): void;
  /** A finding of a comparison made elsewhere. */
  found(finding: Finding): void;
  /** The verdict; call once, after the last entry. */
  finish(): Verdict;
}

/** A verifier of one ledger from its first entry on. `checkpoints` in any order. */
export function verifier(given: { ledger: string; checkpoints: readonly TrustedCheckpoint[] }): Verifier {
  return new Verification(given.ledger, given.checkpoints);
}

/** Stored chain values remembered, to recognise entries pushed in between. */
const remembered = 32;

class Verification implements Verifier {
  #ledger: string;
  #findings = new Findings();
  #entries = 0n;
  /** The index that comes next. */
  #next = 0n;
  /** The stored chain value of the entry before; none after a gap. */
  #previous: Uint8Array | undefined;
  /** The last stored chain values, oldest first. */
  #recent: { index: bigint; chain: Uint8Array }[];
  /** While links are broken: what the chain values would be if only they had been edited, and the findings about it. */
  #broken: { chains: Uint8Array[]; suspects: Suspect[] } | undefined;
  /** Entries that do not fit, up to `mostListed`. */
  #suspects: Suspect[] = [];
  #last: Suspect | undefined;
  #misnumbered: { by: bigint; finding: Finding } | undefined;
  #recordedAt = "";
  #tree: CheckedTree;

  constructor(ledger: string, checkpoints: readonly TrustedCheckpoint[]) {
    this.#ledger = ledger;
    this.#previous = chainStart(ledger);
    this.#recent = [{ index: -1n, chain: this.#previous }];
    this.#tree = new CheckedTree(checkpoints, this.#findings);
  }

  add(entry: StoredEntry): void {
    this.#entries++;
    const computed = leafHash(entry.leaf);
    const hashes = sameBytes(computed, entry.leafHash) ? [computed] : [entry.leafHash, computed];
    const follows = hashes.find((hash) => leads(this.#previous, hash, entry.chain));
    if (entry.index !== this.#next && !this.#takeNumber(entry, follows !== undefined)) return;

    const index = this.#next;
    if (this.#last) this.#last.next = { hash: entry.leafHash, chain: entry.chain };
    this.#last = undefined;
    const finding = follows
      ? this.#checkLeaf(index, entry, computed, follows)
      : this.#checkLink(index, entry, computed, hashes);
    if (!finding) this.#checkContent(index, entry);

    this.#previous = entry.chain;
    this.#recent.push({ index, chain: entry.chain });
    if (this.#recent.length > remembered) this.#recent.shift();
    this.#next++;
    if (this.#tree.append(follows ?? entry.leafHash)) this.#confirmLeaves();
  }

  found(finding: Finding): void {
    this.#findings.take(finding);
  }

  finish(): Verdict {
    joinMoved(this.#suspects, this.#findings);
    const { checkedTo, largest } = this.#tree.finish(this.#next);
    const verified = checkedTo > 0n || (largest !== undefined && this.#next === 0n);
    const covered = largest === undefined ? 0n : largest;
    return {
      verdict: this.#findings.total > 0 ? "tampered" : verified ? "verified" : "not-checked",
      entries: this.#entries.toString(),
      checkedTo: checkedTo.toString(),
      findings: this.#findings.inOrder(),
      findingsTotal: this.#findings.total,
      after: (covered < this.#next ? this.#next - covered : 0n).toString(),
      cannotExclude: openQuestions({ end: this.#next, checkedTo, size: largest }),
    };
  }

  /** An entry whose number is not the next one. Whether to go on with it. */
  #takeNumber(entry: StoredEntry, follows: boolean): boolean {
    const next = this.#next;
    if (follows) {
      // the chain leads here: the entry is in its place and only its number is wrong
      const by = entry.index - next;
      if (this.#misnumbered?.by === by && this.#misnumbered.finding.to === (next - 1n).toString()) {
        this.#misnumbered.finding.to = next.toString(); // a whole run was renumbered
      } else {
        const sentence = `From entry ${next} on, the number was changed: the chain gives ${next}, the entry says ${entry.index}.`;
        this.#misnumbered = { by, finding: this.#findings.add("misnumbered", next, next, sentence) };
      }
      return true;
    }
    if (entry.index < next) {
      const sentence = `A further entry says that it is number ${entry.index}, which the ledger has already: it was added or moved.`;
      this.#findings.add("extra", entry.index, entry.index, sentence);
      return false;
    }
    const missing = entriesText(next, entry.index - 1n);
    this.#findings.add("missing", next, entry.index - 1n, `${missing} missing: removed from the ledger.`);
    this.#next = entry.index;
    this.#previous = undefined;
    this.#recent = [];
    this.#broken = undefined;
    this.#last = undefined;
    this.#tree.lose();
    return true;
  }

  /** The chain leads to this entry and confirms the hash `follows`. */
  #checkLeaf(index: bigint, entry: StoredEntry, computed: Uint8Array, follows: Uint8Array): Finding | undefined {
    this.#broken = undefined;
    if (sameBytes(computed, entry.leafHash)) return undefined;
    const finding = sameBytes(follows, computed)
      ? this.#findings.add(
          "leaf-hash",
          index,
          index,
          `The stored hash of entry ${index} was changed: it does not match its leaf, and the chain confirms the leaf.`,
        )
      : this.#findings.add(
          "leaf",
          index,
          index,
          `Entry ${index} was changed: its leaf does not match its hash, which the chain confirms.`,
        );
    this.#suspect(index, entry, computed, finding);
    return finding;
  }

  /** The chain does not lead to this entry from the stored value before: finds out why. */
  #checkLink(index: bigint, entry: StoredEntry, computed: Uint8Array, hashes: Uint8Array[]): Finding | undefined {
    const fits = hashes.length === 1;
    if (!this.#previous) {
      // the first entry after a gap: nothing is known of the link
      if (fits) return undefined;
      return this.#findings.add(
        "leaf",
        index,
        index,
        `Entry ${index} was changed: its leaf and its hash do not match.`,
      );
    }
    const broken = this.#broken;
    if (broken?.chains.some((chain) => hashes.some((hash) => leads(chain, hash, entry.chain)))) {
      // with the computed values the chain leads on: only chain values were edited
      for (const suspect of broken.suspects) relabelChain(suspect);
      this.#broken = undefined;
      if (fits) return undefined;
    }
    const finding = fits
      ? this.#findings.add("link", index, index, brokenLink(index))
      : this.#findings.add(
          "entry",
          index,
          index,
          `Entry ${index} was changed: its leaf, its hash and its chain value do not fit each other.`,
        );
    const suspect = this.#suspect(index, entry, computed, finding);
    suspect.origin = this.#recent.findLast(({ chain }) => leads(chain, entry.leafHash, entry.chain))?.index;
    const from = this.#broken?.chains ?? [this.#previous];
    const chains = from.flatMap((chain) => hashes.map((hash) => chainStep(chain, hash))).slice(0, 4);
    this.#broken = { chains, suspects: [...(this.#broken?.suspects ?? []), suspect].slice(0, mostListed) };
    return finding;
  }

  #suspect(index: bigint, entry: StoredEntry, computed: Uint8Array, finding: Finding): Suspect {
    const previous = this.#previous as Uint8Array;
    const suspect: Suspect = { finding, index, previous, hash: entry.leafHash, computed, chain: entry.chain };
    if (this.#suspects.length < mostListed) this.#suspects.push(suspect);
    this.#last = suspect;
    return suspect;
  }

  /** A checkpoint confirms all leaf hashes so far: what did not fit the chain was an edit of chain values. */
  #confirmLeaves(): void {
    for (const suspect of this.#suspects) relabelChain(suspect);
  }

  /** An entry whose hashes fit: whether its leaf is one of this ledger, and its times. */
  #checkContent(index: bigint, entry: StoredEntry): void {
    let leaf: Leaf;
    try {
      leaf = readLeaf(entry.leaf);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      this.#findings.add("malformed", index, index, `Entry ${index} is not a leaf of vouch/1. ${fault.message}`);
      return;
    }
    if (leaf.ledger !== this.#ledger) {
      this.#findings.add("foreign", index, index, `Entry ${index} belongs to another ledger: ${leaf.ledger}.`);
    }
    if (entry.recordedAt !== undefined && entry.recordedAt !== leaf.recordedAt) {
      this.#findings.add(
        "recorded-at",
        index,
        index,
        `The recording time stored with entry ${index} was changed: the leaf says ${leaf.recordedAt}.`,
      );
    }
    if (leaf.recordedAt < this.#recordedAt) {
      this.#findings.add(
        "time",
        index,
        index,
        `Entry ${index} was recorded at ${leaf.recordedAt}, before an earlier entry (${this.#recordedAt}).`,
      );
    } else {
      this.#recordedAt = leaf.recordedAt;
    }
  }
}

function leads(previous: Uint8Array | undefined, hash: Uint8Array, chain: Uint8Array): boolean {
  return previous !== undefined && sameBytes(chainStep(previous, hash), chain);
}

function brokenLink(index: bigint): string {
  return index === 0n
    ? "The chain does not begin with entry 0: it was replaced, or entries before it were removed."
    : `The chain does not lead from entry ${index - 1n} to entry ${index}: entry ${index} was replaced, entries between were removed, or the chain was rewritten up to here.`;
}

function relabelChain({ finding }: Suspect): void {
  if (finding.kind !== "link") return;
  finding.kind = "chain";
  finding.sentence = `The stored chain value of entry ${finding.from} was changed; its leaf and hash were not.`;
}
