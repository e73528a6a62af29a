/**
 * The ledger. Every key begins with the ledger's id. `entries`, `projection` and `disclosures` are partitioned by UTC
 * months of `recorded_at` (drizzle-kit knows no partitions: the first migration adds the clause); the partitions are made
 * ahead by `ledger.make_partitions`.
 */
import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, jsonb, pgSchema, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant, pgSnapshot } from "./columns.ts";

export const ledger = pgSchema("ledger");

export const ledgers = ledger.table("ledgers", {
  id: uuid().primaryKey(),
  name: text().notNull().unique(),
  /** Nothing in it happened: every page and its first entry say so. */
  demo: boolean().notNull().default(false),
  createdAt: instant("created_at").notNull().default(sql`now()`),
});

/** Where each ledger ends. Moved by compare-and-set, by the sequencer alone. */
export const heads = ledger.table(
  "heads",
  {
    ledger: uuid()
      .primaryKey()
      .references(() => ledgers.id),
    /** Number of entries, which is the index of the next one. */
    size: bigint({ mode: "bigint" }).notNull().default(sql`0`),
    chain: bytea().notNull(),
    recordedAt: instant("recorded_at").notNull(),
  },
  (t) => [check("heads_chain_is_sha256", sql`octet_length(${t.chain}) = 32`)],
);

/**
 * How far each source has been read: everything visible in `seen` is in the ledger; of what is visible in `reading`,
 * everything up to `position`. Stored in the transaction that appends, which makes it the acknowledgement.
 */
export const positions = ledger.table(
  "positions",
  {
    ledger: uuid()
      .notNull()
      .references(() => ledgers.id),
    source: uuid().notNull(),
    seen: pgSnapshot().notNull(),
    reading: pgSnapshot().notNull(),
    position: bigint({ mode: "bigint" }).notNull().default(sql`0`),
    /** The database cluster behind the source; another one at the same address is a gap. */
    system: text().notNull(),
    state: text({ enum: ["reading", "stopped"] })
      .notNull()
      .default("reading"),
    /** Why it stopped, as a sentence. */
    reason: text(),
    readAt: instant("read_at").notNull(),
    lastEventAt: instant("last_event_at"),
  },
  (t) => [
    primaryKey({ columns: [t.ledger, t.source] }),
    check("stopped_says_why", sql`(${t.state} = 'stopped') = (${t.reason} is not null)`),
  ],
);

/** What the last patrol of each source saw: one row per source, replaced by the next patrol. Not evidence; what it found out is. */
export const patrols = ledger.table(
  "patrols",
  {
    ledger: uuid()
      .notNull()
      .references(() => ledgers.id),
    source: uuid().notNull(),
    /** The last time the source answered. */
    lookedAt: instant("looked_at").notNull(),
    reachable: boolean().notNull(),
    /** Why it did not answer, as a sentence. */
    trouble: text(),
    /** The source's clock minus ours, and how far that may be off, in microseconds. */
    clockOffset: bigint("clock_offset", { mode: "bigint" }),
    clockError: bigint("clock_error", { mode: "bigint" }),
    /** What waits in the outbox: rows, bytes on disk, and when the oldest was written. */
    waitingRows: bigint("waiting_rows", { mode: "bigint" }),
    waitingBytes: bigint("waiting_bytes", { mode: "bigint" }),
    waitingSince: instant("waiting_since"),
    /** Ids of the alarms that are on. */
    alarms: text().array().notNull().default(sql`'{}'`),
    /** What the patrol compares the next look with: lib/capture/postgres/patrol.ts. */
    state: jsonb().notNull().default(sql`'{}'::jsonb`),
  },
  (t) => [primaryKey({ columns: [t.ledger, t.source] })],
);

/** The entries and nothing else. Columns repeat the leaf only where the database needs them: order and partition. */
export const entries = ledger.table(
  "entries",
  {
    ledger: uuid().notNull(),
    index: bigint({ mode: "bigint" }).notNull(),
    recordedAt: instant("recorded_at").notNull(),
    leaf: bytea().notNull(),
    leafHash: bytea("leaf_hash").notNull(),
    chain: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ledger, t.index, t.recordedAt] }),
    check("leaf_within_limit", sql`octet_length(${t.leaf}) between 1 and 65536`),
    check("leaf_hash_is_sha256", sql`octet_length(${t.leafHash}) = 32`),
    check("chain_is_sha256", sql`octet_length(${t.chain}) = 32`),
    check("index_counts_from_zero", sql`${t.index} >= 0`),
  ],
);

