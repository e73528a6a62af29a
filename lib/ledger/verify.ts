/**
 * Verification of a whole ledger against its database and the checkpoints kept outside: leaves, chain and root by
 * lib/integrity, and here what only the database can show: projection, head, and values beside the leaves.
 */
import type { Sql } from "../database/index.ts";
import { type Clock, Fault } from "../event/index.ts";
import {
  type Finding,
  type Leaf,
  openCheckpoint,
  readLeaf,
  sameBytes,
  type TrustedCheckpoint,
  type Verdict,
  type VerifierKey,
  verifier,
} from "../integrity/index.ts";
import { type Projected, project, projectedColumns } from "./projection.ts";

export interface Verifying {
  /** With the verifier's login. */
  sql: Sql;
  ledger: string;
  /** From outside the database, signatures checked. */
  checkpoints: TrustedCheckpoint[];
  /** Those that signed them: with these the checkpoints that pages show are checked too. */
  keys?: readonly VerifierKey[];
  clock: Clock;
  /** Called now and then with the number of entries read. */
  progress?: (entries: bigint) => void;
}

/** Entries read at a time. */
const stride = 1_000;

interface Row {
  index: bigint;
  recordedAt: string;
  leaf: Buffer;
  leafHash: Buffer;
  chain: Buffer;
}

/** Reads the ledger in one snapshot from its first entry to its last, records the verdict and returns it. */
export async function verifyLedger(work: Verifying): Promise<Verdict> {
  const verdict = await work.sql.begin("isolation level repeatable read, read only", async (sql) => {
    const verification = verifier({ ledger: work.ledger, checkpoints: work.checkpoints });
    let last: Row | undefined;
    let count = 0n;
    // in the order of the index alone, whatever partition an entry is in
    const rows = sql<Row[]>`
      select index, recorded_at as "recordedAt", leaf, leaf_hash as "leafHash", chain
      from ledger.entries where ledger = ${work.ledger} order by index, recorded_at`.cursor(stride);
    for await (const batch of rows) {
      for (const row of batch) verification.add(row);
      last = batch.at(-1) ?? last;
      count += BigInt(batch.length);
      work.progress?.(count);
    }
    for await (const finding of compareProjection(sql as unknown as Sql, work.ledger)) verification.found(finding);
    const [head] = await sql<
      { size: bigint; chain: Buffer }[]
    >`select size, chain from ledger.heads where ledger = ${work.ledger}`;
    for (const finding of compareHead(head, last, count)) verification.found(finding);
    for (const finding of await compareCheckpoints(sql as unknown as Sql, work)) verification.found(finding);
    return verification.finish();
  });
  await recordVerdict(work, verdict);
  return verdict;
}

/** The stored head must be the last entry's. */
function compareHead(
  head: { size: bigint; chain: Buffer } | undefined,
  last: Row | undefined,
  count: bigint,
): Finding[] {
  if (!head) return [{ kind: "head", from: "0", to: "0", sentence: "The ledger's head is missing from the database." }];
  const size = last ? last.index + 1n : 0n;
  if (head.size === size && (!last || head.chain.equals(last.chain))) return [];
  const at = (head.size < size ? head.size : size).toString();
  const sentence = `The ledger's head says ${head.size} entries, and the last entry found is ${last ? `entry ${last.index}` : "none"} (${count} in all), or their hashes differ: entries were removed or added at the end, or the head was changed.`;
  return [{ kind: "head", from: at, to: at, sentence }];
}

