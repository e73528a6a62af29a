/** An entry as a reader may see it, with how far it is proven. */
import type { Read } from "../access/index.ts";
import { Fault, type ProofState, type SeenEntry, type SeenEvent } from "../event/index.ts";
import { seeEvent } from "../integrity/index.ts";
import type { Entry } from "../ledger/index.ts";

/** The state of the ledger's proof, for all entries of a page. */
export interface Proven {
  /** Entries below this number are under a signed head. */
  signedTo: bigint;
  signedAt?: string;
  verdict?: {
    verdict: "verified" | "tampered" | "not-checked";
    checkedAt: string;
    checkedTo: bigint;
    sentence: string | null;
    firstBad: bigint | null;
  };
}

export async function readProven({ sql, ledger }: Read): Promise<Proven> {
  const [checkpoint] = await sql<{ size: bigint; signedAt: string }[]>`
    select size, signed_at as "signedAt" from ledger.checkpoints where ledger = ${ledger} order by size desc limit 1`;
  const [verdict] = await sql<NonNullable<Proven["verdict"]>[]>`
    select verdict, checked_at as "checkedAt", checked_to as "checkedTo", sentence, first_bad as "firstBad"
    from ledger.verdicts where ledger = ${ledger} order by checked_at desc limit 1`;
  return { signedTo: checkpoint?.size ?? 0n, signedAt: checkpoint?.signedAt, verdict };
}

export function seen(entry: Omit<Entry, "chain">, proven: Proven): SeenEntry {
  const event = readableEvent(entry);
  return {
    ledger: entry.ledger,
    index: entry.index.toString(),
    recordedAt: entry.recordedAt,
    event: event ?? unreadable(entry),
    proof: {
      state: event && entry.disclosures ? stateOf(entry.index, proven) : "tampered",
      checkpointSize: proven.signedTo.toString(),
      ...(proven.signedAt && { signedAt: proven.signedAt }),
      ...(proven.verdict && { checkedAt: proven.verdict.checkedAt }),
    },
  };
}

function readableEvent({ leaf, disclosures }: Pick<Entry, "leaf" | "disclosures">): SeenEvent | undefined {
  try {
    return leaf && seeEvent(leaf, disclosures ?? new Map());
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function stateOf(index: bigint, { signedTo, verdict }: Proven): ProofState {
  if (verdict?.verdict === "tampered" && verdict.firstBad === index) return "tampered";
  const intact = verdict && (verdict.firstBad === null || index < verdict.firstBad) && index < verdict.checkedTo;
  if (intact) return "anchored";
  return index < signedTo ? "signed" : "waiting";
}

/** What can be said of an entry whose leaf or values were changed in the database. */
function unreadable({ ledger, recordedAt }: Pick<Entry, "ledger" | "recordedAt">): SeenEvent {
  return {
    id: ledger,
    type: "entry.unreadable",
    category: "integrity",
    occurredAt: recordedAt,
    source: { id: ledger, kind: "vouch", name: "Vouch" },
    actor: { kind: "unknown", id: "unknown", attribution: "none" },
    retention: "standard",
  };
}
