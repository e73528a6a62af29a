import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  aLedger,
  aMongoUpdate,
  anEvent,
  anEventId,
  anUpdate,
  arbitraryEvent,
  aTime,
  counterRandom,
} from "../lib/event/builders.ts";
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

function writeCase(given: Case, text: string | Buffer = exportText(given)): string[] {
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

/** The lines of an export whose header is as it was, if they can be read at all. */
function readExport(bytes: Buffer): Line[] | undefined {
  try {
    const [header, ...rest] = new TextDecoder("utf-8", { fatal: true }).decode(bytes).split("\n");
    if (header !== JSON.stringify(honest.header) || rest.pop() !== "") return undefined;
    return rest.map((text) => {
      const line = JSON.parse(text);
      if (Object.keys(line).join() !== "index,leaf,leafHash,chain" || !/^\d+$/.test(line.index))
        throw new Error("no entry");
      if (fromB64(line.leafHash).length + fromB64(line.chain).length !== 64) throw new Error("no hash");
      return line;
    });
  } catch {
    return undefined;
  }
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

/** The entries that findings point at. Python's `to` is exclusive, as in the export's header; the product's is inclusive. */
function entriesIn(findings: { from?: string; to?: string }[], inclusive: 0 | 1): Set<number> {
  return new Set(
    findings.flatMap(({ from, to }) => {
      if (from === undefined || to === undefined) return [];
      const first = Number(from);
      return Array.from({ length: Number(to) + inclusive - first }, (_, i) => first + i);
    }),
  );
}

function spans(result: Result): string[] {
  return result.findings.map(({ kind, from, to }) => (from === undefined ? kind : `${kind} ${from}-${to}`));
}

/** Both say "tampered", confirm the same entries, and whatever the product points at, Python points at. */
function expectAgreement(result: Result, code: number | null, verdict: Verdict): void {
  expect([code, result.verdict]).toEqual([1, "tampered"]);
  expect(verdict.verdict).toBe("tampered");
  expect(result.confirmedTo).toBe(verdict.checkedTo);
  const located = entriesIn(result.findings, 0);
  const byProduct = entriesIn(
    verdict.findings.filter(({ kind }) => kind !== "checkpoint"),
    1,
  );
  expect([...byProduct].filter((entry) => !located.has(entry))).toEqual([]);
}

const honest = build(events());
const { lines, notes } = honest;
const insert = chained(aLedger, [edit(lines[5]?.leaf ?? "")])[0] as Line;
const forger = signingKey(aLedger, counterRandom(9)(32));
const forged = build(events(), { signed: forger }).notes[2] as string;
const [fifth, sixth] = lines.slice(5, 7) as [Line, Line];
const abroad = signingKey(otherLedger, counterRandom(7)(32));
const elsewhere = b64(leafHash(utf8("elsewhere")));

function withLines(changed: Line[]): Case {
  return { ...honest, lines: changed };
}

/** What was done to the export of 12 entries with checkpoints of 0, 4, 8 and 12, and where Python finds it. */
const tampered: [string, Case, string[]][] = [
  ["an edited leaf", withLines(changedAt(lines, 5, edited)), ["leaf 5-6"]],
  ["a leaf hash replaced", withLines(changedAt(lines, 5, (line) => ({ ...line, leafHash: elsewhere }))), ["leaf 5-6"]],
  ["a chain value replaced", withLines(changedAt(lines, 5, (line) => ({ ...line, chain: elsewhere }))), ["chain 5-6"]],
  [
    "an edited leaf, its hash recomputed",
    withLines(changedAt(lines, 5, (line) => rehashed(edited(line)))),
    ["chain 5-6", "root 4-8"],
  ],
  [
    "an edited leaf, the chain recomputed",
    withLines(chained(aLedger, leavesOf(changedAt(lines, 5, edited)))),
    ["root 4-8"],
  ],
  ["a deletion", withLines(lines.toSpliced(5, 1)), ["missing 5-6"]],
  ["a deletion, renumbered", withLines(renumbered(lines.toSpliced(5, 1))), ["chain 5-6", "root 4-8", "missing 11-12"]],
  [
    "a deletion, the chain recomputed",
    withLines(chained(aLedger, leavesOf(lines).toSpliced(5, 1))),
    ["root 4-8", "missing 11-12"],
  ],
  ["an insertion", withLines(lines.toSpliced(6, 0, { ...insert, index: "6" })), ["chain 6-8", "order 6-7", "root 4-8"]],
  [
    "an insertion, renumbered",
    withLines(renumbered(lines.toSpliced(6, 0, insert))),
    ["chain 6-8", "root 4-8", "extra 12-13"],
  ],
  [
    "an insertion, the chain recomputed",
    withLines(chained(aLedger, leavesOf(lines.toSpliced(6, 0, insert)))),
    ["root 4-8", "extra 12-13"],
  ],
  ["a swap", withLines(lines.toSpliced(5, 2, sixth, fifth)), ["missing 5-6", "order 5-6"]],
  [
    "a swap, renumbered",
    withLines(renumbered(lines.toSpliced(5, 2, sixth, fifth))),
    ["chain 5-8", "time 6-7", "root 4-8"],
  ],
  ["a truncation", withLines(lines.slice(0, 10)), ["missing 10-12"]],
  [
    "a truncation, the header as well",
    { ...withLines(lines.slice(0, 10)), header: { ...honest.header, to: "10" } },
    ["missing 10-12"],
  ],
  ["a forged checkpoint", { ...honest, notes: notes.with(2, forged) }, ["checkpoint"]],
  [
    "a checkpoint whose size was changed",
    { ...honest, notes: notes.with(2, (notes[2] ?? "").replace("\n8\n", "\n7\n")) },
    ["checkpoint"],
  ],
  ["the wrong key", { ...honest, key: writeVerifierKey(forger) }, Array.from({ length: 5 }, () => "checkpoint")],
  [
    "another ledger's export",
    { ...build(events(), { ledger: otherLedger, signed: abroad }), notes, key: honest.key },
    ["ledger", "ledger 0-12", "chain 0-1", "root 0-4"],
  ],
];

describe.skipIf(noPython)("tools/verify.py (needs python3)", () => {
  test("agrees with the golden vectors", () => {
    const run = spawnSync("python3", ["-B", script, "--vectors", vectors], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^Golden vectors: 7 files, \d{3} checks agree, 0 differ\n$/);
    expect(run.status).toBe(0);
  });

  test("verifies an honest ledger, as the product does", () => {
    const { code, result } = python(...writeCase(honest));
    expect([code, result.verdict, result.confirmedTo, result.findings]).toEqual([0, "verified", "12", []]);
    expect(product(honest)).toMatchObject({ verdict: "verified", checkedTo: "12", findings: [] });
  });

  test("takes every leaf that the product writes", () => {
    const any = build(fc.sample(arbitraryEvent, 200), { checkpoints: [0, 200] });
    const { code, result } = python(...writeCase(any));
    expect(result.findings).toEqual([]);
    expect([code, result.confirmedTo]).toEqual([0, "200"]);
  });

  test("verifies entries after the last checkpoint as far as it can, and says so", () => {
    const given = build(events(), { checkpoints: [4, 8] });
    const { code, result, out } = python(...writeCase(given));
    expect([code, result.verdict, result.confirmedTo]).toEqual([0, "verified", "8"]);
    expect(product(given)).toMatchObject({ verdict: "verified", checkedTo: "8" });
    expect(out).toContain("Entries 8 to 11: no checkpoint confirms this");
  });

  test.each([[[]], [[0]]])("has not checked entries that no checkpoint confirms (checkpoints of %j)", (checkpoints) => {
    const given = build(events(), { checkpoints });
    const { code, result } = python(...writeCase(given));
    expect([code, result.verdict, product(given).verdict]).toEqual([2, "not checked", "not-checked"]);
  });

  test.each(tampered)("finds %s, as the product does", (_, given, found) => {
    const { code, result } = python(...writeCase(given));
    expect(spans(result)).toEqual(found);
    expectAgreement(result, code, product(given));
  });

  test("has not checked without a key, checkpoints, or something to read", () => {
    const [file = "", , keyFile = "", , checkpoints = ""] = writeCase(honest);
    const unchecked = [
      [file],
      [file, "--checkpoints", checkpoints],
      [file, "--key", keyFile],
      [file, "--key", file, "--checkpoints", checkpoints],
      [keyFile, "--key", keyFile, "--checkpoints", checkpoints],
      [join(folder, "nothing"), "--key", keyFile, "--checkpoints", checkpoints],
      [file, "--key", keyFile, "--checkpoints", join(folder, "nothing")],
    ];
    for (const args of unchecked) {
      const { code, result } = python(...args);
      expect([code, result.verdict, result.notChecked.length]).toEqual([2, "not checked", 1]);
    }
  });

  test("a checkpoint's last line that a crash cut off does not count", () => {
    const args = writeCase(honest);
    appendFileSync(join(args.at(-1) ?? "", "2026-11-20.jsonl"), '{"signedAt":"2026-');
    expect(python(...args).code).toBe(0);
  });

  test("no single byte can be changed unnoticed", { timeout: 120_000 }, () => {
    const bytes = utf8(exportText(honest));
    const property = (at: number, value: number) => {
      fc.pre(bytes[at] !== value);
      const changed = Buffer.from(bytes.with(at, value));
      const { code, result } = python(...writeCase(honest, changed));
      const read = readExport(changed);
      if (read) expectAgreement(result, code, product(honest, read));
      else expect(code).not.toBe(0);
    };
    const anyByte = fc.oneof(fc.integer({ min: 32, max: 126 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(fc.property(fc.nat(bytes.length - 1), anyByte, property), { numRuns: 30, endOnFailure: true });
  });
});
