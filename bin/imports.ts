/**
 * The directions in which code may import, checked on every file. Data flows through the modules of lib from left to
 * right, and a module knows only those to its left, through their index.ts:
 *
 *     event → integrity → database → ledger → access → approval → retention → capture → search → review → evidence → operations → demo
 *
 * Pages, components and processes come after all of them. The demo is made of all the others, and nothing but a process knows it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix } from "node:path";

const modules = [
  "event",
  "integrity",
  "database",
  "ledger",
  "access",
  "approval",
  "retention",
  "capture",
  "search",
  "review",
  "evidence",
  "operations",
  "demo",
];
const folders = ["lib", "app", "components", "bin", "bench", "e2e", "tools"];

/** Folders of lib/database that processes and tests may use beside its index.ts: what runs before there is a database. */
const beforeTheDatabase = /^lib\/database\/(embedded\/index|prepare)\.ts$/;
/** What the browser shares with the server, so that it may not reach for anything the browser has not. */
const pure = /^lib\/(event|integrity|search\/language)\//;
const language = /^lib\/search\/language(\/|$)/;
const needsServer = /^(node:|postgres$|drizzle-orm|next(\/|$)|react(-dom)?(\/|$))/;

export interface Violation {
  file: string;
  line: number;
  rule: string;
}

/** Every violation in the tree below `root`. */
export function findViolations(root: string): Violation[] {
  const files = [...folders.flatMap((folder) => sourcesIn(root, folder)), "proxy.ts"];
  return files.flatMap((file) => violationsOf(file, readFileSync(join(root, file), "utf8")));
}

/** The violations of one file; `file` is its path from the root of the project, with slashes. */
export function violationsOf(file: string, source: string): Violation[] {
  const code = withoutComments(source);
  const found: Violation[] = [];
  for (const { specifier, line } of importsOf(code)) {
    const rule = ruleAgainst(file, resolve(file, specifier));
    if (rule) found.push({ file, line, rule: `imports "${specifier}": ${rule}` });
  }
  if (!isScreen(file)) return found;
  for (const match of code.matchAll(/\bsql(<[^>]*>)?`|\.unsafe\(/g)) {
    const line = lineAt(code, match.index);
    found.push({
      file,
      line,
      rule: "holds SQL: pages and components make one call into lib, where the query has its file",
    });
  }
  return found;
}

function ruleAgainst(file: string, target: string): string | undefined {
  const [folder, module = ""] = target.split("/");
  if (pure.test(file) && !isTest(file)) {
    const bare = target.startsWith("node:") ? target : builtinModules.includes(target) ? `node:${target}` : target;
    if (needsServer.test(bare)) return "this file also runs in the browser, so it imports no Node, database or React";
  }
  if (isScreen(file) && /^(postgres$|drizzle-orm|drizzle\/)/.test(target)) {
    return "pages and components do not reach the database; lib does";
  }
  if (file.startsWith("lib/")) {
    if (folder === "lib") return ruleWithinLib(file, target);
    if (folders.includes(folder ?? "")) return `lib does not know ${folder}, which comes after it`;
    if (folder === "drizzle" && pure.test(file)) return "this file also runs in the browser, without the schema";
    return undefined;
  }
  if (folder === "lib" && !isDoor(file, target)) return `${module} is imported through lib/${module}/index.ts`;
  if (isScreen(file) && folder === "bin") return "pages and components do not import the processes";
  return undefined;
}

function ruleWithinLib(file: string, target: string): string | undefined {
  const [own, other] = [moduleOf(file), moduleOf(target)];
  if (own === other) return ruleWithinModule(file, target);
  if (!modules.includes(other)) return `lib/${other} is no module: the modules are ${modules.join(", ")}`;
  if (modules.indexOf(other) > modules.indexOf(own)) return `${own} comes before ${other}: ${modules.join(" → ")}`;
  if (isTest(file) || isDoor(file, target)) return undefined;
  return `${other} is imported through lib/${other}/index.ts`;
}

function ruleWithinModule(file: string, target: string): string | undefined {
  if (language.test(file) && !isTest(file) && !language.test(target))
    return "the language of search runs in the browser, search does not";
  if (isBuilder(target) && !isTest(file) && !isBuilder(file)) return "builders are for tests and the demo";
  const [mine, theirs] = [file, target].map((path) => /^lib\/capture\/([^/]+)\//.exec(path)?.[1]);
  if (mine && theirs && mine !== theirs) return `the ways in are independent: ${mine} does not know ${theirs}`;
  return undefined;
}

/** Whether `target`, a file of lib, is one that `file`, outside that module, may import. */
function isDoor(file: string, target: string): boolean {
  if (/^lib\/[^/]+(\/index\.ts)?$/.test(target)) return true;
  if (isBuilder(target))
    return isTest(file) || isBuilder(file) || /^(e2e|bench|tools|app\/gallery|lib\/demo)\//.test(file);
  if (/^lib\/search\/language(\/index\.ts)?$/.test(target)) return true;
  return beforeTheDatabase.test(target) && (isTest(file) || /^(bin|bench|e2e|tools)\//.test(file));
}

/** Tests, the parts that the replay is made of, and the programs that write the vectors that tests read. */
const isTest = (file: string) => /\.test\.tsx?$|\/replay-[a-z]+\.ts$|^lib\/[^/]+\/vectors\//.test(file);
const isBuilder = (file: string) => /\/builders\.tsx?$/.test(file);
const isScreen = (file: string) => /^(app|components)\//.test(file) && !isTest(file);
const moduleOf = (file: string) => file.split("/")[1] ?? "";

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith("@/")) return posix.normalize(specifier.slice(2));
  return specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier;
}

const statement = /(?<![\w.$])(?:import|export)\s*(?:[\w*{}\s,$]*?\bfrom\s*)?(["'])([^"'\n]+)\1/g;
const call = /(?<![\w.$])(?:import|require)\s*\(\s*(["'])([^"'\n]+)\1/g;

function importsOf(code: string): { specifier: string; line: number }[] {
  return [statement, call]
    .flatMap((form) => [...code.matchAll(form)])
    .map((match) => ({ specifier: match[2] ?? "", line: lineAt(code, match.index + match[0].length) }));
}

/** Blanks comments, and the text inside template literals, keeping every line where it is. */
function withoutComments(source: string): string {
  const pieces = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(pieces, (piece, string) => {
    if (string) return piece;
    const blank = piece.slice(1, -1).replace(/[^\n]/g, " ");
    return piece.startsWith("`") ? `\`${blank}\`` : ` ${blank} `;
  });
}

function lineAt(code: string, index: number): number {
  return code.slice(0, index).split("\n").length;
}

function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => /\.(tsx?|mjs|js)$/.test(path) && !path.includes("/node_modules/"));
}
