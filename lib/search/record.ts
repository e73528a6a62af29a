/** The question: what became of this record, version by version, and how did it stand at a time? */
import { guard, may, type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import {
  betweenImages,
  Fault,
  type Held,
  type Interval,
  idBefore,
  partsOfKey,
  type SeenEntry,
  type SeenEvent,
  type Unexplained,
} from "../event/index.ts";
import { type KnownSource, readHealth } from "./health.ts";
import { cursorOf, readCursor } from "./language/index.ts";
import { lookAt } from "./look.ts";
import { type Holes, readHoles } from "./record-holes.ts";
import { Images } from "./record-images.ts";
import type { RecordKey, RecordQuery } from "./record-query.ts";
import { readState, type State } from "./record-state.ts";
import {
  type Dot,
  findAt,
  findMoves,
  findPage,
  findVersion,
  numberOf,
  type Of,
  type Place,
  summarise,
  type VersionCount,
} from "./record-versions.ts";

/** Versions of a page. */
const pageSize = 50;

export interface Version {
  /** From 1, the oldest that is counted. */
  number: number;
  entry: SeenEntry;
  /** What differs from how the version before left the record. */
  unexplained?: Unexplained;
  /** The key that the record had until this version. */
  formerId?: string;
}

export interface OpenedRecord {
  query: RecordQuery;
  /** When this was read, by our clock. */
  now: string;
  source: { id: string; name: string; kind: KnownSource["kind"] };
  /** What people call the record, where the source's hints tell. */
  name?: string;
  summary: VersionCount;
  /** The reader's period begins here; what was before is not told. */
  begins?: string;
  /** The reader's period ends here. */
  ends?: string;
  gaps: Interval[];
  emptied: Holes["emptied"];
  /** One page, newest first. */
  versions: Version[];
  /** When the version before the last one of the page was made, where there is one. */
  beyondAt?: string;
  older?: string;
  newer?: string;
  /** How the record stood; undefined before its first version. */
  state?: State;
  /** The record has another key since its last version: soon after it, an entry gave it that one. */
  moved?: { id: string; entry: string; at: string };
  /** What the reader may do from here; the gate decides anew. */
  may: { restore: boolean; reveal: boolean; seeLooks: boolean };
  comparison?: { from: Version; to: Version; change: SeenEvent["change"] };
}

/**
 * Throws `forbidden` for a source beyond the reader's scope, and `not-found` for a record of which nothing is recorded there, or
 * nothing within the scope: which of the two is not told.
 */
export async function openRecord(
  principal: Principal | undefined,
  query: RecordQuery,
  through: Web = web(),
): Promise<OpenedRecord> {
  const { record } = query;
  return permit(
    principal,
    "record.open",
    { ...(await actOn(principal, record, through)), asks: { sources: [record.source] } },
    (read) => readRecord(read, through, query),
    through,
  );
}

/** What the entry of an act on a record says: the record itself, and the source by its name. */
export async function actOn(principal: Principal | undefined, { source, schema, type, id }: RecordKey, { sql }: Web) {
  const find = () => sql<{ name: string }[]>`select name from app.sources where id = ${source}`;
  const [known] = principal ? await guard(find) : [];
  return {
    target: { type, id },
    data: { ...(known && { source: known.name }), ...(schema !== undefined && { schema }) },
  };
}

async function readRecord(read: Read, { home, clock }: Web, query: RecordQuery): Promise<OpenedRecord> {
  const now = clock();
  const { source, holes, of } = await findRecord(read, query.record, now);
  const summary = await summarise(of);
  if (summary.versions === 0) throw noSuchRecord();
  const page = await readPage(of, home, query, summary);
  const place = await findPlace(of, query);
  const { from, to } = read.principal.scope;
  const state = place && (await readState(of, home, place, summary));
  const name = state?.entry.names?.record ?? page.versions[0]?.entry.names?.record;
  return {
    query,
    now,
    source: { id: source.id, name: source.name, kind: source.kind },
    ...(name !== undefined && { name }),
    summary,
    ...(from !== undefined && { begins: from }),
    ...(to !== undefined && { ends: to }),
    gaps: holes.gaps.filter((gap) => gap.to === undefined || gap.to > (summary.first ?? "")),
    emptied: holes.emptied.filter(({ at }) => at > (summary.first ?? "")),
    ...page,
    ...(state && { state }),
    ...(await findMoved(of, home)),
    may: mayOf(read.principal, source),
    ...(await compare(of, home, query, summary)),
  };
}

function mayOf({ person: { role } }: Principal, { kind }: KnownSource): OpenedRecord["may"] {
  return {
    restore: kind === "postgres" && may(role, "record.restore"),
    reveal: may(role, "values.reveal"),
    seeLooks: may(role, "looks.view"),
  };
}

/** The record's source and how its versions are told from those of others. Throws `not-found`. */
export async function findRecord(
  read: Read,
  key: RecordKey,
  now: string,
): Promise<{ source: KnownSource; holes: Holes; of: Of }> {
  const { sql, ledger } = read;
  const [source] = await readHealth(sql, ledger, now, { sources: [key.source], removed: true });
  if (!source) throw noSuchRecord();
  const holes = await readHoles(read, key, source, now);
  return { source, holes, of: { read, key, ambiguous: holes.ambiguous } };
}

function noSuchRecord(): Fault {
  return new Fault(
    "not-found",
    "No change of such a record is recorded. Look it up on the page Records, by its table and its id.",
  );
}

async function findPlace(of: Of, { version, at }: RecordQuery): Promise<Place | undefined> {
  const named = version === undefined ? undefined : await findVersion(of, version);
  return named ?? findAt(of, at);
}

async function readPage(of: Of, home: Web["home"], query: RecordQuery, summary: VersionCount) {
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const isNewer = cursor !== undefined && query.direction === "newer";
  const found = await findPage(of, pageSize, cursor && { index: cursor.index, at: cursor.occurredAt }, isNewer);
  const places = found.slice(0, pageSize);
  const more = found.length > pageSize;
  if (isNewer) places.reverse();
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return { versions: [] };
  // of the last one of the page, too, it is said how it follows on the one before
  const beyond = isNewer || !more ? (await findPage(of, 0, last))[0] : found[pageSize];
  const images = await Images.read(
    of.read,
    home,
    [...places, ...(beyond ? [beyond] : [])].map(({ index }) => index),
  );
  const newest = await numberOf(of, first, summary);
  const versions = places.map((place, at) => versionOf(place, places[at + 1] ?? beyond, newest - at, images));
  const [hasNewer, hasOlder] = isNewer ? [more, true] : [cursor !== undefined, more];
  const cursorAt = ({ at, index }: Place) => cursorOf({ occurredAt: at, index });
  return {
    versions,
    ...(beyond && { beyondAt: beyond.at }),
    ...(hasNewer && { newer: cursorAt(first) }),
    ...(hasOlder && { older: cursorAt(last) }),
  };
}

function versionOf({ index }: Place, before: Place | undefined, number: number, images: Images): Version {
  const entry = images.entry(index);
  const unexplained = before && images.between(before.index, index);
  const formerId = idBefore(entry.event);
  return { number, entry, ...(unexplained && { unexplained }), ...(formerId !== undefined && { formerId }) };
}

/** Whether the record lives on under another key. Looked for a little way beyond its last version: no index knows former keys. */
async function findMoved(of: Of, home: Web["home"]): Promise<Pick<OpenedRecord, "moved">> {
  const last = await findAt(of);
  const image = last && (await Images.read(of.read, home, [last.index])).after(last.index);
  const parts = partsOfKey(of.key.id);
  const isKey = ({ seen }: Held) => seen.state === "shown" && parts.some((part) => part === seen.value);
  const fields = image?.filter(isKey).map(({ name }) => name) ?? [];
  if (!last || fields.length === 0) return {};
  const entries = await lookAt(of.read, home, await findMoves(of, last, fields));
  const { schema, id } = of.key;
  const entry = entries.find(({ event }) => event.target?.schema === schema && idBefore(event) === id);
  const now = entry?.event.target?.id;
  return entry && now !== undefined ? { moved: { id: now, entry: entry.index, at: entry.event.occurredAt } } : {};
}

async function compare(of: Of, home: Web["home"], query: RecordQuery, summary: VersionCount) {
  if (query.compare === undefined || query.with === undefined) return {};
  const [a, b] = [await findVersion(of, query.compare), await findVersion(of, query.with)];
  if (!a || !b || a.index === b.index) return {};
  const [from, to] = a.at < b.at || (a.at === b.at && a.index < b.index) ? [a, b] : [b, a];
  const images = await Images.read(of.read, home, [from.index, to.index]);
  const change = betweenImages(
    images.after(from.index),
    images.after(to.index),
    images.differing(from.index, to.index),
  );
  const version = async (place: Place): Promise<Version> => ({
    number: await numberOf(of, place, summary),
    entry: images.entry(place.index),
  });
  return { comparison: { from: await version(from), to: await version(to), change } };
}

export type { Dot };
