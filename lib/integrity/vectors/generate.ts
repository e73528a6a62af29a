/** Writes the golden vectors and §7 of docs/format.md: `npx tsx lib/integrity/vectors/generate.ts`. A script, not part of the module. */
import { readFileSync, writeFileSync } from "node:fs";
import { workedExample } from "./example.ts";
import { makeVectors, vectorFile } from "./make.ts";

const vectors = makeVectors();
for (const [name, vector] of Object.entries(vectors)) writeFileSync(new URL(name, import.meta.url), vectorFile(vector));

const page = new URL("../../../docs/format.md", import.meta.url);
const text = readFileSync(page, "utf8");
writeFileSync(page, text.slice(0, text.indexOf("## 7. ")) + workedExample(vectors["ledger.json"]));
