/** Exports of what a search found, as sentences: who asked for one, what it holds, who took it away. Pure. */
import { count, type Part, record, shownData, text } from "./part.ts";
import { countOf } from "./reading.ts";
import type { SeenEvent } from "./seen.ts";

export const ofExports: Record<string, (event: SeenEvent) => Part[]> = {
  "export.asked": (event) => [text("asked for "), exportOf(event), text(` of a search as ${formOf(event)}`)],
  "export.made": (event) => {
    const [lines, entries, name] = ["lines", "entries", "asker"].map((member) => saidOf(event, member));
    const parts = [text("made "), exportOf(event)];
    if (lines !== undefined) parts.push(text(": "), count(countOf(lines, "line")));
    if (entries !== undefined) parts.push(text(" from "), count(countOf(entries, "entry", "entries")));
    return name === undefined ? parts : [...parts, text(", for "), record(name)];
  },
  "export.downloaded": (event) => [
    text(saidOf(event, "part") === "certificate" ? "downloaded the certificate of " : "downloaded "),
    exportOf(event),
  ],
  "export.cancelled": (event) => {
    const name = saidOf(event, "asker");
    return [
      text("cancelled "),
      exportOf(event),
      ...(name === undefined ? [] : [text(", asked for by "), record(name)]),
    ];
  },
  "export.failed": (event) => {
    const why = saidOf(event, "why");
    return [text("could not make "), exportOf(event), ...(why === undefined ? [] : [text(`: ${why}`)])];
  },
};

function exportOf({ target }: SeenEvent): Part {
  return record(target?.id === undefined ? "an export" : `export ${target.id}`);
}

function formOf(event: SeenEvent): string {
  return saidOf(event, "format") === "leaves" ? "leaves" : "CSV";
}

function saidOf(event: SeenEvent, name: string): string | undefined {
  const value = shownData(event, name);
  return typeof value === "string" ? value : undefined;
}
