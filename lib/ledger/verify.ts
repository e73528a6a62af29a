/**
 * Verification of a whole ledger against its database and the checkpoints kept outside: leaves, chain and root by
 * lib/integrity, and here what only the database can show: projection, head, and values beside the leaves.
 */
import type { Home, Sql } from "../database/index.ts";
import { type Clock, Fault } from "../event/index.ts";
import {
  type Finding,
  openCheckpoint,
  sameBytes,
  type TrustedCheckpoint,
  type Verdict,
  type VerifierKey,
  verifier,
} from "../integrity/index.ts";
import { compareProjection } from "./verify-projection.ts";
import { compareSegments } from "./verify-segments.ts";

export interface Verifying {
  /** With the verifier's login. */
  sql: Sql;
  ledger: string;
  /** From outside the database, signatures checked. */
  checkpoints: TrustedCheckpoint[];
  /** Those that signed them: with these the checkpoints that pages show are checked too. */
  keys?: readonly VerifierKey[];
  clock: Clock;
  /** Opens what stands beside the leaves, so that the words by which entries are found are checked too. */
  home?: Home;
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
    const snapshot = sql as unknown as Sql;
    for await (const finding of compareProjection(snapshot, work.ledger, work.home)) verification.found(finding);
    for await (const finding of compareSegments(snapshot, work.ledger)) verification.found(finding);
    const [head] = await sql<
      { size: bigint; chain: Buffer }[]
    >`select size, chain from ledger.heads where ledger = ${work.ledger}`;
    for (const finding of compareHead(head, last, count)) verification.found(finding);
    for (const finding of await compareCheckpoints(snapshot, work)) verification.found(finding);
    const { cannotExclude, ...finished } = verification.finish();
    return { ...finished, cannotExclude: work.home ? cannotExclude : [...cannotExclude, wordsUnchecked] };
  });
  await recordVerdict(work, verdict);
  return verdict;
}

const wordsUnchecked =
  "Whether a search finds each entry by all of its words: that takes the keys in Vouch’s home, which were not given.";

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

async function recordVerdict({ sql, ledger, clock }: Verifying, verdict: Verdict): Promise<void> {
  const [first] = verdict.findings;
  await sql`
    insert into ledger.verdicts (ledger, checked_at, verdict, entries, checked_to, sentence, first_bad)
    values (${ledger}, ${clock()}, ${verdict.verdict}, ${verdict.entries}, ${verdict.checkedTo}, ${first?.sentence ?? null}, ${first?.from ?? null})`;
}
