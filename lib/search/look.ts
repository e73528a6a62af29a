/** Entries as a reader may see them, with how far each is proven and what their records are called. */
import type { Read } from "../access/index.ts";
import type { Home } from "../database/index.ts";
import type { SeenEntry } from "../event/index.ts";
import { findEntries } from "../ledger/index.ts";
import { withNames } from "./names.ts";
import { readProven, seen } from "./proven.ts";

export { type Proven, readProven, seen } from "./proven.ts";

/** The entries of these indexes, in this order. */
export async function lookAt(read: Read, home: Home, indexes: bigint[]): Promise<SeenEntry[]> {
  const proven = await readProven(read);
  const entries = await findEntries(read.sql, home, read.ledger, indexes);
  return withNames(
    read,
    home,
    entries.map((entry) => seen(entry, proven)),
  );
}
