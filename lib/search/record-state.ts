/** The question: how did a record stand after one of its versions, and since when does each of its values hold? */
import type { Home } from "../database/index.ts";
import type { Held, Image, SeenEntry } from "../event/index.ts";
import { Images } from "./record-images.ts";
import {
  findPage,
  findSince,
  numberOf,
  type Of,
  type Place,
  type Since,
  type VersionCount,
} from "./record-versions.ts";

export interface StateField extends Held {
  /** What it was before this version changed it. */
  was?: Held;
  /** This version changed it; a hidden value too. */
  changed: boolean;
  /** The version since which it holds, and that version's entry. */
  since: { number: number; entry: string; asFound: boolean; created: boolean };
  /** It is not what the version of `since` left, and no change in between is recorded. */
  unexplained: boolean;
}

export interface State {
  place: { number: number; at: string };
  entry: SeenEntry;
  /** Undefined where the version deleted the record. */
  fields?: StateField[];
  /** Neighbouring versions, by number and entry. */
  previous?: { number: number; entry: string };
  next?: { number: number; entry: string };
}

export async function readState(of: Of, home: Home, place: Place, summary: VersionCount): Promise<State> {
  const number = await numberOf(of, place, summary);
  const [before] = await findPage(of, 0, place);
  const [after] = await findPage(of, 0, place, true);
  const since = await findSince(of, place);
  const images = await Images.read(of.read, home, [
    place.index,
    ...(before ? [before.index] : []),
    ...since.map(({ index }) => index),
  ]);
  const now = images.after(place.index);
  const fields = now && fieldsOf(wholeImage(now, since, images), { place, number, since, before, images, summary });
  return {
    place: { number, at: place.at },
    entry: images.entry(place.index),
    ...(fields && { fields }),
    ...(before && { previous: { number: number - 1, entry: `${before.index}` } }),
    ...(after && { next: { number: number + 1, entry: `${after.index}` } }),
  };
}

/** A source that reports only the fields it changed has the others in older versions; a captured row is whole in itself. */
function wholeImage(now: Image, since: Since[], images: Images): Image {
  const names = new Set(now.map(({ name }) => name));
  const isWhole = images.entry([...since][0]?.index ?? 0n).event.source.kind === "postgres";
  if (isWhole) return now;
  const older = [...since].sort((a, b) => a.back - b.back).flatMap(({ index }) => images.after(index) ?? []);
  const more = older.filter(({ name }) => !names.has(name) && names.add(name));
  return [...now, ...more];
}

interface Told {
  place: Place;
  number: number;
  since: Since[];
  before: Place | undefined;
  images: Images;
  summary: VersionCount;
}

function fieldsOf(image: Image, { place, number, since, before, images, summary }: Told): StateField[] {
  const changes = new Map(since.map((one) => [one.name, one]));
  const base = changes.get(null);
  const differing = new Map<bigint, Set<string>>();
  const differs = (from: bigint, name: string) => {
    const known = differing.get(from) ?? images.differing(from, place.index);
    differing.set(from, known);
    return known.has(name);
  };
  const previous = before && new Map((images.after(before.index) ?? []).map((field) => [field.name, field]));
  const recorded = new Map((images.entry(place.index).event.change?.fields ?? []).map((field) => [field.name, field]));
  return image.map((field): StateField => {
    const last = changes.get(field.name) ?? base;
    const from = last ?? { back: 0, index: place.index, created: false, name: null };
    const own = recorded.get(field.name);
    const was = own?.changed && own.before ? { ...field, seen: own.before } : undefined;
    const isOldest = number - from.back === 1 && !summary.more;
    return {
      ...field,
      ...(was && { was }),
      changed: own?.changed ?? (own !== undefined && own.after !== undefined && previous !== undefined),
      since: {
        number: number - from.back,
        entry: `${from.index}`,
        created: from.created,
        asFound: from.name === null && !from.created && isOldest,
      },
      unexplained: from.index !== place.index && differs(from.index, field.name),
    };
  });
}