/** What search uses; dropped and rebuilt from the leaves at will. `version` says by which rules a row was made. */
export const projection = ledger.table(
  "projection",
  {
    ledger: uuid().notNull(),
    index: bigint({ mode: "bigint" }).notNull(),
    recordedAt: instant("recorded_at").notNull(),
    version: smallint().notNull(),
    event: uuid().notNull(),
    occurredAt: instant("occurred_at").notNull(),
    type: text().notNull(),
    category: text().notNull(),
    /** insert, update, delete, truncate; else the verb of the type. */
    action: text().notNull(),
    actor: text().notNull(),
    actorKind: text("actor_kind").notNull(),
    attribution: text().notNull(),
    onBehalfOf: text("on_behalf_of"),
    login: text(),
    source: uuid().notNull(),
    sourceKind: text("source_kind").notNull(),
    recordType: text("record_type"),
    recordId: text("record_id"),
    changed: text().array().notNull(),
    transaction: text(),
    statement: uuid(),
    /** The statement that this change is one of many of. Null: the entry is a line of its own. */
    partOf: uuid("part_of"),
    rows: bigint({ mode: "bigint" }),
    ticket: text(),
    decision: text(),
    system: text(),
    channel: text(),
    address: text(),
    session: text(),
    request: text(),
    /** Ids of the people who approved or refused it. */
    approvers: text().array().notNull().default(sql`'{}'`),
    /** What the entry can be found by, as keyed hashes, sorted: lib/ledger/terms.ts. Nothing of a concealed value. */
    terms: bigint({ mode: "bigint" }).array().notNull().default(sql`'{}'`),
    /** Numbers and times of the record's fields, as `{"credit_limit": [5000, 50000]}`: before and after; times in seconds since 1970. */
    measures: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.ledger, t.index, t.recordedAt] }),
    index("projection_by_time").on(t.ledger, t.occurredAt, t.index).where(sql`${t.partOf} is null`),
    index("projection_by_actor").on(t.ledger, t.actor, t.occurredAt, t.index),
    index("projection_by_record").on(t.ledger, t.recordType, t.recordId, t.occurredAt, t.index),
    index("projection_of_coverage").on(t.ledger, t.index).where(sql`${t.category} = 'coverage'`),
    index("projection_by_statement").on(t.ledger, t.partOf, t.index).where(sql`${t.partOf} is not null`),
  ],
);

/** The values bound by a leaf, sealed under the key of their data subject: one row per entry that has any. */
export const disclosures = ledger.table(
  "disclosures",
  {
    ledger: uuid().notNull(),
    index: bigint({ mode: "bigint" }).notNull(),
    recordedAt: instant("recorded_at").notNull(),
    subject: bytea().notNull(),
    sealed: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ledger, t.index, t.recordedAt] }),
    check("subject_is_sha256", sql`octet_length(${t.subject}) = 32`),
  ],
);

/** One row per data subject: the random half of its key. Deleting the row destroys every value sealed under it. */
export const subjects = ledger.table(
  "subjects",
  {
    ledger: uuid().notNull(),
    subject: bytea().notNull(),
    salt: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ledger, t.subject] }),
    check("salt_has_32_bytes", sql`octet_length(${t.salt}) = 32`),
  ],
);

/** Signed heads, as pages show them. The copies that count are those outside this database. */
export const checkpoints = ledger.table(
  "checkpoints",
  {
    ledger: uuid()
      .notNull()
      .references(() => ledgers.id),
    size: bigint({ mode: "bigint" }).notNull(),
    signedAt: instant("signed_at").notNull(),
    note: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.ledger, t.size] })],
);

/** What verification found, run by run. */
export const verdicts = ledger.table(
  "verdicts",
  {
    ledger: uuid()
      .notNull()
      .references(() => ledgers.id),
    checkedAt: instant("checked_at").notNull(),
    verdict: text({ enum: ["verified", "tampered", "not-checked"] }).notNull(),
    entries: bigint({ mode: "bigint" }).notNull(),
    /** Size of the largest checkpoint kept outside that matched. */
    checkedTo: bigint("checked_to", { mode: "bigint" }).notNull(),
    /** The first finding as a sentence; null when there is none. */
    sentence: text(),
    firstBad: bigint("first_bad", { mode: "bigint" }),
  },
  (t) => [primaryKey({ columns: [t.ledger, t.checkedAt] })],
);
