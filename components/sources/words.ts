/** What the sources pages say: of a source's state, of the ways to record a field, and of what will be done to a database. */
import type { FoundDatabase, FoundField, FoundTable, GivenWish } from "@/lib/capture";
import { countOf, type Mode, needsAttention, type SourceKind } from "@/lib/event";
import type { ListedSource } from "@/lib/search";

export const kindWords: Record<SourceKind, string> = {
  postgres: "PostgreSQL database",
  gateway: "Gateway",
  mongodb: "MongoDB database",
  http: "HTTP",
  vouch: "Vouch itself",
};

/** The sentence above the list. */
export function headline(sources: ListedSource[]): string {
  if (sources.length === 0) return "No source is connected yet.";
  const all = countOf(String(sources.length), "source");
  const wanting = sources.filter((source) => !source.unfinished && needsAttention(source)).length;
  const paused = sources.filter(({ state, unfinished }) => state === "paused" && !unfinished).length;
  const unfinished = sources.filter((source) => source.unfinished).length;
  const said = [
    wanting > 0 && `${wanting} ${wanting === 1 ? "needs" : "need"} attention`,
    paused > 0 && `${paused} ${paused === 1 ? "is" : "are"} paused`,
    unfinished > 0 && `${unfinished} ${unfinished === 1 ? "was" : "were"} not connected to the end`,
  ].filter(Boolean);
  if (said.length > 0) return `${all}; ${said.join(", ")}.`;
  return sources.length === 1 ? `${all}; it is read.` : `${all}; all are read.`;
}

/** The five ways to record a field, in the order from most to least. */
export const modeWords: Record<Mode, { name: string; says: string }> = {
  keep: { name: "Keep", says: "Recorded for good. For keys, numbers, dates and states." },
  erasable: {
    name: "Erasable",
    says: "Recorded and shown. It can be erased later, and every proof still holds. For text, which may be about people.",
  },
  conceal: {
    name: "Hidden",
    says: "Recorded, but hidden on every page and from search. For what identifies a person.",
  },
  hash: {
    name: "Keyed hash",
    says: "Only a keyed hash is recorded: two equal values can be matched, and none can be read.",
  },
  omit: { name: "Left out", says: "Not recorded at all, only that it changed. For passwords and keys." },
};

const openness: Record<Mode, number> = { omit: 0, hash: 1, conceal: 2, erasable: 3, keep: 4 };

/** A warning where somebody chose to record more than a field's name suggests. */
export function warningOn({ name, looksLike, default: usual }: FoundField, mode: Mode): string | undefined {
  if (!looksLike || openness[mode] <= openness[usual]) return undefined;
  const kind = looksLike === "secret" ? "a secret" : "what identifies a person";
  const kept = mode === "keep" ? " It could never be erased." : "";
  return `The name ${name} looks like ${kind}, which is usually ${modeWords[usual].name.toLowerCase()}.${kept}`;
}

/** Whether the values of a field are to be seen in a preview. */
export function isShown(mode: Mode): boolean {
  return mode === "keep" || mode === "erasable";
}

/** "about 12,000 rows" */
export function rowsWords(rows: string | undefined): string {
  if (rows === undefined) return "number of rows not known";
  return `about ${countOf(rows, "row")}`;
}

/** What the chosen tables' fields come to: "60 kept, 20 erasable, 6 hidden, 5 left out". */
export function modesSummary(modes: Mode[]): string {
  const past: Record<Mode, string> = {
    keep: "kept",
    erasable: "erasable",
    conceal: "hidden",
    hash: "as a keyed hash",
    omit: "left out",
  };
  return (Object.keys(modeWords) as Mode[])
    .map((mode) => ({ mode, count: modes.filter((one) => one === mode).length }))
    .filter(({ count }) => count > 0)
    .map(({ mode, count }) => `${count.toLocaleString("en")} ${past[mode]}`)
    .join(", ");
}

/** What will be done, one sentence a line. */
export function reviewOf(found: FoundDatabase, wish: GivenWish, modes: Mode[]): string[] {
  const added = found.tables.filter(({ name, captured }) => wish.tables.includes(name) && !captured);
  const passing = wish.tables.filter((table) => wish.failing[table] === "pass");
  const first = found.source === undefined;
  return [
    first && `In ${found.database}: 1 schema named vouch, which holds an outbox and the functions that fill it.`,
    first &&
      (found.canMakeLogin
        ? "1 login for Vouch, which can read and empty that outbox and nothing else."
        : `No login of Vouch’s own, since ${found.user} may not make one: the address you gave is kept, sealed, and used for reading.`),
    ...triggersOf(added),
    found.source && added.length === 0 && "Nothing is added to the database; only how it is recorded changes.",
    `${countOf(String(modes.length), "field")}: ${modesSummary(modes)}.`,
    passing.length === 0
      ? "A write that cannot be recorded is refused, on every table."
      : `A write that cannot be recorded is let through, and recorded as a gap, on ${passing.join(", ")}; on every other table it is refused.`,
    wish.later === "capture"
      ? "Tables made later are captured as well."
      : "Tables made later are only reported, until somebody adds them here.",
    added.length > 0 &&
      "Each table is locked for a moment. If that takes longer than 10 seconds, nothing is installed.",
    found.source?.paused && `${found.source.name} is paused; this resumes it.`,
  ].filter((line): line is string => typeof line === "string");
}

/** "4 triggers on each of 12 tables." One line for each number of triggers. */
function triggersOf(added: FoundTable[]): string[] {
  const counts = [...new Set(added.map(({ triggers }) => triggers))].sort((one, other) => one - other);
  return counts.map((count) => {
    const tables = added.filter(({ triggers }) => triggers === count).length;
    return `${count} triggers on ${tables === 1 ? "1 table" : `each of ${tables.toLocaleString("en")} tables`}.`;
  });
}
