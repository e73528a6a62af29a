/** The texts of the chosen columns of one entry. Nothing concealed is among them. Pure. */
import { capitalised, changeSentences, fieldLabel, grouped, keyText, type SeenEntry, words } from "@/lib/event";
import type { Cell, ColumnName } from "./columns";
import { originWords } from "./origin";
import { exactTime } from "./time";
import { changedFields } from "./values";
import type { Zone } from "./zone";

/** Fields of a change that a cell says; the entry says them all. */
const mostFields = 3;

export function cellsOf(entry: SeenEntry, zone: Zone): Partial<Record<ColumnName, Cell>> {
  const { event, names } = entry;
  const { actor, target, origin, correlation, source, statement } = event;
  const behalf = actor.onBehalfOf;
  const cells: Record<ColumnName, Cell | undefined> = {
    time: { text: exactTime(event.occurredAt, zone) },
    behalf: behalf && {
      text: `${behalf.name ?? behalf.id}${behalf.attribution === "verified" ? "" : " (not verified)"}`,
      value: { field: "behalf", value: behalf.id, says: behalf.name ?? behalf.id },
    },
    record: target && valued("record", target.type, capitalised(words(target.type))),
    id: target?.id === undefined ? undefined : valued("id", target.id, keyText(target.id)),
    fields: listed(changedFields(entry).map((name) => fieldLabel(name, names))),
    change: event.change && listed(changeSentences(event.change, names)),
    origin: originWords(event) === "" ? undefined : { text: originWords(event) },
    address: valued("address", origin?.address),
    ticket: valued("ticket", correlation?.ticket),
    transaction: valued("transaction", correlation?.transaction),
    source: valued("source", source.name),
    rows: statement?.rows === undefined ? undefined : { text: grouped(statement.rows) },
  };
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== undefined));
}

function valued(
  field: ColumnName & Exclude<Cell["value"], undefined>["field"],
  value?: string,
  says = value,
): Cell | undefined {
  if (value === undefined || says === undefined) return undefined;
  return { text: says, value: { field, value, says } };
}

function listed(texts: string[]): Cell | undefined {
  if (texts.length === 0) return undefined;
  const rest = texts.length - mostFields;
  return { text: texts.slice(0, mostFields).join("; ") + (rest > 0 ? `; and ${rest} more` : "") };
}
