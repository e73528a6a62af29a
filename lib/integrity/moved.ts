/** Recognises exchanged and pushed-in entries among those that do not fit: if putting them back mends the chain, that is what happened. */
import { sameBytes } from "./encoding.ts";
import { chainStep } from "./hash.ts";
import { entriesText, type Finding, type Findings } from "./verdict.ts";

/** An entry that does not fit, with what is needed to try it in another place. */
export interface Suspect {
  finding: Finding;
  index: bigint;
  /** The stored chain value of the entry before. */
  previous: Uint8Array;
  /** The stored leaf hash. */
  hash: Uint8Array;
  /** H(0x00 ‖ leaf) */
  computed: Uint8Array;
  chain: Uint8Array;
  /** The entry that follows. */
  next?: { hash: Uint8Array; chain: Uint8Array };
  /** An earlier entry from whose stored chain value the chain leads straight here. */
  origin?: bigint;
}

function leads(previous: Uint8Array, hash: Uint8Array, chain: Uint8Array): boolean {
  return sameBytes(chainStep(previous, hash), chain);
}

/** Leaf and leaf hash of `i` and `j` (i before j) were exchanged; the chain values stayed in their places. */
function contentsSwapped(i: Suspect, j: Suspect): boolean {
  return leads(i.previous, j.hash, i.chain) && leads(j.previous, i.hash, j.chain);
}

/** Only leaves, or only leaf hashes, were exchanged. */
function partsSwapped(i: Suspect, j: Suspect): boolean {
  return !sameBytes(i.hash, i.computed) && sameBytes(i.computed, j.hash) && sameBytes(j.computed, i.hash);
}

/** The whole entries were exchanged, with their chain values. */
function entriesSwapped(i: Suspect, j: Suspect): boolean {
  const beforeJ = j.index === i.index + 1n ? j.chain : j.previous;
  return leads(i.previous, j.hash, j.chain) && leads(beforeJ, i.hash, i.chain);
}

/** Replaces the findings about exchanged and pushed-in entries by one finding each. */
export function joinMoved(suspects: readonly Suspect[], findings: Findings): void {
  joinInserted(joinSwapped(suspects, findings), findings);
}

function joinSwapped(suspects: readonly Suspect[], findings: Findings): readonly Suspect[] {
  for (const [at, i] of suspects.entries()) {
    for (const j of suspects.slice(at + 1)) {
      const whole = entriesSwapped(i, j);
      if (!whole && !contentsSwapped(i, j) && !partsSwapped(i, j)) continue;
      const explained = new Set([i.finding, j.finding]);
      // whole entries also break the links that lead on from them, as long as nothing else is wrong there
      for (const [suspect, other] of whole ? [[i, j] as const, [j, i] as const] : []) {
        const { next } = suspect;
        const after = suspects.find((candidate) => candidate.index === suspect.index + 1n);
        if (next && after && leads(other.chain, next.hash, next.chain)) explained.add(after.finding);
      }
      findings.drop((finding) => explained.has(finding));
      const sentence = `Entries ${i.index} and ${j.index} were swapped: exchanged back, both fit the chain.`;
      findings.add("swapped", i.index, j.index, sentence);
      const left = suspects.filter((suspect) => !explained.has(suspect.finding));
      return joinSwapped(left, findings);
    }
  }
  return suspects;
}

function joinInserted(suspects: readonly Suspect[], findings: Findings): void {
  for (const { origin, index, chain, next, finding } of suspects) {
    // if the chain does not lead on from here, this entry is the one that was moved
    if (origin === undefined || finding.kind !== "link" || (next && !leads(chain, next.hash, next.chain))) continue;
    const from = origin + 1n;
    findings.drop((other) => other === finding || (BigInt(other.from) >= from && BigInt(other.to) < index));
    const before = origin < 0n ? "its beginning" : `entry ${origin}`;
    const sentence = `${entriesText(from, index - 1n)} pushed in: the chain leads from ${before} straight to entry ${index}.`;
    findings.add("inserted", from, index - 1n, sentence);
  }
}
