/**
 * The text of a statement without its values: comments removed and every literal replaced by `?`, by PostgreSQL's own
 * scanner (libpg-query). What cannot be read with certainty is not kept as text at all; the exact text stands beside the
 * leaf in any case.
 */
import { loadModule, parseSync, scanSync } from "libpg-query";

/** Loads the scanner; to be awaited once before `withoutLiterals`. */
export const loadScanner = loadModule;

/** Longer texts are kept exact only: the parser's memory grows with nesting, and the leaf has a limit. */
const longest = 8_192;
const mostOperators = 500;

const literals = new Set(["SCONST", "ICONST", "FCONST", "BCONST", "XCONST", "USCONST"]);
const comments = new Set(["SQL_COMMENT", "C_COMMENT"]);

/** Texts seen lately: prepared statements come again and again. */
const remembered = new Map<string, string | undefined>();
const mostRemembered = 2_000;

/**
 * The text with `?` for every literal; undefined where it does not parse, is too long, or `strings` (the session's
 * standard_conforming_strings) is not `on`, so that quotes would mean something else than the scanner thinks.
 */
export function withoutLiterals(text: string, strings: string | null): string | undefined {
  if (strings !== "on" || text.length > longest) return undefined;
  if (remembered.has(text)) return remembered.get(text);
  const result = replaceLiterals(text);
  if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value as string);
  remembered.set(text, result);
  return result;
}

function replaceLiterals(text: string): string | undefined {
  try {
    const { tokens } = scanSync(text);
    if (tokens.length > 4 * mostOperators) return undefined;
    parseSync(text);
    const bytes = Buffer.from(text, "utf8"); // the scanner counts bytes
    let from = 0;
    let result = "";
    for (const token of tokens) {
      const comment = comments.has(token.tokenName);
      if (!comment && !isLiteral(token)) continue;
      result += bytes.toString("utf8", from, token.start) + (comment ? " " : "?");
      from = token.end;
    }
    return (result + bytes.toString("utf8", from)).replace(/\s+/g, " ").trim();
  } catch {
    return undefined;
  }
}

/** The scanner names only some kinds of literal; the others begin with their letter and a quote: b'…', x'…', U&'…', n'…'. */
function isLiteral({ tokenName, text }: { tokenName: string; text: string }): boolean {
  return (
    literals.has(tokenName) ||
    (text.includes("'") && !text.startsWith('"')) ||
    (text.startsWith("$") && !/^\$\d+$/.test(text))
  );
}
