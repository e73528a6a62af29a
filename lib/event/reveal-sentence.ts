/** The sentences of revealing concealed values. Pure. */
import { field, type Part, record, shownData, text } from "./part.ts";
import { countOf, grouped, keyText, words } from "./reading.ts";
import type { SeenEvent } from "./seen.ts";

export const ofReveals: Record<string, (event: SeenEvent) => Part[]> = {
  "value.revealed": (event) => [text("revealed "), ...what(event)],
  "value.reveal_failed": (event) => [text("was not shown "), ...what(event), text(", since it could not be read")],
};

/** "ssn and 2 more concealed fields of customers 10482, in entry 12,400" */
function what(event: SeenEvent): Part[] {
  const { target } = event;
  const names = String(shownData(event, "fields") ?? "")
    .split(", ")
    .filter(Boolean);
  if (target?.type !== "entry" || target.id === undefined) return [text("concealed values")];
  const [first = "concealed values", ...rest] = names;
  const parts = [field(words(first))];
  if (rest.length > 0) parts.push(text(` and ${countOf(String(rest.length), "more concealed field")}`));
  const [table, id] = [shownData(event, "table"), shownData(event, "record")];
  if (typeof table !== "string") return [...parts, text(" of "), record(`entry ${grouped(target.id)}`)];
  const name = typeof id === "string" ? `${words(table)} ${keyText(id)}` : `a row of ${words(table)}`;
  return [...parts, text(" of "), record(name), text(", in "), record(`entry ${grouped(target.id)}`)];
}
