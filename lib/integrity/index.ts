/**
 * Integrity: leaf, hashes, tree, checkpoint notes, proofs and verification, as docs/format.md fixes them. Pure: runs in a
 * browser as it does in the sequencer.
 */

export type { TrustedCheckpoint } from "./anchored.ts";
export { type Binding, bindingHolds, bindingOf, type Disclosure, type LeafField, type Side } from "./binding.ts";
export { canonical, canonicalBytes, type Json, parseCanonical } from "./canonical.ts";
export { b64, b64url, fromB64, fromB64url, hex, sameBytes, textOf, utf8 } from "./encoding.ts";
export { chainStart, chainStep, hashLength, hmacSha256, installSha256, leafHash, nodeHash, sha256 } from "./hash.ts";
export { type Leaf, type LeafEvent, longestLeaf, makeLeaf, readHashedLeaf, readLeaf, type Seal } from "./leaf.ts";
export {
  type Checkpoint,
  checkpointText,
  type Note,
  openCheckpoint,
  openNote,
  originOf,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  type SigningKey,
  signCheckpoint,
  signingKey,
  type VerifierKey,
  writeVerifierKey,
} from "./note.ts";
export {
  consistencyProof,
  consistencyRanges,
  inclusionProof,
  inclusionRanges,
  verifyConsistency,
  verifyInclusion,
} from "./proof.ts";
export { type Sight, seeEvent } from "./see.ts";
export { Frontier, foldPeaks, peaksOf, type Range, treeRoot } from "./tree.ts";
export type { Finding, FindingKind, Verdict } from "./verdict.ts";
export { type StoredEntry, type Verifier, verifier } from "./verify.ts";
