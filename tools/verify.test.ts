import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aLedger, aMongoUpdate, anEvent, anEventId, anUpdate, arbitraryEvent, aTime, counterRandom } from "../lib/event/builders.ts";
import type { Event } from "../lib/event/index.ts";
import {
  b64,
  chainStart,
  chainStep,
  Frontier,
  fromB64,
  leafHash,
  makeLeaf,
  openCheckpoint,
  parseVerifierKey,
  type SigningKey,
  signCheckpoint,
  signingKey,
  type TrustedCheckpoint,
  textOf,
  utf8,
  type Verdict,
  verifier,
  writeVerifierKey,
} from "../lib/integrity/index.ts";

// tools/verify.py was written from docs/format.md alone. Here it and the product's verifier judge the same ledgers.

const script = join(import.meta.dirname, "verify.py");
const vectors = join(import.meta.dirname, "../lib/integrity/vectors");
const noPython = spawnSync("python3", ["--version"]).status !== 0;

interface Line {
  index: string;
  leaf: string;
  leafHash: string;
  chain: string;
}

/** What a person who verifies holds: the export, the checkpoints, the key. */
interface Case {
  header: { export: string; ledger: string; from: string; to: string };
  lines: Line[];
  notes: string[];
  key: string;
}

interface Result {
  verdict: string;
  findings: { kind: string; from?: string; to?: string; text: string }[];
  findingsCount: string;
  confirmedTo: string;
  notChecked: string[];
}

const signedAt = aTime(600);
const key = signingKey(aLedger, counterRandom(7)(32));
const otherLedger = "0190f7d2-6f1e-7000-8000-00000000beef";

function events(): Event[] {
  return Array.from({ length: 12 }, (_, i) => {
    const id = anEventId(i);
    if (i % 3 === 0) return anEvent({ id });
    return i % 3 === 1 ? anUpdate({ id: `${i}` }, { id }) : aMongoUpdate({ id });
  });
}

function build(of: Event[], given: { ledger?: string; signed?: SigningKey; checkpoints?: number[] } = {}): Case {
  const { ledger = aLedger, signed = key, checkpoints = [0, 4, 8, of.length] } = given;
  const random = counterRandom(3);
  const leaves = of.map((event, i) =>
    textOf(makeLeaf(event, { ledger, recordedAt: aTime(60 + i), random, hashKey: utf8("k".repeat(32)) }).bytes),
  );
  const lines = chained(ledger, leaves);
  const notes = checkpoints.map((size) => {
    const tree = new Frontier();
    tree.append(...lines.slice(0, size).map((line) => fromB64(line.leafHash)));
    return signCheckpoint({ ledger, size: BigInt(size), root: tree.root() }, signed);
  });
  const header = { export: "vouch/1", ledger, from: "0", to: `${of.length}` };
  return { header, lines, notes, key: writeVerifierKey(signed) };
}

/** Lines whose hashes and chain are recomputed from the leaves. */
function chained(ledger: string, leaves: string[]): Line[] {
  let chain = chainStart(ledger);
  return leaves.map((leaf, i) => {
    const hash = leafHash(utf8(leaf));
    chain = chainStep(chain, hash);
    return { index: `${i}`, leaf, leafHash: b64(hash), chain: b64(chain) };
  });
}

function renumbered(lines: Line[]): Line[] {
  return lines.map((line, i) => ({ ...line, index: `${i}` }));
}

function changedAt(lines: Line[], i: number, change: (line: Line) => Line): Line[] {
  return lines.map((line, at) => (at === i ? change(line) : line));
}

