/**
 * Versions with the record on both of their sides. Neighbours are compared with their concealed values too, so that a value which
 * changed unrecorded is noticed; what leaves this file says that it differs and never what it is.
 */
import type { Read } from "../access/index.ts";
import type { Home } from "../database/index.ts";
import {
  apart,
  Fault,
  type Image,
  imageAfter,
  imageBefore,
  type SeenEntry,
  type SeenEvent,
  type Unexplained,
  unexplainedBetween,
} from "../event/index.ts";
import { seeEvent } from "../integrity/index.ts";
import { type Entry, findEntries } from "../ledger/index.ts";
import { lookAt } from "./look.ts";

/** The versions of these entries, by number of the entry. */
export class Images {
  readonly #entries: Map<string, SeenEntry>;
  /** With concealed values shown: for comparing, and for nothing else. */
  readonly #open: Map<string, SeenEvent>;

  private constructor(entries: SeenEntry[], open: Map<string, SeenEvent>) {
    this.#entries = new Map(entries.map((entry) => [entry.index, entry]));
    this.#open = open;
  }

  static async read(read: Read, home: Home, indexes: Iterable<bigint>): Promise<Images> {
    const wanted = [...new Set(indexes)];
    const entries = await lookAt(read, home, wanted);
    const hiding = entries.filter(hides).map(({ index }) => BigInt(index));
    const raw = await findEntries(read.sql, home, read.ledger, hiding);
    const open = new Map(raw.flatMap((entry) => opened(entry)));
    return new Images(entries, open);
  }

  /** Throws where the entry was not among those that were read. */
  entry(index: bigint): SeenEntry {
    const found = this.#entries.get(`${index}`);
    if (!found) throw new Error(`expected version ${index} to have been read`);
    return found;
  }

  /** The record as a reader may see it after this version; undefined where it was deleted. */
  after(index: bigint): Image | undefined {
    return imageAfter(this.entry(index).event);
  }

  /** Fields of which it is known that one version left them other than another did. */
  differing(one: bigint, other: bigint): Set<string> {
    const [a, b] = [imageAfter(this.#whole(one)), imageAfter(this.#whole(other))];
    return new Set(a && b ? apart(a, b) : []);
  }

  /** What changed between two neighbouring versions without being recorded; nothing where one of them cannot be read. */
  between(earlier: bigint, later: bigint): Unexplained | undefined {
    const [a, b] = [this.#whole(earlier), this.#whole(later)];
    return a.change && b.change ? unexplainedBetween(imageAfter(a), imageBefore(b)) : undefined;
  }

  #whole(index: bigint): SeenEvent {
    return this.#open.get(`${index}`) ?? this.entry(index).event;
  }
}

function hides({ event }: SeenEntry): boolean {
  return event.change?.fields.some(({ mode }) => mode === "conceal") ?? false;
}

function opened({ index, leaf, disclosures }: Entry): [string, SeenEvent][] {
  if (!leaf || !disclosures) return [];
  try {
    return [[`${index}`, seeEvent(leaf, disclosures, { reveal: true })]];
  } catch (error) {
    if (error instanceof Fault) return []; // it was changed in the database: lookAt says so
    throw error;
  }
}
