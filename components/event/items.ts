/** The order in which a list stands: days, the lines of each, gaps at the time they ended, transactions as one. Pure. */
import type { Line } from "./line";

/** A time in which something was not captured, as a row of the list. */
export interface GapLine {
  /** Tells it from others. */
  id: string;
  /** When it ended, by which it stands in the list: UTC. */
  at: string;
  day: string;
  /** "customers was not captured: its triggers were disabled." */
  says: string;
  /** "12 June 2026, 09:14 to 15 June 2026, 16:02 UTC" */
  during: string;
  address: string;
}

/** Rows of a bulk statement that were opened in their place. */
export interface OpenedRows {
  lines: Line[];
  /** There are others than these. */
  more: boolean;
}

export type Item =
  /** `inside`: a row of the statement above it, or a line of the transaction. */
  | { kind: "line"; line: Line; inside: boolean }
  | { kind: "gap"; gap: GapLine }
  | { kind: "transaction"; id: string; lines: Line[] }
  /** Below the rows that were opened of a statement. */
  | { kind: "rest"; line: Line; more: boolean };

export interface Arrangement {
  /** Lines of one transaction stand together, under a head. */
  grouped: boolean;
  /** Transactions whose lines are folded away. */
  closed: ReadonlySet<string>;
  /** By statement. */
  opened: ReadonlyMap<string, OpenedRows>;
}

/** What stands under each day, in the order of the lines; newest first. */
export function itemsByDay(
  lines: readonly Line[],
  gaps: readonly GapLine[],
  arrangement: Arrangement,
): { day: string; items: Item[] }[] {
  const days: { day: string; items: Item[] }[] = [];
  const put = (day: string, items: Item[]) => {
    const last = days.at(-1);
    if (last?.day === day) last.items.push(...items);
    else days.push({ day, items: [...items] });
  };
  const waiting = [...gaps].sort((one, other) => (one.at < other.at ? 1 : -1));
  for (const members of arrangement.grouped ? byTransaction(lines) : lines.map((line) => [line])) {
    const [first] = members;
    if (!first) continue;
    while (waiting[0] && waiting[0].at > first.at) {
      const gap = waiting.shift();
      if (gap) put(gap.day, [{ kind: "gap", gap }]);
    }
    put(first.day, itemsOf(members, arrangement));
  }
  for (const gap of waiting) put(gap.day, [{ kind: "gap", gap }]);
  return days;
}

/** Lines of one transaction of one day, where its newest stands. One that is alone stays as it is. */
function byTransaction(lines: readonly Line[]): Line[][] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = line.transaction === undefined ? line.index : `${line.day} ${line.transaction}`;
    const same = groups.get(key);
    if (same) same.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

function itemsOf(members: Line[], { closed, opened }: Arrangement): Item[] {
  const [first] = members;
  const id = first?.transaction;
  if (members.length < 2 || id === undefined) return members.flatMap((line) => withRows(line, false, opened));
  const inside = closed.has(id) ? [] : members.flatMap((line) => withRows(line, true, opened));
  return [{ kind: "transaction", id, lines: members }, ...inside];
}

function withRows(line: Line, inside: boolean, opened: Arrangement["opened"]): Item[] {
  const rows = line.rows && opened.get(line.rows.statement);
  return [
    { kind: "line", line, inside },
    ...(rows
      ? [
          ...rows.lines.map((row): Item => ({ kind: "line", line: row, inside: true })),
          { kind: "rest", line, more: rows.more } as const,
        ]
      : []),
  ];
}
