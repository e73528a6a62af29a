/** How exports are spoken of. */
import { countOf, grouped } from "@/lib/event";
import type { ExportState, ListedExport } from "@/lib/search";

export const stateNames: Record<ExportState, string> = {
  waiting: "Waiting",
  running: "Being made",
  done: "Made",
  cancelled: "Cancelled",
  failed: "Not made",
};

export const formatNames = { csv: "CSV", leaves: "Leaves (JSON lines)" } as const;

/** "312 lines from 20,510 entries" */
export function holds({ lines, entries }: Pick<ListedExport, "lines" | "entries">): string | undefined {
  if (lines === undefined || entries === undefined) return undefined;
  return `${countOf(lines, "line")} from ${countOf(entries, "entry", "entries")}`;
}

/** "4.2 MB": of a thousand each, as file managers have it. */
export function sizeWords(bytes: string): string {
  const count = Number(bytes);
  const units = ["kB", "MB", "GB", "TB"];
  if (count < 1000) return `${grouped(bytes)} bytes`;
  const power = Math.min(units.length, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}

/** How far it is: "41,000 of 155,000 entries, about 20 seconds left". */
export function progressWords(line: ListedExport, now: Date): string {
  const { state, written, expected, startedAt, silent } = line;
  if (silent) return "Nobody is making it now. It goes on by itself as soon as Vouch’s errands run again.";
  if (state === "waiting") return "It waits for its turn.";
  if (expected === undefined) return "The entries are being counted.";
  const [done, all] = [Number(written), Number(expected)];
  const said = `${grouped(written)} of ${countOf(expected, "entry", "entries")}`;
  if (done >= all) return `${said}. The file is being checked.`;
  const left = startedAt && done > 0 ? secondsLeft(startedAt, done, all, now) : undefined;
  return left === undefined ? said : `${said}, about ${lengthWords(left)} left`;
}

function secondsLeft(startedAt: string, done: number, all: number, now: Date): number | undefined {
  const passed = (now.getTime() - Date.parse(startedAt)) / 1000;
  return passed < 1 ? undefined : (passed / done) * (all - done);
}

function lengthWords(seconds: number): string {
  if (seconds < 90) return countOf(String(Math.max(1, Math.round(seconds))), "second");
  if (seconds < 5400) return countOf(String(Math.round(seconds / 60)), "minute");
  return countOf(String(Math.round(seconds / 3600)), "hour");
}

/** Whole percent. */
export function percent({ written, expected }: Pick<ListedExport, "written" | "expected">): number {
  if (expected === undefined || expected === "0") return 0;
  return Math.min(100, Math.floor((Number(written) / Number(expected)) * 100));
}
