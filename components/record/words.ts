/** The history of a record in words. */
import {
  actorName,
  capitalised,
  countOf,
  coverageCauses,
  fieldLabel,
  type Interval,
  type Names,
  type Unexplained,
  words,
} from "@/lib/event";
import type { OpenedRecord, Version } from "@/lib/search";
import { span } from "../coverage/words";
import { dateOf } from "../event/time";
import type { Zone } from "../event/zone";

/** "8 versions since 22 December 2025, made by 4 people, 2 services and 1 AI agent. 1 gap." */
export function standing({ summary, gaps, begins }: OpenedRecord, zone: Zone): string {
  const { versions, more, first, actors } = summary;
  const made = [
    actors.human && (actors.human === 1 ? "1 person" : `${countOf(String(actors.human), "person", "people")}`),
    actors.service && countOf(String(actors.service), "service"),
    actors.agent && countOf(String(actors.agent), "AI agent"),
    actors.unknown && (actors.unknown === 1 ? "1 unknown actor" : `${actors.unknown} unknown actors`),
  ].filter((part): part is string => Boolean(part));
  const count = `${more ? "More than " : ""}${countOf(String(versions), "version")}`;
  const since = first ? ` since ${dateOf(first, zone)}` : "";
  const within = begins ? " within your period" : "";
  const holes = gaps.length === 0 ? "No gap is known." : `${countOf(String(gaps.length), "gap")}.`;
  return `${count}${within}${since}, made by ${listed(made)}. ${holes}`;
}

/** "a, b and c" */
export function listed(parts: string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** What a version did, after its actor's name: "changed 2 fields". */
export function didWhat({ entry: { event }, number, formerId }: Version): string {
  const changed = event.change?.fields.filter((field) => field.changed).length ?? 0;
  switch (event.change?.operation) {
    case "insert":
      return "created it";
    case "delete":
      return "deleted it";
    case "update":
      if (formerId !== undefined) return "gave it another key";
      return changed === 0
        ? "wrote it without changing a field"
        : `changed ${countOf(String(changed), "field")}${number === 1 ? ", as found" : ""}`;
    default:
      return event.type === "entry.unreadable"
        ? "cannot be read: what is stored is not what was recorded"
        : words(event.type.split(".").at(-1) ?? "");
  }
}

/** "plan, credit limit and 4 more" */
export function changedNames({ entry: { event, names } }: Version): string {
  const { change } = event;
  if (!change) return "";
  if (change.operation !== "update") return countOf(String(change.fields.length), "field");
  const changed = change.fields.filter((field) => field.changed).map(({ name }) => fieldLabel(name, names));
  return changed.length > 4 ? `${changed.slice(0, 3).join(", ")} and ${changed.length - 3} more` : listed(changed);
}

export function whoActed({ entry: { event } }: Version): string {
  return event.type === "entry.unreadable" ? "This version" : actorName(event);
}

/** The sentences of a gap: when, why, and that nobody knows. */
export function gapWords(gap: Interval, zone: Zone): { title: string; why: string } {
  const what = gap.state === "unknown" ? "Not known to be captured" : "Not captured";
  return {
    title: `${what}, ${span(gap, zone)}`,
    why: `${capitalised(coverageCauses[gap.cause])}. What happened to this record in that time is unknown.`,
  };
}

/** What two neighbouring versions do not agree on. The names come apart from the rest, to be set in their own voice. */
export function unexplainedWords(
  { existence, fields }: Unexplained,
  number: number,
  names?: Names,
): { names: string; says: string } {
  const [before, after] = [`version ${number - 1}`, `version ${number}`];
  if (existence === "vanished")
    return {
      names: "",
      says: `${capitalised(after)} makes the record anew, though ${before} left it in place. Its removal is not recorded.`,
    };
  if (existence === "returned")
    return {
      names: "",
      says: `${capitalised(after)} finds the record, though ${before} deleted it. Its return is not recorded.`,
    };
  const labels = fields.map((name) => fieldLabel(name, names));
  const shown = labels.length > 4 ? [...labels.slice(0, 3), `${labels.length - 3} more fields`] : labels;
  return {
    names: capitalised(listed(shown)),
    says: `${labels.length === 1 ? "differs" : "differ"} between ${before} and ${after} with no recorded change.`,
  };
}
