/** Entries as the bytes of a file: rows of CSV, or the exact leaves, one to a line. */
import type { Read } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import type { Seen, SeenEntry } from "../../event/index.ts";
import { withNames } from "../names.ts";
import type { AskedExport } from "./asked.ts";
import { headRow, writeRows } from "./columns.ts";
import { byteOrderMark } from "./csv.ts";
import { exportedOf, isWhole, readEntries, readLeaves, type StoredEntry, type StoredLeaf } from "./entries.ts";
import { LocalTimes } from "./local-times.ts";
import { Output } from "./output.ts";
import type { Part, Progress } from "./part.ts";

export interface Render {
  /** What stands before the first entry. */
  head(): Buffer;
  /** Reads these entries. Each of the pieces that come writes itself, and says in the part's progress that it did. */
  pieces(read: Read, indexes: bigint[]): AsyncGenerator<Piece>;
}

/** Where the bytes go: the file of an export, or whoever reads a command’s output. */
export type Sink = Pick<Part, "progress" | "write">;

export type Piece = (part: Sink) => Promise<void>;

export function renderOf({ format, zone }: Pick<AskedExport, "format" | "zone">, home: Home): Render {
  return format === "csv" ? new CsvRender(home, zone) : new LeafRender();
}

/** Bytes that are held before they are written. */
const mostHeld = 900_000;
/** Entries after which others of this process have their turn: what the database answered is taken in, and it is asked for more. */
const atOnce = 100;

class CsvRender implements Render {
  readonly #times: LocalTimes;
  readonly #secret: Buffer;

  constructor(
    private readonly home: Home,
    private readonly zone: string,
  ) {
    this.#times = new LocalTimes(zone);
    this.#secret = home.secret("disclosures");
  }

  head(): Buffer {
    return Buffer.from(byteOrderMark + headRow(this.zone));
  }

  async *pieces(read: Read, indexes: bigint[]): AsyncGenerator<Piece> {
    for await (const stored of readEntries(read, indexes)) yield (part) => this.#write(read, stored, part);
  }

  async #write(read: Read, stored: StoredEntry[], part: Sink): Promise<void> {
    const said = { ...part.progress };
    const output = new Output();
    for (let at = 0; at < stored.length; at += atOnce) {
      const exported = stored.slice(at, at + atOnce).map((one) => exportedOf(one, read.ledger, this.#secret));
      const named = await withNames(
        read,
        this.home,
        exported.map(({ entry }) => entry),
        "quoted",
        atOnce * 2,
      );
      for (const [n, { leafHash }] of exported.entries()) {
        const entry = named[n] as SeenEntry;
        for (const _ of writeRows({ entry, leafHash }, this.#times, output)) {
          said.rows++;
          if (output.held > mostHeld) await part.write(output.take());
        }
        count(said, entry);
      }
    }
    await part.write(output.take());
    part.progress = { ...said, bytes: part.progress.bytes };
  }
}

function count(said: Progress, { index, event }: SeenEntry): void {
  include(said, BigInt(index));
  if (event.type === "entry.unreadable") said.unreadable++;
  const seen = statesOf(event);
  if (seen.has("hidden")) said.concealed++;
  if (seen.has("erased")) said.erased++;
}

function statesOf({ change, data, statement, correlation }: SeenEntry["event"]): Set<Seen["state"]> {
  const states = new Set<Seen["state"]>();
  for (const { before, after, value } of change?.fields ?? []) addStates(states, before, after, value);
  for (const { value } of data ?? []) addStates(states, value);
  addStates(states, statement?.error, correlation?.reason);
  return states;
}

function addStates(states: Set<Seen["state"]>, ...seen: (Seen | undefined)[]): void {
  for (const side of seen) if (side) states.add(side.state);
}

class LeafRender implements Render {
  head(): Buffer {
    return Buffer.alloc(0);
  }

  async *pieces(read: Read, indexes: bigint[]): AsyncGenerator<Piece> {
    const stored = await readLeaves(read, indexes);
    yield (part) => this.#write(stored, part);
  }

  async #write(leaves: StoredLeaf[], part: Sink): Promise<void> {
    const said = { ...part.progress };
    const lines: Buffer[] = [];
    for (const stored of leaves) {
      lines.push(lineOf(stored), newline);
      include(said, stored.index);
      said.rows++;
      if (!isWhole(stored)) said.unreadable++;
    }
    await part.write(Buffer.concat(lines));
    part.progress = { ...said, bytes: part.progress.bytes };
  }
}

const newline = Buffer.from("\n");

/** A leaf has no newline; bytes that have one are none, and stand in the line so that nobody takes them for one. */
function lineOf({ index, leaf }: StoredLeaf): Buffer {
  if (!leaf.includes(0x0a)) return leaf;
  return Buffer.from(JSON.stringify({ unreadable: { index: index.toString(), bytes: leaf.toString("base64") } }));
}

function include(said: Progress, index: bigint): void {
  said.entries++;
  said.first ??= index.toString();
  said.last = index.toString();
  said.next = (index + 1n).toString();
}
