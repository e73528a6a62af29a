/**
 * What finds entries fast. All of it follows from the projection, segment by segment, once a segment's 8,192 entries are complete;
 * what is newer is read from the projection itself. Dropped and rebuilt at will: lib/ledger/settle.ts.
 */
import { bigint, date, index, integer, numeric, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";
import { ledger } from "./ledger.ts";

/** A row per settled segment: entries 8,192 × segment to 8,192 × segment + 8,191. A query looks only where its times may be. */
export const segments = ledger.table(
  "segments",
  {
    ledger: uuid().notNull(),
    segment: integer().notNull(),
    firstOccurred: instant("first_occurred").notNull(),
    lastOccurred: instant("last_occurred").notNull(),
    firstRecorded: instant("first_recorded").notNull(),
    lastRecorded: instant("last_recorded").notNull(),
    /** Entries that are lines of their own. */
    lines: integer().notNull(),
    /** The version of the projection it was settled from. */
    version: smallint().notNull(),
    settledAt: instant("settled_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.ledger, t.segment] })],
);

/** Where a term occurs. Partitioned by volumes of 128 segments, so that what is written stays in few pages. */
export const postings = ledger.table(
  "postings",
  {
    ledger: uuid().notNull(),
    term: bigint({ mode: "bigint" }).notNull(),
    segment: integer().notNull(),
    /** Places within the segment, ascending, two bytes each, big-endian. */
    places: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.ledger, t.term, t.segment] })],
);

/** Between which values a record's field lies in a segment; side 0: before, 1: after. */
export const spans = ledger.table(
  "spans",
  {
    ledger: uuid().notNull(),
    field: text().notNull(),
    side: smallint().notNull(),
    segment: integer().notNull(),
    least: numeric().notNull(),
    most: numeric().notNull(),
  },
  (t) => [primaryKey({ columns: [t.ledger, t.field, t.side, t.segment] })],
);

/**
 * How many entries share these values in an hour (of one segment), or in a day (of one volume). Empty text: none. Sums of it are
 * the histogram, facets and totals of the whole range.
 */
export const rollups = ledger.table(
  "rollups",
  {
    ledger: uuid().notNull(),
    /** hour or day, by occurred_at in UTC. */
    grain: text({ enum: ["hour", "day"] }).notNull(),
    /** Segment of an hour's row, volume of a day's. */
    part: integer().notNull(),
    starts: instant().notNull(),
    source: uuid().notNull(),
    sourceKind: text("source_kind").notNull(),
    category: text().notNull(),
    action: text().notNull(),
    actor: text().notNull(),
    actorKind: text("actor_kind").notNull(),
    attribution: text().notNull(),
    recordType: text("record_type").notNull(),
    decision: text().notNull(),
    channel: text().notNull(),
    /** `named`, `missing` where a reader expects one, else empty. */
    ticket: text().notNull(),
    /** Entries that are lines of their own, and all entries. */
    lines: bigint({ mode: "bigint" }).notNull(),
    entries: bigint({ mode: "bigint" }).notNull(),
  },
  (t) => [
    index("rollups_by_part").on(t.ledger, t.grain, t.part),
    index("rollups_by_time").on(t.ledger, t.grain, t.starts),
  ],
);

/** Values that a search can complete to, and what they are called: kept values alone. */
export const vocabulary = ledger.table(
  "vocabulary",
  {
    ledger: uuid().notNull(),
    /** Name of the search field. */
    field: text().notNull(),
    value: text().notNull(),
    source: uuid().notNull(),
    label: text(),
    firstSeen: date("first_seen", { mode: "string" }).notNull(),
    lastSeen: date("last_seen", { mode: "string" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.ledger, t.field, t.value, t.source] })],
);
