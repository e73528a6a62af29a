/** A place in a list of entries, as it stands in an address. Pure. */

export interface Cursor {
  occurredAt: string;
  index: bigint;
}

export function cursorOf({ occurredAt, index }: Cursor): string {
  return `${occurredAt.replaceAll(/[-:]/g, "")}_${index}`;
}

const cursorForm = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{6}Z)_(\d{1,18})$/;

/** Nothing where the text is none that `cursorOf` could have made: a time that no calendar has is one that no database takes. */
export function readCursor(text: string): Cursor | undefined {
  const [whole, year, month, day, hour, minute, second, index] = cursorForm.exec(text) ?? [];
  if (!whole || !index || year === "0000") return undefined;
  const occurredAt = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const parsed = Date.parse(occurredAt);
  if (Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, 19) !== occurredAt.slice(0, 19)) return undefined;
  return { occurredAt, index: BigInt(index) };
}
