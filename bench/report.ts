/** One figure of a benchmark beside what it should be. Falling short is reported, and fails nothing. */
export interface Measure {
  name: string;
  value: number;
  unit: string;
  /** In words: "at most 300"; "none" for a figure that is only told. */
  goal: string;
  met: boolean;
}

/** A measure that should be no more than `limit`. */
export function atMost(limit: number, name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: `at most ${limit}`, met: value <= limit };
}

/** A measure that should be no less than `limit`. */
export function atLeast(limit: number, name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: `at least ${limit}`, met: value >= limit };
}

/** A table for people, and as its last line one JSON object for programs. */
export function report(bench: string, measures: Measure[]): string {
  const rows = measures.map(({ name, value, unit, goal, met }) => [
    name,
    shown(value),
    unit,
    goal,
    goal === "none" ? "" : met ? "met" : "SHORT",
  ]);
  const table = [["measure", "value", "unit", "goal", ""], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, "", JSON.stringify({ bench, measures })].join("\n");
}

function shown(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 10 ? 3 : 1 });
}
