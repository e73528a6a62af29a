/**
 * The columns of a CSV export: those that say something of the entry, and those that say it of one field of it. An entry that
 * changed five fields has five rows, whose other columns are the same; one that changed none has one row. Pure.
 */
import {
  actorName,
  categoryWords,
  plainSentence,
  type Seen,
  type SeenEntry,
  type SeenField,
} from "../../event/index.ts";
import { canonical } from "../../integrity/index.ts";
import { cell, row } from "./csv.ts";
import type { LocalTimes } from "./local-times.ts";
import type { Output } from "./output.ts";

/** What is exported of one entry. */
export interface ExportedEntry {
  entry: SeenEntry;
  /** Hex. */
  leafHash: string;
}

interface Column {
  name: string;
  of(exported: ExportedEntry, times: LocalTimes): string | undefined;
}

const before: Column[] = [
  { name: "Entry", of: ({ entry }) => entry.index },
  { name: "Occurred at (UTC)", of: ({ entry }) => entry.event.occurredAt },
  { name: "Occurred at", of: ({ entry }, times) => times.say(entry.event.occurredAt) },
  { name: "Recorded at (UTC)", of: ({ entry }) => entry.recordedAt },
  { name: "What happened", of: ({ entry }) => plainSentence(entry) },
  { name: "Actor", of: ({ entry }) => actorName(entry.event) },
  { name: "Actor id", of: ({ entry }) => entry.event.actor.id },
  { name: "Kind of actor", of: ({ entry }) => entry.event.actor.kind },
  { name: "Attribution", of: ({ entry }) => entry.event.actor.attribution },
  { name: "On behalf of", of: ({ entry }) => entry.event.actor.onBehalfOf?.id },
  { name: "On behalf of, attribution", of: ({ entry }) => entry.event.actor.onBehalfOf?.attribution },
  { name: "Action", of: ({ entry }) => entry.event.type.slice(entry.event.type.lastIndexOf(".") + 1) },
  { name: "Kind of event", of: ({ entry }) => categoryWords[entry.event.category] },
  { name: "Type of event", of: ({ entry }) => entry.event.type },
  { name: "Source", of: ({ entry }) => entry.event.source.name },
  { name: "System", of: ({ entry }) => entry.event.target?.system },
  { name: "Table", of: ({ entry }) => entry.event.target?.type },
  { name: "Record id", of: ({ entry }) => entry.event.target?.id },
  { name: "Record", of: ({ entry }) => entry.names?.record },
];

/** Of one field; empty where the entry says nothing of any. */
const fieldColumns = ["Field", "Field of", "Type of field", "Before", "Before is", "After", "After is"];

const after: Column[] = [
  { name: "Origin", of: ({ entry }) => entry.event.origin?.channel },
  { name: "Address", of: ({ entry }) => entry.event.origin?.address },
  { name: "Login", of: ({ entry }) => entry.event.origin?.login },
  { name: "Application", of: ({ entry }) => entry.event.origin?.application },
  { name: "Statement, without its values", of: ({ entry }) => entry.event.statement?.text },
  { name: "Statement id", of: ({ entry }) => entry.event.statement?.id ?? entry.event.statement?.partOf },
  { name: "Rows affected", of: ({ entry }) => entry.event.statement?.rows },
  { name: "Error", of: ({ entry }) => textOf(entry.event.statement?.error) },
  { name: "Decision", of: ({ entry }) => entry.event.decision?.outcome },
  { name: "Rule", of: ({ entry }) => entry.event.decision?.rule },
  { name: "Approvers", of: ({ entry }) => entry.event.decision?.approvers?.map(({ id }) => id).join(", ") },
  { name: "Request", of: ({ entry }) => entry.event.decision?.request ?? entry.event.correlation?.request },
  { name: "Ticket", of: ({ entry }) => entry.event.correlation?.ticket },
  { name: "Reason", of: ({ entry }) => textOf(entry.event.correlation?.reason) },
  { name: "Transaction", of: ({ entry }) => entry.event.correlation?.transaction },
  { name: "Session", of: ({ entry }) => entry.event.correlation?.session },
  { name: "Leaf hash", of: ({ leafHash }) => leafHash },
];

/** Names of all columns, in their order; times stand in UTC and in `zone`. */
export function columnNames(zone: string): string[] {
  const named = (columns: Column[]) =>
    columns.map(({ name }) => (name === "Occurred at" ? `Occurred at (${zone})` : name));
  return [...named(before), ...fieldColumns, ...named(after)];
}

export function headRow(zone: string): string {
  return row(columnNames(zone).map(cell));
}

/** Writes the rows of one entry. It yields after each of them: an entry may have thousands of fields, and long values. */
export function* writeRows(exported: ExportedEntry, times: LocalTimes, output: Output): Generator<void> {
  const cells = (columns: Column[]) => columns.map((column) => cell(column.of(exported, times) ?? ""));
  const first = Buffer.from(`${cells(before).join(",")},`);
  const last = Buffer.from(`,${row(cells(after))}`);
  for (const cells of fieldsOf(exported.entry)) {
    output.bytes(first);
    output.text(cells);
    output.bytes(last);
    yield;
  }
}

function* fieldsOf({ event }: SeenEntry): Generator<string> {
  let any = false;
  for (const field of event.change?.fields ?? []) {
    if (field.changed === false) continue;
    any = true;
    yield fieldCells(field, "record");
  }
  for (const field of event.data ?? []) {
    any = true;
    yield fieldCells(field, "event");
  }
  if (!any) yield ",".repeat(fieldColumns.length - 1);
}

/** What an event says beside a change has one value, which stands as what is known after it. */
function fieldCells(field: SeenField, of: "record" | "event"): string {
  const [then, now] = [field.before, field.after ?? field.value];
  return [
    cell(field.name),
    of,
    cell(field.type),
    cell(sideText(then)),
    stateOf(then),
    cell(sideText(now)),
    stateOf(now),
  ].join(",");
}

/** Values as they were recorded: a list as its canonical JSON. What is not there to be shown is said in one word. */
function sideText(side: Seen | undefined): string {
  if (side === undefined) return "";
  if (side.state === "hashed") return side.hash;
  if (side.state !== "shown") return words[side.state];
  const { value } = side;
  if (value === null) return "";
  return typeof value === "string" ? value : canonical(value);
}

const words = { hidden: "concealed", erased: "erased", omitted: "not recorded" } as const;

/** Tells what the cell beside it cannot: no value from an empty text, and the word “erased” from a value that is erased. */
function stateOf(side: Seen | undefined): string {
  if (side === undefined) return "";
  if (side.state === "hashed") return "keyed hash";
  if (side.state !== "shown") return words[side.state];
  if (side.value === null) return "no value";
  return side.value === "" ? "empty text" : "value";
}

function textOf(seen: Seen | undefined): string | undefined {
  return seen && sideText(seen);
}
