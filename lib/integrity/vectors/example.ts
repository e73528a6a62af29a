/** The worked example of docs/format.md §7, written from the vector ledger.json so that no value in it can be stale. */

import { commitmentInput } from "../binding.ts";
import { bindingOf, type Disclosure, fromB64, hex, sha256, textOf, utf8 } from "../index.ts";
import type { makeVectors } from "./make.ts";

/** §7 of docs/format.md, from its heading to the end of the page. */
export function workedExample(vector: ReturnType<typeof makeVectors>["ledger.json"]): string {
  const [first, second] = vector.entries;
  const disclosure = vector.disclosures[0]?.[0];
  if (!first || !second || !disclosure) throw new Error("ledger.json has lost its first entries");
  const input = commitmentInput(disclosure as Disclosure);
  return `## 7. Worked example and golden vectors

\`lib/integrity/vectors/*.json\` holds leaves of every kind with their disclosures, and \`ledger.json\` a ledger of 7 entries with
chain, roots and a signed checkpoint. \`npx tsx lib/integrity/vectors/generate.ts\` writes them and this section; a test
compares both. Here is entry 0 of \`ledger.json\`, step by step. Hashes are in hex on this page, so that \`sha256sum\` can be compared.

**The leaf**, one line of ${utf8(first.leaf).length} bytes:

${code(first.leaf)}

**Its hash**, H(0x00 ‖ leaf):

${code(hex(fromB64(first.leafHash)))}

In the leaf, \`/event/data/0/value\` is a binding. **The disclosure** beside it:

${code(JSON.stringify({ salt: disclosure.salt, path: disclosure.path, type: disclosure.type, value: disclosure.value }))}

JCS([salt, path, type, value]), ${input.length - 19} bytes of UTF-8, after \`vouch/1 disclosure\` and a zero byte:

${code(textOf(input.subarray(19)))}

**The commitment** is the SHA-256 of those ${input.length} bytes, in hex and as the leaf spells it, in b64url:

${code(hex(sha256(input)), bindingOf(disclosure as Disclosure).sha256)}

**The chain**: chain[-1] from the ledger's UUID, then chain[0] = H(0x02 ‖ chain[-1] ‖ leaf hash[0]), and chain[1] with the leaf hash of entry 1:

${code(
  `chain[-1]     ${hex(fromB64(vector.chainStart))}`,
  `chain[0]      ${hex(fromB64(first.chain))}`,
  `leaf hash[1]  ${hex(fromB64(second.leafHash))}`,
  `chain[1]      ${hex(fromB64(second.chain))}`,
)}

**The roots** of 0, 1, 2 and all 7 entries; the root of 1 entry is its leaf hash:

${code(...[0, 1, 2, 7].map((size) => `${size}  ${hex(fromB64(vector.roots[size] ?? ""))}`))}

**The checkpoint** of the 7 entries, signed with the key whose seed is the bytes ff, fe, … e0 (for this example only), and its verifier key:

${code(...vector.checkpoint.trimEnd().split("\n"))}

${code(vector.vkey)}
`;
}

function code(...lines: string[]): string {
  return lines.map((line) => (line ? `    ${line}` : "")).join("\n");
}
