/**
 * An event as somebody may see it: every binding of the leaf replaced by what the reader is allowed to know of it.
 * Pages, tables and sentences are made from this, never from a leaf.
 */
import type { Event, Mode, Operation, Statement, Value } from "./event.ts";
import type { Names } from "./hints.ts";

/** One side of a field: its value, or why there is none to show. */
export type Seen =
  | { state: "shown"; value: Value }
  /** Concealed: only Reveal shows it. */
  | { state: "hidden" }
  /** Its disclosure was destroyed; the leaf's proof stays valid. */
  | { state: "erased" }
  /** A keyed hash: equal values have equal hashes. */
  | { state: "hashed"; hash: string }
  /** Omitted on the way in: nobody recorded it. */
  | { state: "omitted" };

export interface SeenField {
  name: string;
  type: string;
  /** The type of `before` where it was another. */
  typeBefore?: string;
  mode: Mode;
  /** Updates only. When false, `value` stands for both sides. */
  changed?: boolean;
  before?: Seen;
  after?: Seen;
  value?: Seen;
}

export interface SeenEvent extends Omit<Event, "change" | "statement" | "correlation" | "agent" | "data"> {
  change?: { operation: Operation; fields: SeenField[] };
  statement?: Omit<Statement, "exact" | "error"> & { exact?: Seen; error?: Seen };
  correlation?: Omit<NonNullable<Event["correlation"]>, "reason"> & { reason?: Seen };
  agent?: Omit<NonNullable<Event["agent"]>, "reasoning"> & { reasoning?: Seen };
  data?: SeenField[];
}

/** How far an entry is proven. `waiting`: no signed head covers it yet. `signed`: one does. `anchored`: a verification found it unchanged under a head kept outside the database. `tampered`: a verification found that it does not match. */
export type ProofState = "waiting" | "signed" | "anchored" | "tampered";

/** An entry of the ledger as a reader may see it. Counts and indexes are decimal text. */
export interface SeenEntry {
  ledger: string;
  index: string;
  recordedAt: string;
  event: SeenEvent;
  proof: { state: ProofState; checkpointSize?: string; signedAt?: string; checkedAt?: string };
  /** What its record and the records it refers to are called, where the source's hints tell. */
  names?: Names;
}

export type { Value };
