/**
 * Cells and rows of a CSV file as RFC 4180 has them, in UTF-8 with a byte order mark, so that Excel reads it as what it is. Pure.
 *
 * A spreadsheet takes a cell for a formula by its first character. Such a cell gets an apostrophe in front, and so does one that
 * begins with an apostrophe itself: whoever takes one apostrophe away from every cell that begins with one has exactly what was
 * recorded. A number with a minus stays a number.
 */

/** First in the file. */
export const byteOrderMark = "\ufeff";

const endOfRow = "\r\n";

/** What a spreadsheet may take for the beginning of a formula, in half and full width; and the apostrophe, for the way back. */
const defused = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/;
const negative = /^-\d+(\.\d+)?$/;
const quoted = /[",\r\n]/;

export function cell(text: string): string {
  if (text === "") return "";
  const safe = defused.test(text) && !negative.test(text) ? `'${text}` : text;
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What was recorded, of a cell that was read back. */
export function uncell(read: string): string {
  return read.startsWith("'") ? read.slice(1) : read;
}

/** Of cells that `cell` made. */
export function row(cells: string[]): string {
  return cells.join(",") + endOfRow;
}
