/** A change as plain sentences, to be copied: "credit limit: 5,000.00 → 50,000.00 US dollars". Nothing concealed is among them. Pure. */
import { cut } from "./document-lines.ts";
import { type FieldSideName, fieldLabel, type Manner, mannerOf, money, readField } from "./formatted.ts";
import type { Names } from "./hints.ts";
import { itemsOf } from "./reading.ts";
import type { SeenEvent, SeenField } from "./seen.ts";

/** Characters of a value in a sentence. */
const longest = 300;

/** One sentence for each field that changed; of a new or a deleted record, for each field. */
export function changeSentences(
  { operation, fields }: NonNullable<SeenEvent["change"]>,
  names?: Names,
  moment?: Manner["moment"],
): string[] {
  const told = operation === "update" ? fields.filter(({ changed }) => changed) : fields;
  return told.map((field) => {
    const manner = (side: FieldSideName) => mannerOf(field, side, fields, names, moment);
    const say = (side: FieldSideName, unit = true) => sideText(field, side, manner(side), unit);
    const label = fieldLabel(field.name, names);
    if (operation !== "update") return `${label}: ${say(operation === "insert" ? "after" : "before")}`;
    const [after, sameUnit] = [say("after"), manner("before").currency === manner("after").currency];
    return `${label}: ${say("before", !sameUnit || after === say("after", false))} → ${after}`;
  });
}

function sideText(field: SeenField, side: FieldSideName, manner: Manner, unit: boolean): string {
  const seen = field[side];
  if (field.mode === "conceal" || seen?.state === "hidden") return "hidden";
  if (seen === undefined) return field.mode === "omit" ? "not recorded" : "not there";
  if (seen.state === "erased") return "erased";
  if (seen.state === "omitted") return "not recorded";
  if (seen.state === "hashed") return "kept as a keyed hash";
  const { hint, currency } = manner;
  if (hint?.money && currency && typeof seen.value === "string") {
    const amount = money(seen.value, currency, hint.money.minor ?? false, "name");
    return unit ? amount : amount.replace(/\s\p{L}[\p{L}\s]*$/u, "");
  }
  const type = (side === "before" && field.typeBefore) || field.type;
  const items = itemsOf(seen.value, type);
  const { text, empty = false } = items?.length
    ? { text: items.join(", ") }
    : readField(seen.value, type, field.name, manner);
  if (empty) return text.toLowerCase();
  const line = text.replace(/\s+/g, " ");
  return line.length > longest ? `${cut(line, longest)}…` : line;
}
