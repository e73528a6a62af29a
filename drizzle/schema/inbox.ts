/**
 * Where Vouch's own events and those received over HTTP wait for the sequencer: what the outbox is in a source's database.
 * Written by `inbox.post` and `inbox.receive` alone.
 */
import { sql } from "drizzle-orm";
import { bigint, check, index, pgSchema, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant, xid8 } from "./columns.ts";

export const inbox = pgSchema("inbox");

export const events = inbox.table(
  "events",
  {
    position: bigint({ mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
    /** One event of docs/format.md §2 with its values still raw, as JSON text. */
    event: text().notNull(),
    /** Null: Vouch itself. */
    source: uuid(),
  },
  (t) => [check("event_within_limit", sql`octet_length(${t.event}) <= 262144`)],
);

/** What has been received over HTTP, so that sending it again changes nothing and sending something else under its id is refused. */
export const received = inbox.table(
  "received",
  {
    source: uuid().notNull(),
    /** SHA-256 of the id that the sender gave. */
    key: bytea().notNull(),
    /** SHA-256 of what was sent under it. */
    digest: bytea().notNull(),
    receivedAt: instant("received_at").notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.key] }),
    index("received_by_time").on(t.receivedAt),
    check("key_is_sha256", sql`octet_length(${t.key}) = 32`),
    check("digest_is_sha256", sql`octet_length(${t.digest}) = 32`),
  ],
);
