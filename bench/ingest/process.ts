/** What the system says of a process; where it says nothing (no /proc), figures are missing rather than wrong. */
import { readFileSync } from "node:fs";

/** Its largest resident memory so far, in MB. */
export function peakMemory(pid: number | undefined): number {
  return megabytes(pid, "VmHWM");
}

/** Memory of its own, without what it shares with others, in MB. */
export function ownMemory(pid: number | undefined): number {
  return megabytes(pid, "RssAnon");
}

function megabytes(pid: number | undefined, name: string): number {
  try {
    const line = readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"));
    return Number(line?.[1] ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Seconds of processor time that it has used. */
export function processorTime(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}