const edit = (leaf: string) => leaf.replace(/"recordedAt":"(.*)\.\d{6}Z"/, '"recordedAt":"$1.999999Z"');
const edited = (line: Line): Line => ({ ...line, leaf: edit(line.leaf) });
const rehashed = (line: Line): Line => ({ ...line, leafHash: b64(leafHash(utf8(line.leaf))) });
const leavesOf = (lines: Line[]) => lines.map((line) => line.leaf);

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vouch-verify-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function exportText({ header, lines }: Case): string {
  return [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
}

function writeCase(given: Case, text = exportText(given)): string[] {
  const at = mkdtempSync(join(folder, "case-"));
  mkdirSync(join(at, "checkpoints"));
  writeFileSync(join(at, "export.jsonl"), text);
  writeFileSync(join(at, "key.pub"), `${given.key}\n`);
  const notes = given.notes.map((note) => `${JSON.stringify({ signedAt, note })}\n`).join("");
  writeFileSync(join(at, "checkpoints", "2026-11-20.jsonl"), notes);
  const last = given.notes.at(-1);
  if (last !== undefined) writeFileSync(join(at, "checkpoints", "latest.note"), last);
  return [join(at, "export.jsonl"), "--key", join(at, "key.pub"), "--checkpoints", join(at, "checkpoints")];
}

function python(...args: string[]): { code: number | null; out: string; result: Result } {
  const run = spawnSync("python3", ["-B", script, ...args, "--json"], { encoding: "utf8" });
  expect(run.stderr).toBe("");
  return { code: run.status, out: run.stdout, result: JSON.parse(run.stdout) };
}

/** The product's verdict on the same input. */
function product(given: Case, lines = given.lines): Verdict {
  const trusted = parseVerifierKey(given.key);
  const ledger = trusted.name.slice("vouch/".length);
  const refused: string[] = [];
  const checkpoints: TrustedCheckpoint[] = given.notes.flatMap((note) => {
    try {
      const { size, root } = openCheckpoint(note, [trusted]);
      return [{ size, root, signedAt }];
    } catch (error) {
      refused.push(String(error));
      return [];
    }
  });
  const check = verifier({ ledger, checkpoints });
  for (const sentence of refused) check.found({ kind: "checkpoint", from: "0", to: "0", sentence });
  for (const line of lines) {
    const bytes = { leaf: utf8(line.leaf), leafHash: fromB64(line.leafHash), chain: fromB64(line.chain) };
    check.add({ index: BigInt(line.index), ...bytes });
  }
  return check.finish();
}

const codes = { verified: 0, tampered: 1, "not-checked": 2 };

function spans(findings: { kind: string; from?: string; to?: string }[]): string[] {
  return findings.map(({ kind, from, to }) => `${kind} ${from}-${to}`);
}

const honest = build(events());
const { lines, notes } = honest;
const insert = chained(aLedger, [edit(lines[5]?.leaf ?? "")])[0] as Line;
const tampered: Record<string, Case> = {
  "an edited leaf": { ...honest, lines: changedAt(lines, 5, edited) },
  "a stated hash replaced": { ...honest, lines: changedAt(lines, 5, (line) => ({ ...line, leafHash: b64(leafHash(utf8("x"))) })) },
  "an edited leaf, hash recomputed": { ...honest, lines: changedAt(lines, 5, (line) => rehashed(edited(line))) },
  "an edited leaf, chain recomputed": { ...honest, lines: chained(aLedger, leavesOf(changedAt(lines, 5, edited))) },
  "a deletion": { ...honest, lines: lines.toSpliced(5, 1) },
  "a deletion, renumbered": { ...honest, lines: renumbered(lines.toSpliced(5, 1)) },
  "a deletion, chain recomputed": { ...honest, lines: chained(aLedger, leavesOf(lines).toSpliced(5, 1)) },
  "an insertion": { ...honest, lines: lines.toSpliced(6, 0, { ...insert, index: "6" }) },
  "an insertion, renumbered": { ...honest, lines: renumbered(lines.toSpliced(6, 0, insert)) },
  "an insertion, chain recomputed": { ...honest, lines: chained(aLedger, leavesOf(lines.toSpliced(6, 0, insert))) },
  "a swap of lines": { ...honest, lines: lines.toSpliced(5, 2, lines[6] as Line, lines[5] as Line) },
  "a swap, renumbered": { ...honest, lines: renumbered(lines.toSpliced(5, 2, lines[6] as Line, lines[5] as Line)) },
  "a chain value replaced": { ...honest, lines: changedAt(lines, 5, (line) => ({ ...line, chain: b64(leafHash(utf8("x"))) })) },
  truncated: { ...honest, lines: lines.slice(0, 10) },
  "truncated, header too": { ...honest, header: { ...honest.header, to: "10" }, lines: lines.slice(0, 10) },
  "forged checkpoint": { ...honest, notes: notes.with(2, build(events(), { signed: signingKey(aLedger, counterRandom(9)(32)) }).notes[2] as string) },
  "a checkpoint's size changed": { ...honest, notes: notes.with(2, (notes[2] as string).replace("\n8\n", "\n7\n")) },
  "wrong key": { ...honest, key: writeVerifierKey(signingKey(aLedger, counterRandom(9)(32))) },
  "another ledger's export": { ...build(events(), { ledger: otherLedger, signed: signingKey(otherLedger, counterRandom(7)(32)) }), notes, key: honest.key },
};

describe.skipIf(noPython)("tools/verify.py (needs python3)", () => {
  for (const [name, given] of Object.entries(tampered)) {
    test(name, () => {
      const { code, result } = python(...writeCase(given));
      const verdict = product(given);
      console.log(name, code, JSON.stringify(spans(result.findings)), result.confirmedTo, "| TS", verdict.verdict, JSON.stringify(spans(verdict.findings)), verdict.checkedTo);
    });
  }
});
