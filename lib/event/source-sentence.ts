/** What people did to sources, on the pages and by commands, as parts of a sentence. Pure. */
import { type Part, record, shownData, text } from "./part.ts";
import type { SeenEvent } from "./seen.ts";

const nameOf = (event: SeenEvent) => textOf(event, "source") ?? "a source";
const placeOf = (event: SeenEvent) => record(textOf(event, "address") ?? "a database");

export const ofSources: Record<string, (event: SeenEvent) => Part[]> = {
  "source.tested": (event) => [
    text("tested the connection to "),
    placeOf(event),
    ...(textOf(event, "outcome") === "failed" ? [text(", which failed")] : []),
  ],
  "source.previewed": (event) => [
    text("looked at the first rows of "),
    record(event.target?.id ?? "a table"),
    text(" in "),
    placeOf(event),
  ],
  "source.paused": (event) => [text("paused "), record(nameOf(event))],
  "source.resumed": (event) => [text("resumed "), record(nameOf(event))],
  "source.renamed": (event) => [
    text("renamed the source "),
    record(nameOf(event)),
    text(" to "),
    record(textOf(event, "renamed") ?? "another name"),
  ],
};

function textOf(event: SeenEvent, name: string): string | undefined {
  const value = shownData(event, name);
  return typeof value === "string" ? value : undefined;
}
