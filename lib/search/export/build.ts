/** Which Vouch made something. */
import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(/* turbopackIgnore: true */ import.meta.dirname ?? ".", "../../..");

/** "Vouch 0.1.0 (3f9a2c81d0be)": its version, and the beginning of the SHA-256 of what its pages were built of, where they were. */
export function buildName(): string {
  const { version } = JSON.parse(readFileSync(path.join(/* turbopackIgnore: true */ root, "package.json"), "utf8"));
  const inputs = readIf(path.join(/* turbopackIgnore: true */ root, ".next", "inputs"));
  return `Vouch ${version}${inputs ? ` (${inputs.slice(0, 12)})` : ""}`;
}

function readIf(file: string): string | undefined {
  try {
    return readFileSync(/* turbopackIgnore: true */ file, "utf8");
  } catch {
    return undefined; // development builds nothing ahead
  }
}
