/** Where Vouch's own events wait for the sequencer: what the outbox is in a source's database. Written by `inbox.post` alone. */
import { sql } from "drizzle-orm";
import { bigint, check, pgSchema, text } from "drizzle-orm/pg-core";
import { xid8 } from "./columns.ts";

export const inbox = pgSchema("inbox");

export const events = inbox.table(
  "events",
  {
    position: bigint({ mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
    /** One event of docs/format.md §2 with its values still raw, as JSON text. */
    event: text().notNull(),
  },
  (t) => [check("event_within_limit", sql`octet_length(${t.event}) <= 262144`)],
);
