/** Concealed values of entries, opened. Whoever calls this shows none of them but to whom they are revealed. */
import type { Home, Sql, Transaction } from "../database/index.ts";
import { Fault, recordName, type Seen, type SeenEvent, type SeenField } from "../event/index.ts";
import { seeEvent } from "../integrity/index.ts";
import { type Entry, findEntries } from "../ledger/index.ts";

/** A concealed field whose values are there. */
export interface Concealed {
  entry: string;
  at: string;
  table: string;
  record: string;
  field: SeenField;
}

/** The concealed fields of these entries, with their values: for counting, and for whom they are revealed to. */
export async function concealedIn(
  sql: Sql | Transaction,
  home: Home,
  ledger: string,
  indexes: string[],
): Promise<Concealed[]> {
  const entries = await findEntries(sql, home, ledger, indexes.map(BigInt));
  return entries.flatMap((entry) => {
    const event = openedEvent(entry);
    const fields = [...(event?.change?.fields ?? []), ...(event?.data ?? [])].filter(
      (field) => field.mode === "conceal" && sidesOf(field).some(({ state }) => state === "shown"),
    );
    if (!event) return [];
    const { target, occurredAt: at } = event;
    const place = { entry: entry.index.toString(), at, table: target?.type ?? "entries", record: recordName(target) };
    return fields.map((field) => ({ ...place, field }));
  });
}

/** With its concealed values; nothing where what is stored is not what was recorded. */
function openedEvent({ leaf, disclosures }: Entry): SeenEvent | undefined {
  try {
    return leaf && disclosures && seeEvent(leaf, disclosures, { reveal: true });
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

export function sidesOf({ before, after, value }: SeenField): Seen[] {
  return [before, after, value].filter((side): side is Seen => side !== undefined);
}

/** Values that are there. */
export function countSides(values: Concealed[]): number {
  return values.flatMap(({ field }) => sidesOf(field).filter(({ state }) => state === "shown")).length;
}
