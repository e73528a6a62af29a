/**
 * Checkpoints outside the database: one folder per ledger with `<day>.jsonl`, a line per checkpoint, and `latest.note`
 * (docs/format.md §5). Lines are only ever added; each is on the disk before anything relies on it.
 */
import fs from "node:fs";
import path from "node:path";
import { Fault } from "../event/index.ts";
import { type Checkpoint, openCheckpoint, type VerifierKey } from "../integrity/index.ts";

export interface KeptCheckpoint extends Checkpoint {
  signedAt: string;
  note: string;
}

export function keepCheckpoint(folder: string, note: string, signedAt: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${signedAt.slice(0, 10)}.jsonl`);
  const line = `${JSON.stringify({ signedAt, note })}\n`;
  const open = fs.openSync(file, "a+", 0o600);
  try {
    fs.writeSync(open, endsMidLine(open) ? `\n${line}` : line); // a line that a crash cut off stays as it is, and counts for nothing
    fs.fsyncSync(open);
  } finally {
    fs.closeSync(open);
  }
  replaceFile(path.join(folder, "latest.note"), note);
}

function endsMidLine(file: number): boolean {
  const { size } = fs.fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  fs.readSync(file, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}

/** Replaces a file whole: after a crash it is the old one or the new one. */
export function replaceFile(file: string, text: string): void {
  const aside = `${file}.new`;
  fs.writeFileSync(aside, text, { mode: 0o600, flush: true });
  fs.renameSync(aside, file);
}

/**
 * The checkpoints of a folder in order of size, signatures checked. Cut-off lines are left out. Throws `invalid` for one
 * that no trusted key signed: it was put there or changed by somebody else.
 */
export function readCheckpoints(folder: string, trusted: readonly VerifierKey[]): KeptCheckpoint[] {
  if (!fs.existsSync(folder)) return [];
  const kept: KeptCheckpoint[] = [];
  for (const file of fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()) {
    const lines = fs.readFileSync(path.join(folder, file), "utf8").split("\n").slice(0, -1); // what no newline ends was cut off
    for (const [i, line] of lines.entries()) {
      const parsed = readLine(line);
      if (!parsed) continue;
      try {
        kept.push({ ...openCheckpoint(parsed.note, trusted), ...parsed });
      } catch (cause) {
        throw new Fault(
          "invalid",
          `Expected every checkpoint in ${file} to be signed by the trusted key, but line ${i + 1} is not. Somebody changed the file, or the key is another one.`,
          { cause },
        );
      }
    }
  }
  return kept.sort((a, b) => (a.size < b.size ? -1 : a.size > b.size ? 1 : 0));
}

function readLine(line: string): { signedAt: string; note: string } | undefined {
  try {
    const { signedAt, note } = JSON.parse(line) as { signedAt?: unknown; note?: unknown };
    return typeof signedAt === "string" && typeof note === "string" ? { signedAt, note } : undefined;
  } catch {
    return undefined;
  }
}
