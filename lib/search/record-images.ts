/**
 * Versions with the record on both of their sides. Neighbours are compared with their concealed values too, so that a value which
 * changed unrecorded is noticed; what leaves this file says that it differs and never what it is.
 */
import type { Read } from "../access/index.ts";
import type { Home } from "../database/index.ts";
import {
  apart,
  type Image,
  imageAfter,
  imageBefore,
  type Seen,
  type SeenEntry,
  type SeenEvent,
  type Unexplained,
  unexplainedBetween,
  type Value,
} from "../event/index.ts";
import { type Entry, findEntries } from "../ledger/index.ts";
import { withNames } from "./names.ts";
import { readProven, seen } from "./proven.ts";

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
    const proven = await readProven(read);
    const found = await findEntries(read.sql, home, read.ledger, [...new Set(indexes)]);
    const entries = found.map((entry) => seen(entry, proven));
    const open = new Map(
      entries.flatMap((entry, at) => {
        const disclosures = found[at]?.disclosures;
        return disclosures ? [[entry.index, opened(entry.event, disclosures)] as const] : [];
      }),
    );
    return new Images(await withNames(read, home, entries, "all"), open);
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

const sides = ["before", "after", "value"] as const;

/** The event with what its concealed fields hold, by the paths of docs/format.md §3. */
function opened(event: SeenEvent, disclosures: NonNullable<Entry["disclosures"]>): SeenEvent {
  const { change } = event;
  if (!change?.fields.some(({ mode }) => mode === "conceal")) return event;
  const fields = change.fields.map((field, at) => {
    const shown = sides.flatMap((side): [string, Seen][] => {
      const disclosure = disclosures.get(`/event/change/fields/${at}/${side}`);
      const hidden = field[side]?.state === "hidden" && disclosure !== undefined;
      return hidden ? [[side, { state: "shown", value: disclosure.value as Value }]] : [];
    });
    return { ...field, ...Object.fromEntries(shown) };
  });
  return { ...event, change: { ...change, fields } };
}
