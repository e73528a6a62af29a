/**
 * Row images: the text that PostgreSQL's record type writes (`record_out`, src/backend/utils/adt/rowtypes.c). Fields are
 * separated by commas within parentheses; an empty field is null; one in double quotes has `"` and `\` doubled.
 *
 *     (7,,"",gold,"say ""hi"" \\ now")     →  ["7", null, "", "gold", "say \"hi\" \\ now"]
 */
import { Fault } from "../../event/index.ts";

/** The fields of a row in the order of its columns. Throws `invalid` for text that record_out cannot have written. */
export function readImage(text: string): (string | null)[] {
  const wrong = () =>
    new Fault("invalid", `Expected a row as PostgreSQL writes it, got ${text.length} characters of something else.`);
  if (!text.startsWith("(") || !text.endsWith(")")) throw wrong();
  const end = text.length - 1;
  const fields: (string | null)[] = [];
  for (let at = 1; ; at++) {
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) throw wrong();
      fields.push(text.slice(at + 1, close).replace(/""|\\\\/g, (pair) => pair[0] as string));
      at = close + 1;
    } else {
      const comma = text.indexOf(",", at);
      const stop = comma < 0 ? end : comma;
      fields.push(stop === at ? null : text.slice(at, stop));
      at = stop;
    }
    if (at === end) return fields;
    if (text[at] !== ",") throw wrong();
  }
}

/** The inverse, for tests and for rows that are made by hand. */
export function writeImage(fields: (string | null)[]): string {
  const written = fields.map((field) => {
    if (field === null) return "";
    // record_out quotes empty fields and those with its own punctuation or white space
    return field === "" || /["\\(), \t\n\v\f\r]/.test(field) ? `"${field.replace(/["\\]/g, "$&$&")}"` : field;
  });
  return `(${written.join(",")})`;
}

function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0 || text[at + 1] !== '"') return at;
  }
}
