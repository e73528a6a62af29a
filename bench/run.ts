import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Measure, report } from "./report.ts";

/** A file bench/NAME.ts exports `async function bench(args: string[]): Promise<Measure[]>`. */
interface Bench {
  bench(args: string[]): Promise<Measure[]>;
}

const ours = new Set(["run", "report"]);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -3))
  .filter((name) => !ours.has(name))
  .sort();

const [name = "", ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(
    `Expected a benchmark: npm run bench -- NAME. "${name}" is none. There are: ${names.join(", ") || "none yet"}.`,
  );
  process.exit(2);
}
const { bench } = (await import(join(import.meta.dirname, `${name}.ts`))) as Bench;
console.log(report(name, await bench(args)));
process.exit(0);
