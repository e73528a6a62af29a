/**
 * The questions: who looked at this record, and what did this person look at? Answered by the log alone: opening a record names it,
 * opening an entry names the entry, of which the projection knows what it was about, and searches say beside their leaves what they
 * named. An auditor sees what was looked at within the period of their scope; what they look at now is recorded like everybody's.
 */
import { type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import type { Home } from "../database/index.ts";
import { folded, partsOfKey, type Seen, type SeenEntry, type SeenEvent } from "../event/index.ts";
import { conditionsOf, cursorOf, demands, isCondition, parseQuery } from "./language/index.ts";
import { lookAt } from "./look.ts";
import { findLooks, type LookPlace } from "./looks-find.ts";
import type { LookQuery } from "./looks-query.ts";
import { dayBounds } from "./parameters.ts";
import type { RecordKey } from "./record-query.ts";
import { nameOf } from "./records-find.ts";

/** Lines of a page. */
const pageSize = 50;

export interface Look {
  entry: SeenEntry;
  /** The record that an opened entry was about, where that is not the one asked for. */
  about?: { record: RecordKey; name?: string };
  /** Concealed values were shown, or a system reported that somebody read what is sensitive there. */
  exposes: boolean;
  /** Why, where somebody said so. */
  reason?: Seen;
  ticket?: string;
}

export interface LookPage {
  query: LookQuery;
  /** Newest first. */
  looks: Look[];
  /** Cursor of the next page. The page may end before it is full: then nothing was found in what one page looks through. */
  older?: string;
  /** How far back this page looked, where it did not see the end. */
  lookedBackTo?: string;
  begins?: string;
  ends?: string;
}

export async function findWhoLooked(
  principal: Principal | undefined,
  query: LookQuery,
  through: Web = web(),
): Promise<LookPage> {
  const { cursor: _cursor, type, ...named } = query;
  const data = { ...named, ...(type && { kind: type }) };
  const asks = {
    ...(query.from && { from: dayBounds(query.from).start }),
    ...(query.to && { to: dayBounds(query.to).end }),
  };
  // one that names a record is found where it is asked who looked for that record
  const target = query.id === undefined ? undefined : { type: "record" };
  return permit(
    principal,
    "looks.view",
    { target, data, asks },
    (read) => findPage(read, through.home, query),
    through,
  );
}

async function findPage(read: Read, home: Home, query: LookQuery): Promise<LookPage> {
  const { places, entries: about, upTo } = await findLooks(read, query, pageSize + 1);
  const entries = await lookAt(
    read,
    home,
    places.map(({ index }) => index),
  );
  const kept = places.flatMap((place, at) => {
    const entry = entries[at];
    return entry && (!place.unsure || namesRecord(entry.event, query, about)) ? [{ place, entry }] : [];
  });
  const page = kept.slice(0, pageSize);
  const end = kept.length > pageSize ? page.at(-1)?.place : upTo;
  const { from, to } = read.principal.scope;
  return {
    query,
    looks: await describe(
      read,
      home,
      page.map(({ entry }) => entry),
    ),
    ...(end && { older: cursorAt(end), lookedBackTo: end.at }),
    ...(from !== undefined && { begins: from }),
    ...(to !== undefined && { ends: to }),
  };
}

function cursorAt({ index, at }: Pick<LookPlace, "index" | "at">): string {
  return cursorOf({ occurredAt: at, index });
}

/** Whether a search named this record, by kind and id or by its id alone, or a reveal of many entries one that is about it. */
function namesRecord(
  { data = [] }: SeenEvent,
  { type = "", id = "" }: LookQuery,
  about?: ReadonlySet<string>,
): boolean {
  const entries = data.find(({ name }) => name === "entries")?.value;
  if (entries?.state === "shown" && Array.isArray(entries.value))
    return entries.value.some(({ value }) => typeof value === "string" && about?.has(value));
  const said = (name: string) => {
    const seen = data.find((field) => field.name === name)?.value;
    return seen?.state === "shown" && typeof seen.value === "string" ? seen.value : undefined;
  };
  const searched = said("query");
  if (searched !== undefined) return asksFor(searched, type, id);
  // recordType and recordId: a search of a former version
  const kind = said("recordType") ?? said("kind");
  if (kind !== undefined && kind !== type) return false;
  const typed = (said("recordId") ?? said("id") ?? said("find"))?.toLowerCase();
  const names = [id, partsOfKey(id).join(", "), partsOfKey(id).join(",")].map((name) => name.toLowerCase());
  return typed !== undefined && names.some((name) => typed === name || typed.endsWith(` ${name}`));
}

/** Whether a search could find this record by its id: that it asked for the id, and for no other table beside it. */
function asksFor(query: string, type: string, id: string): boolean {
  const { tree } = parseQuery(query);
  const same = (value: string, other: string) => folded(value) === folded(other);
  const tables = demands(tree).filter((part) => isCondition(part) && part.field === "record");
  return (
    conditionsOf(tree).some(({ field, value }) => field === "id" && same(value, id)) &&
    tables.every((part) => !isCondition(part) || same(part.value, type))
  );
}

async function describe(read: Read, home: Home, entries: SeenEntry[]): Promise<Look[]> {
  const numbers = entries.flatMap(({ event }) => numberOfEntry(event) ?? []);
  const about = new Map((await lookAt(read, home, [...new Set(numbers)])).map((entry) => [entry.index, entry]));
  return entries.map((entry): Look => {
    const number = numberOfEntry(entry.event);
    const seen = number === undefined ? undefined : about.get(`${number}`);
    const record = seen && recordOf(seen);
    const name = seen && nameOf(seen);
    const { correlation, data } = entry.event;
    const told = (field: string) => data?.find(({ name }) => name === field)?.value;
    const reason = correlation?.reason ?? told("reason");
    const typed = told("ticket");
    const ticket = correlation?.ticket ?? (typed?.state === "shown" ? String(typed.value) : undefined);
    return {
      entry,
      ...(record && { about: { record, ...(name !== undefined && { name }) } }),
      exposes: exposes(entry.event),
      ...(reason && { reason }),
      ...(ticket && { ticket }),
    };
  });
}

function numberOfEntry({ target, source }: SeenEvent): bigint | undefined {
  const names = source.kind === "vouch" && target?.type === "entry" && target.id !== undefined;
  return names && /^\d{1,18}$/.test(target.id ?? "") ? BigInt(target.id ?? "") : undefined;
}

function recordOf({ event: { target, source } }: SeenEntry): RecordKey | undefined {
  if (target?.id === undefined || source.kind === "vouch") return undefined;
  const { schema, type, id } = target;
  return { source: source.id, ...(schema !== undefined && { schema }), type, id };
}

/** Values that are concealed here were shown, or somebody read elsewhere what that system reports as sensitive. */
function exposes({ type, category, source }: SeenEvent): boolean {
  return type.startsWith("value.reveal") || (source.kind !== "vouch" && category === "sensitive_read");
}
