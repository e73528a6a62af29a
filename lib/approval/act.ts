/**
 * A two-person act: one person asks for it with a reason, sees beforehand what it would do, and somebody else approves or
 * refuses. An act is declared by one object; asking, deciding, withdrawing, using up and expiring are the same for all.
 *
 * What is approved is bound: digest = SHA-256 of the canonical JSON of {effect, kind, params}. The decision names the digest of
 * what the decider saw; and when the act is carried out its effect is read anew, and nothing is done where it differs.
 */
import { createHash } from "node:crypto";
import type { NewNotice, Permission, Person, Read, Scope } from "../access/index.ts";
import type { Home, Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { canonicalBytes, type Json } from "../integrity/index.ts";
import type { OwnEvent } from "../ledger/index.ts";

/** What an act would do, in words for whoever decides. It follows from the params and the state of things alone: no times of reading. */
export interface Effect {
  /** What is asked for, to follow “wants to”: “make Ada Marsh an administrator”. */
  title: string;
  /** What it would do, in plain sentences. */
  says: string;
  facts: { name: string; value: string }[];
  /** Some, or all, of what it touches. Every row has as many cells as there are columns. */
  examples?: { title: string; note?: string; columns: string[]; rows: string[][] };
  /** What the button says that approves it: “Reveal 31 values”. */
  approve: string;
  /** What follows from approving: “Approving gives the role at once.” */
  follows: string;
  /** How many people have to approve; one, where it is not said. Decimal text. */
  approvals?: string;
  /** SHA-256 of what it depends on and does not show. */
  exactly?: string;
}

/** With whose eyes an act reads, in the caller's transaction: what lies beyond the asker's scope is not there for it. */
export interface Sight {
  sql: Transaction;
  /** The ledger's id. */
  ledger: string;
  home: Home;
  asker: { person: Person; scope: Scope };
}

/** What carrying out an act leaves behind. The entry gets its actor, reason and decision from the request. */
export interface Done {
  event: Pick<OwnEvent, "type" | "category" | "change" | "data">;
  notices?: { people: string[]; notice: NewNotice }[];
}

/** `Params`: what the act needs, as JSON without numbers. `Shown`: what the asker is shown once, where there is anything to see. */
export interface Act<Params extends Json = Json, Shown = unknown> {
  /** Names it in the database and in entries: never changed. */
  kind: string;
  /** What people call it, in lists: “New administrator”. */
  name: string;
  asks: Permission;
  decides: Permission;
  /** Under which its effect is shown before anything is asked. */
  previews: Permission;
  /** How long a request waits for a decision, and how long the asker then has to use it. */
  minutes: { waiting: number; approved: number };
  carriedOut: "on approval" | "by the asker";
  /** Throws `invalid` for anything else. */
  parse(given: unknown): Params;
  /** What a form gives, made into what can be asked for: a search into the entries that it finds now. */
  plan?(sight: Sight, given: unknown): Promise<Params>;
  /** What the entry of carrying it out is about; the request itself where it is nothing else. */
  target?(params: Params): { type: string; id?: string };
  /** Ids of the people it is about: they do not decide. Their rows are locked while it is decided and carried out. */
  concerns?(params: Params): string[];
  /** Throws where it cannot be asked for: `not-found`, `invalid`, `conflict`, `forbidden`. Writes nothing. */
  effect(sight: Sight, params: Params): Promise<Effect>;
  /** In the transaction in which the request is used up; a Fault undoes it alone and closes the request as failed. */
  carryOut(sight: Sight, params: Params, request: { number: number; reason: string }): Promise<Done>;
  /** After that was committed: what the asker sees, once. */
  show?(read: Read, home: Home, params: Params): Promise<Shown>;
}

/** All acts of an installation; assembled where all of them are known. */
export type Acts = readonly Act[];

export function actOf(acts: Acts, kind: string): Act {
  const act = acts.find((one) => one.kind === kind);
  if (!act)
    throw new Fault("not-found", "This Vouch does not know the kind of act that was asked for. Ask an administrator.");
  return act;
}

export function digestOf(kind: string, params: Json, effect: Effect): Buffer {
  return createHash("sha256").update(canonicalBytes({ kind, params, effect })).digest();
}

/** How many people have to approve. */
export function approvalsNeeded({ approvals }: Effect): number {
  return Math.max(1, Number(approvals ?? "1"));
}
