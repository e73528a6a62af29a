/**
 * The signer: signs the root of the tree over the first n entries and keeps that outside the database. It remembers, outside
 * the database too, the frontier of the tree that it signed last, and extends that with the leaves it reads. So whatever it
 * signs is consistent with everything it signed before; a ledger that has become shorter it refuses.
 */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Home, isUnreachable, type Sql } from "../database/index.ts";
import { type Clock, Fault } from "../event/index.ts";
import {
  b64,
  type Checkpoint,
  Frontier,
  leafHash,
  openCheckpoint,
  type SigningKey,
  sameBytes,
  signCheckpoint,
  signingKey,
  type VerifierKey,
  writeVerifierKey,
} from "../integrity/index.ts";
import { keepCheckpoint, replaceFile } from "./checkpoints.ts";

/** The key that signs a ledger's checkpoints; its public half is written beside the checkpoints. */
export function ledgerKey(home: Home, ledger: string): SigningKey {
  return signingKey(ledger, home.signerSeed());
}

/** The keys a verification trusts by default: this home's own. Somebody else brings their own copy. */
export function trustedKeys(home: Home, ledger: string): VerifierKey[] {
  return [ledgerKey(home, ledger)];
}

/** Entries read at a time. */
const stride = 2_000;

export class Signer {
  #frontier: Frontier;
  #key: SigningKey;
  readonly #folder: string;

  /** Takes up where the last signature in the home left off. */
  constructor(
    readonly ledger: string,
    home: Home,
    private readonly clock: Clock,
  ) {
    this.#key = ledgerKey(home, ledger);
    this.#folder = home.checkpoints(ledger);
    fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    replaceFile(path.join(this.#folder, "key.pub"), `${writeVerifierKey(this.#key)}\n`);
    this.#frontier = this.#readState();
  }

  get size(): bigint {
    return this.#frontier.size;
  }

  /** Signs what is new, if anything is. Throws `conflict` when the ledger contradicts what was signed. */
  async sign(sql: Sql): Promise<bigint> {
    const [head] = await sql<{ size: bigint }[]>`select size from ledger.heads where ledger = ${this.ledger}`;
    const size = head?.size ?? 0n;
    const signed = this.#latest()?.size ?? 0n; // larger than ours, where our own record was lost
    const least = signed > this.size ? signed : this.size;
    if (size < least) {
      throw new Fault(
        "conflict",
        `Expected at least ${least} entries, which were signed, but the ledger has ${size}: it was cut or restored from an older copy. Nothing is signed until that is explained. Run vouch verify.`,
      );
    }
    if (size === this.size) return size;
    const frontier = await this.#extend(sql, size);
    const signedAt = this.clock();
    const checkpoint: Checkpoint = { ledger: this.ledger, size, root: frontier.root() };
    const note = signCheckpoint(checkpoint, this.#key);
    keepCheckpoint(this.#folder, note, signedAt);
    replaceFile(this.#stateFile, JSON.stringify(frontier));
    this.#frontier = frontier;
    await sql`insert into ledger.checkpoints (ledger, size, signed_at, note) values (${this.ledger}, ${size}, ${signedAt}, ${note}) on conflict do nothing`;
    return size;
  }

  get #stateFile(): string {
    return path.join(this.#folder, "signer.json");
  }

  #readState(): Frontier {
    const frontier = fs.existsSync(this.#stateFile)
      ? Frontier.from(JSON.parse(fs.readFileSync(this.#stateFile, "utf8")))
      : new Frontier();
    const latest = this.#latest();
    if (latest && latest.size === frontier.size && !sameBytes(latest.root, frontier.root())) {
      throw new Fault(
        "conflict",
        `The signer's own record and its last checkpoint of ${latest.size} entries differ in ${this.#folder}. One of them was changed; restore the folder from its copy.`,
      );
    }
    return frontier;
  }

  #latest(): Checkpoint | undefined {
    const file = path.join(this.#folder, "latest.note");
    return fs.existsSync(file) ? openCheckpoint(fs.readFileSync(file, "utf8"), [this.#key]) : undefined;
  }

  /** The frontier over the first `size` entries, grown from the one that was signed; the last kept note must lie on the way. */
  async #extend(sql: Sql, size: bigint): Promise<Frontier> {
    const frontier = this.#frontier.copy();
    const latest = this.#latest();
    while (frontier.size < size) {
      const from = frontier.size;
      const rows = await sql<{ index: bigint; leaf: Buffer }[]>`
        select index, leaf from ledger.entries
        where ledger = ${this.ledger} and index >= ${from} and index < ${size} order by index limit ${stride}`;
      for (const row of rows) {
        if (row.index !== frontier.size) break;
        frontier.append(leafHash(row.leaf));
        if (latest && latest.size === frontier.size && !sameBytes(latest.root, frontier.root())) {
          throw new Fault(
            "conflict",
            `Entry ${row.index} and those before it do not add up to the checkpoint of ${latest.size} entries that was signed (${b64(latest.root)}). Nothing is signed until that is explained. Run vouch verify.`,
          );
        }
      }
      if (frontier.size === from || rows.some((row) => row.index >= frontier.size)) {
        throw new Fault(
          "conflict",
          `Expected entry ${frontier.size}, which is missing. Nothing is signed until that is explained. Run vouch verify.`,
        );
      }
    }
    return frontier;
  }
}

export interface Signing {
  sql: Sql;
  home: Home;
  ledger: string;
  clock: Clock;
  signal: AbortSignal;
  report(sentence: string): void;
}

/** Signs within a second of new entries, until `signal`. What contradicts the signatures is said once, and nothing is signed while it lasts. */
export async function keepSigning({ sql, home, ledger, clock, signal, report }: Signing): Promise<void> {
  let said = "";
  let signer: Signer | undefined;
  while (!signal.aborted) {
    try {
      signer ??= new Signer(ledger, home, clock);
      await signer.sign(sql);
      said = "";
    } catch (error) {
      if (!isUnreachable(error) && !(error instanceof Fault)) throw error;
      const sentence =
        error instanceof Fault
          ? error.message
          : "The ledger's database cannot be reached; nothing is signed meanwhile.";
      if (sentence !== said) report(sentence);
      said = sentence;
      signer = undefined;
    }
    await pause(500, undefined, { signal }).catch(() => {});
  }
}
