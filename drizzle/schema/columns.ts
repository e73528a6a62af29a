import { customType } from "drizzle-orm/pg-core";

/** Bytes as Node hands them over. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** The snapshot of a PostgreSQL transaction, `xmin:xmax:xip,…` (PostgreSQL manual §9.27.9). */
export const pgSnapshot = customType<{ data: string; driverData: string }>({ dataType: () => "pg_snapshot" });

/** A 64-bit transaction id that never wraps around. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });

/** UTC, six decimals: text on our side, so that no microsecond is lost in a JavaScript Date. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp(6) with time zone",
});
