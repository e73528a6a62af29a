/** What somebody has chosen so far for a database that is being connected or changed. Pure. */
import type { FoundDatabase, FoundField, FoundTable, GivenWish } from "@/lib/capture";
import type { Mode } from "@/lib/event";

export interface Choice {
  /** Names of the tables to be captured. */
  tables: Set<string>;
  /** By table and field, where somebody chose on this page. */
  modes: Record<string, Record<string, Mode>>;
  later: "capture" | "report";
  /** By table, where somebody chose on this page. */
  failing: Record<string, "fail" | "pass">;
}

/** To begin with: all of a new database; of one that is connected already, what is captured. */
export function firstChoice({ tables, source }: FoundDatabase): Choice {
  return {
    tables: new Set(tables.filter(({ captured }) => source === undefined || captured).map(({ name }) => name)),
    modes: {},
    later: source?.later ?? "capture",
    failing: {},
  };
}

/** What was chosen before the connection was tested again, as far as it still fits. */
export function keptChoice(before: Choice, found: FoundDatabase): Choice {
  const there = new Map(found.tables.map((table) => [table.name, table]));
  const usable = [...before.tables].filter((name) => there.has(name));
  const captured = found.tables.filter((table) => table.captured).map(({ name }) => name);
  const modes = Object.entries(before.modes).map(([table, fields]) => {
    const known = new Set(there.get(table)?.fields.map(({ name }) => name));
    return [table, Object.fromEntries(Object.entries(fields).filter(([field]) => known.has(field)))] as const;
  });
  return {
    ...before,
    tables: new Set([...usable, ...captured]),
    modes: Object.fromEntries(modes.filter(([table]) => there.has(table))),
  };
}

/** A table and those that are captured with it or not at all, however many steps away. */
export function familyOf(name: string, tables: FoundTable[]): string[] {
  const family = new Set([name]);
  for (const one of family) {
    for (const relative of tables.find((table) => table.name === one)?.relatives ?? []) family.add(relative);
  }
  return [...family];
}

export function failingOf({ failing }: Choice, table: FoundTable): "fail" | "pass" {
  return failing[table.name] ?? table.failing;
}

export function modeOf({ modes }: Choice, table: FoundTable, field: FoundField): Mode {
  return modes[table.name]?.[field.name] ?? field.mode;
}

/** Every mode of the chosen tables that is not the default, as the server is told it. */
export function wishOf(choice: Choice, found: FoundDatabase): GivenWish {
  const chosen = found.tables.filter(({ name }) => choice.tables.has(name));
  return {
    tables: chosen.map(({ name }) => name),
    modes: Object.fromEntries(chosen.map((table) => [table.name, notDefault(choice, table)])),
    later: choice.later,
    failing: Object.fromEntries(chosen.map((table) => [table.name, failingOf(choice, table)])),
  };
}

function notDefault(choice: Choice, table: FoundTable): Record<string, Mode> {
  const fields = table.fields.map((field) => [field.name, modeOf(choice, table, field), field.default] as const);
  return Object.fromEntries(fields.filter(([, mode, usual]) => mode !== usual).map(([name, mode]) => [name, mode]));
}
