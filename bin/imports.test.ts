import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findViolations, violationsOf } from "./imports.ts";

const from = (specifier: string) => `import { x } from "${specifier}";`;

describe("forbidden", () => {
  test.each([
    ["a module to the right", "lib/ledger/sign.ts", from("../access/index.ts"), /ledger comes before access/],
    [
      "a type of a module to the right",
      "lib/event/event.ts",
      `import type { A } from "../ledger/index.ts";`,
      /comes before/,
    ],
    ["past an index", "lib/access/permit.ts", from("../ledger/sign.ts"), /through lib\/ledger\/index\.ts/],
    ["past an index, from a page", "app/page.tsx", from("@/lib/ledger/sign.ts"), /through lib\/ledger\/index\.ts/],
    ["a re-export", "lib/event/index.ts", `export * from "../integrity/index.ts";`, /comes before/],
    ["a lazy import", "lib/event/event.ts", `const m = await import("../search/index.ts");`, /comes before/],
    ["a bare import over lines", "lib/ledger/a.ts", `import {\n  b,\n} from "../review/index.ts";`, /comes before/],
    ["lib to pages", "lib/search/find.ts", from("@/components/ui/button.tsx"), /does not know components/],
    ["Node in what the browser shares", "lib/integrity/leaf.ts", from("node:crypto"), /runs in the browser/],
    ["Node under its old name", "lib/event/id.ts", from("crypto"), /runs in the browser/],
    ["the database in what the browser shares", "lib/event/id.ts", from("postgres"), /runs in the browser/],
    ["React in the language of search", "lib/search/language/tree.ts", from("react"), /runs in the browser/],
    ["search from its language", "lib/search/language/tree.ts", from("../find/index.ts"), /does not/],
    ["one way in from another", "lib/capture/mongo/stream.ts", from("../postgres/read.ts"), /independent/],
    ["the database from a page", "app/page.tsx", from("drizzle-orm"), /do not reach the database/],
    ["SQL in a component", "components/list.tsx", "const rows = await sql`select 1`;", /holds SQL/],
    ["builders in the product", "lib/ledger/sign.ts", from("../event/builders.ts"), /through lib\/event/],
    ["a process past an index", "bin/vouch.ts", from("../lib/ledger/sign.ts"), /through lib\/ledger/],
    ["an unknown module", "lib/event/a.ts", from("../utils/index.ts"), /no module/],
  ])("%s", (_name, file, source, rule) => {
    expect(violationsOf(file, source)).toEqual([
      { file, line: source.split("\n").length, rule: expect.stringMatching(rule) },
    ]);
  });
});

describe("allowed", () => {
  test.each([
    ["a module to the left", "lib/ledger/sign.ts", from("../event/index.ts")],
    ["its own files", "lib/ledger/sign.ts", from("./key.ts")],
    ["a test deep into the left", "lib/ledger/sign.test.ts", from("../integrity/tree.ts")],
    ["a test's builders", "lib/ledger/sign.test.ts", from("../event/builders.ts")],
    ["a test of what the browser shares reading a file", "lib/integrity/leaf.test.ts", from("node:fs")],
    ["builders in browser tests", "e2e/story.test.ts", from("../lib/ledger/builders.ts")],
    ["a page through the door", "app/page.tsx", from("@/lib/search/index.ts")],
    ["the language of search in a component", "components/filter.tsx", from("@/lib/search/language")],
    ["the embedded server in a process", "bin/database.ts", from("../lib/database/embedded/index.ts")],
    [
      "what only a comment says",
      "lib/event/event.ts",
      `// import { x } from "../ledger/index.ts"\n/* from "postgres" */`,
    ],
    ["what only a text says", "lib/event/event.ts", 'const text = `import { x } from "../ledger/index.ts"`;'],
  ])("%s", (_name, file, source) => {
    expect(violationsOf(file, source)).toEqual([]);
  });
});

test("the line is that of the specifier, and the whole tree is read", () => {
  const root = mkdtempSync(join(tmpdir(), "vouch-imports-"));
  for (const folder of ["lib/event", "app", "components", "bin", "bench", "e2e", "tools"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, "proxy.ts"), "");
  writeFileSync(join(root, "lib/event/event.ts"), `/* one\ntwo */\n\n${from("../access/index.ts")}\n`);
  expect(findViolations(root)).toMatchObject([{ file: "lib/event/event.ts", line: 4 }]);
  rmSync(root, { recursive: true });
});
