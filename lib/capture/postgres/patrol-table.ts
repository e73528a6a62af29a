/** What the catalogue says of one table: whether its changes are captured, and whether something was done to it between two looks. */
import type { Standing } from "../../event/index.ts";
import type { SeenTable } from "./patrol-look.ts";

const operations = { 4: "INSERT", 16: "UPDATE", 8: "DELETE", 32: "TRUNCATE" } as const;
const worstFirst = ["", "D", "R", "O", "A"] as const;

/** What the catalogue says of a table's triggers now: each operation counts, and the least captured one decides. */
export function standingOf({ triggers, fires }: SeenTable): Standing {
  if (triggers.length > 0 && !fires)
    return {
      state: "not_captured",
      cause: "disabled_trigger",
      detail: "The catalogue says that the table has no triggers.",
    };
  const best = Object.entries(operations).map(([bit, name]) => {
    const ways = triggers.filter((trigger) => shows(trigger, Number(bit))).map(({ enabled }) => enabled);
    return { name, enabled: [...worstFirst].reverse().find((way) => ways.includes(way)) ?? "" };
  });
  const worst = worstFirst.find((way) => best.some(({ enabled }) => enabled === way)) ?? "";
  if (worst === "A") return { state: "captured", cause: "watched" };
  const names = best.filter(({ enabled }) => enabled === worst).map(({ name }) => name);
  const detail = names.length < best.length ? `That holds for ${names.join(", ")}.` : undefined;
  const more = detail === undefined ? {} : { detail };
  if (worst === "") return { state: "not_captured", cause: "missing_trigger", ...more };
  if (worst === "D") return { state: "not_captured", cause: "disabled_trigger", ...more };
  return { state: worst === "O" ? "unknown" : "not_captured", cause: "replica_role", ...more };
}

/** Whether a trigger shows the rows of an operation; those that only begin or end a statement do not. */
function shows({ type, function: name }: SeenTable["triggers"][number], operation: number): boolean {
  return (type & operation) !== 0 && !/\bcapture_(begin|end_)/.test(name);
}

export function sameTriggers(before: SeenTable, after: SeenTable): boolean {
  return before.fires === after.fires && listed(before) === listed(after);
}

/** The same text however the order of the members came back from the database. */
function listed({ triggers }: SeenTable): string {
  return JSON.stringify(
    triggers.map(({ oid, enabled, type, xmin, function: name }) => [oid, enabled, type, xmin, name]),
  );
}

export function sameStanding(a: Standing, b: Standing): boolean {
  return a.state === b.state && a.cause === b.cause && a.detail === b.detail;
}

/** Subtransactions that an event trigger may have opened before it attached a new table. */
const nested = 8;

/**
 * Whether one transaction made the table and its triggers, so that no row can have come before them: a partition, or a table
 * that an event trigger attached (`byEvent`: there is one), whose own subtransaction comes soon after the first.
 */
export function bornCaptured({ columns, triggers }: SeenTable, byEvent: boolean): boolean {
  const made = new Set(columns.map(({ xmin }) => xmin));
  const attached = new Set(triggers.map(({ xmin }) => xmin));
  if (made.size > 1 || attached.size !== 1) return false;
  const [[birth = ""], [then = ""]] = [[...made], [...attached]];
  const later = Number(then) - Number(birth);
  return later === 0 || (byEvent && later > 0 && later <= nested);
}

/**
 * Whether values may have changed without a statement that triggers see: another file, and something else said of a column that
 * was there before. TRUNCATE, VACUUM FULL and CLUSTER make another file and leave the columns alone.
 */
export function isRewritten(before: SeenTable, after: SeenTable): boolean {
  if (before.file === after.file) return false;
  return after.columns.some((column) => {
    const same = before.columns.find(({ number }) => number === column.number);
    return same !== undefined && same.xmin !== column.xmin;
  });
}

/** A table that was altered or dropped, in words: for an entry where no event trigger captures the text. */
export interface Alteration {
  table: string;
  verb: "altered" | "dropped";
  /** Sentences. */
  changes: string[];
}

export function altered(before: SeenTable, after: SeenTable): Alteration[] {
  const changes: string[] = [];
  if (before.name !== after.name) changes.push(`It was renamed from ${before.name} to ${after.name}.`);
  for (const column of after.columns) {
    const was = before.columns.find(({ number }) => number === column.number);
    if (!was) changes.push(`Column ${column.name} (${column.type}) was added.`);
    else {
      if (was.name !== column.name) changes.push(`Column ${was.name} was renamed to ${column.name}.`);
      if (was.type !== column.type) changes.push(`Column ${column.name} was ${was.type} and is ${column.type} now.`);
    }
  }
  for (const { number, name } of before.columns)
    if (!after.columns.some((column) => column.number === number)) changes.push(`Column ${name} was dropped.`);
  if (changes.length === 0 && isRewritten(before, after)) changes.push("Its values were rewritten.");
  return changes.length > 0 ? [{ table: after.name, verb: "altered", changes }] : [];
}
