/** Where a search looks: settled segments with their bounds, and what is not settled, by the numbers of its entries. */
import { projectionVersion, segmentSize } from "../../ledger/index.ts";
import type { Reading } from "./condition.ts";
import type { Segment } from "./plan.ts";

/** Entries from `from` on and before `to`, which postings do not tell of: not yet settled. */
export interface Open {
  from: bigint;
  to: bigint;
  /** They were recorded then or later, and then or earlier. */
  firstRecorded: string;
  lastRecorded: string;
}

export interface Ground {
  /** By number, ascending. */
  settled: Segment[];
  /** The newest first. */
  open: Open[];
  /** Entries below it. */
  upTo: bigint;
}

/** What was read last, per ledger: a segment's bounds change only when it is settled anew. */
const remembered = new Map<string, { mark: string; settled: Segment[] }>();

/** All ground below entry `least`, or below the ledger's end, as this transaction sees it. */
export async function readGround(read: Reading, least?: bigint): Promise<Ground> {
  const { sql, ledger } = read;
  const [row] = await sql<{ size: bigint; mark: string }[]>`
    select h.size, (
      select concat(count(*), ' ', max(settled_at)) from ledger.segments where ledger = ${ledger} and version = ${projectionVersion}
    ) as mark
    from ledger.heads h where h.ledger = ${ledger}`;
  const { size, mark } = row ?? { size: 0n, mark: "" };
  const upTo = least !== undefined && least < size ? least : size;
  const settled = (await readSettled(read, mark)).filter(({ segment }) => startOf(segment) < upTo);
  return { settled, open: openBetween(settled, upTo), upTo };
}

const startOf = (segment: number) => BigInt(segment) * BigInt(segmentSize);

function openBetween(settled: Segment[], upTo: bigint): Open[] {
  const open: Open[] = [];
  let recorded = "-infinity";
  let at = 0;
  for (let segment = 0; startOf(segment) < upTo; segment++) {
    const next = settled[at];
    if (next?.segment === segment) {
      recorded = next.lastRecorded;
      at++;
      continue;
    }
    const [from, end] = [startOf(segment), startOf(segment + 1)];
    open.push({
      from,
      to: end < upTo ? end : upTo,
      firstRecorded: recorded,
      lastRecorded: next?.firstRecorded ?? "infinity",
    });
  }
  return open.reverse();
}

async function readSettled({ sql, ledger }: Reading, mark: string): Promise<Segment[]> {
  const known = remembered.get(ledger);
  if (known?.mark === mark) return known.settled;
  const settled = await sql<Segment[]>`
    select segment, first_occurred as "firstOccurred", last_occurred as "lastOccurred", first_recorded as "firstRecorded",
      last_recorded as "lastRecorded"
    from ledger.segments where ledger = ${ledger} and version = ${projectionVersion} order by segment`;
  if (remembered.size > 20) remembered.clear();
  remembered.set(ledger, { mark, settled: [...settled] });
  return settled;
}