/** The copies of checkpoints in the database, which pages show: each must be signed, and say what the one kept outside says. */
async function compareCheckpoints(sql: Sql, { ledger, keys, checkpoints }: Verifying): Promise<Finding[]> {
  if (!keys) return [];
  const rows = await sql<{ size: bigint; signedAt: string; note: string }[]>`
    select size, signed_at as "signedAt", note from ledger.checkpoints where ledger = ${ledger} order by size`;
  return rows.flatMap(({ size, signedAt, note }) => {
    const kept = checkpoints.filter((checkpoint) => checkpoint.size === size);
    try {
      const shown = openCheckpoint(note, keys);
      if (
        shown.size === size &&
        (kept.length === 0 || kept.some((one) => one.signedAt === signedAt && sameBytes(one.root, shown.root)))
      )
        return [];
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
    const to = (size > 0n ? size - 1n : 0n).toString();
    return [
      {
        kind: "checkpoint",
        from: "0",
        to,
        sentence: `The checkpoint of ${size} entries that the pages show was changed: it is not the one that was signed.`,
      },
    ];
  });
}

/** Rows of the projection that are missing, too many, or differ from what follows from their leaf. */
async function* compareProjection(sql: Sql, ledger: string): AsyncGenerator<Finding> {
  const rows = sql<{ index: bigint; leaf: Buffer | null; row: Record<string, unknown> | null }[]>`
    select coalesce(e.index, p.index) as index, e.leaf,
      case when p.index is not null then row_to_json(p) end as row
    from (select * from ledger.entries where ledger = ${ledger}) e
    full join (select * from ledger.projection where ledger = ${ledger}) p on p.index = e.index and p.recorded_at = e.recorded_at
    order by 1`.cursor(stride);
  for await (const batch of rows) {
    for (const { index, leaf, row } of batch) {
      const sentence = leaf
        ? differenceOf(leaf, index, row)
        : "is in the search columns, but the ledger has no such entry at that time.";
      if (sentence)
        yield {
          kind: "projection",
          from: index.toString(),
          to: index.toString(),
          sentence: `Entry ${index} ${sentence}`,
        };
    }
  }
}

/** Those that follow from the leaf alone. */
const leafColumns = projectedColumns.filter((column) => column !== "terms" && column !== "measures");

function differenceOf(bytes: Buffer, index: bigint, row: Record<string, unknown> | null): string | undefined {
  if (!row) return "has no search columns, so no search finds it.";
  let leaf: Leaf;
  try {
    leaf = readLeaf(bytes);
  } catch {
    return undefined; // the leaf itself is a finding already
  }
  let expected: Projected;
  try {
    expected = project(leaf, index, { terms: [], measures: null }, Number(row.version));
  } catch (error) {
    if (error instanceof Fault) return "has search columns of an unknown version.";
    throw error;
  }
  const wrong = leafColumns.filter(
    (column) => !sameColumn(column, expected[column], row[column] ?? (Array.isArray(expected[column]) ? [] : null)),
  );
  if (wrong.length === 0) return undefined;
  return `shows something else in search than in its leaf: ${wrong.join(", ")}. The leaf is what counts; the search columns were changed.`;
}

function sameColumn(column: keyof Projected, expected: Projected[keyof Projected], stored: unknown): boolean {
  if (Array.isArray(expected)) return JSON.stringify(expected) === JSON.stringify(stored);
  if (expected === null || stored === null) return expected === stored;
  if (column === "occurred_at" || column === "recorded_at") return expected === jsonInstant(String(stored));
  return String(expected) === String(stored);
}

/** `2026-11-20T07:03:25.1234+00:00`, as PostgreSQL writes it in JSON, as we write it. */
function jsonInstant(text: string): string {
  const [whole, fraction = ""] = text.replace(/(\+00:00|Z)$/, "").split(".");
  return `${whole}.${fraction.padEnd(6, "0")}Z`;
}

async function recordVerdict({ sql, ledger, clock }: Verifying, verdict: Verdict): Promise<void> {
  const [first] = verdict.findings;
  await sql`
    insert into ledger.verdicts (ledger, checked_at, verdict, entries, checked_to, sentence, first_bad)
    values (${ledger}, ${clock()}, ${verdict.verdict}, ${verdict.entries}, ${verdict.checkedTo}, ${first?.sentence ?? null}, ${first?.from ?? null})`;
}
