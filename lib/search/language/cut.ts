/**
 * The text of a query, cut into its tokens:
 *
 *     token = "(" | ")" | "-" | "AND" | "OR" | "NOT" | [ name sign ] ( value | quoted | "(" )
 *     name  = a letter, then letters, digits, "_", ".", "$", "-"; after `was.` and `became.` also quoted
 *     sign  = ":" | "=" | "!=" | ">" | ">=" | "<" | "<="
 *     quoted = '"' … '"', in which \" \\ and \u{hex} stand for characters
 *
 * Every character is looked at a bounded number of times, and nothing is thrown. Pure.
 */
import type { Mistake } from "./ask.ts";
import type { Operator } from "./tree.ts";

export interface Head {
  /** As it was typed. */
  name: string;
  /** `was` or `became`, where the name is of a field of the record. */
  side?: "was" | "became";
  operator: Operator;
  /** `!=` */
  not: boolean;
  /** A colon was typed, which takes none but known fields. */
  colon: boolean;
}

interface Place {
  from: number;
  to: number;
}

export interface Sign extends Place {
  kind: "open" | "close" | "minus" | "and" | "or" | "not";
}

export interface Term extends Place {
  kind: "term";
  head?: Head;
  value: string;
  /** Its values follow in parentheses. */
  opens?: true;
  /** A character of it that nobody sees. */
  unseen?: string;
}

export type Token = Sign | Term;

const space = /\s+/y;
const headForm =
  /(?:(was|became)\.(?:"((?:[^"\\]|\\.)*)"|([\p{L}\p{N}_.$-]+))|(\p{L}[\p{L}\p{N}_.$-]*|_[\p{L}\p{N}_.$-]*))(?:(:)(>=|<=|[=<>≥≤])?|(!=|>=|<=|[=<>≥≤]))/iuy;
const bareForm = /[^\s()"“”„]+/y;
const keywords = { and: "and", or: "or", not: "not" } as const;

/** Characters that nobody sees, or that turn the direction of what stands around them. */
export const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])\p{Cf}/u;

export function cutTokens(text: string, mistakes: Mistake[]): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    at += matchAt(space, text, at)?.[0].length ?? 0;
    const token = at < text.length ? tokenAt(text, at, mistakes) : undefined;
    if (!token) break;
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function tokenAt(text: string, from: number, mistakes: Mistake[]): Token {
  const [sign, next] = [text[from], text[from + 1]];
  if (sign === "(" || sign === ")") return { kind: sign === "(" ? "open" : "close", from, to: from + 1 };
  if ((sign === "-" || sign === "−") && next !== undefined && !/[\s)]/.test(next))
    return { kind: "minus", from, to: from + 1 };
  const found = matchAt(headForm, text, from);
  const after = from + (found?.[0].length ?? 0);
  const head = found && !text.startsWith("//", after) ? headOf(found) : undefined;
  const { value, to, opens } = valueAt(text, head ? after : from, head !== undefined, mistakes);
  const word = value.toLowerCase();
  if (!head && Object.hasOwn(keywords, word) && to - from === word.length)
    return { kind: keywords[word as keyof typeof keywords], from, to };
  const hidden = unseen.exec(text.slice(from, to).replaceAll(/[\t\n\r]/g, " "))?.[0];
  return {
    kind: "term",
    from,
    to,
    value,
    ...(head && { head }),
    ...(opens && { opens }),
    ...(hidden && { unseen: hidden }),
  };
}

const operators: Record<string, Operator> = {
  ">": "over",
  ">=": "least",
  "≥": "least",
  "<": "under",
  "<=": "most",
  "≤": "most",
};

function headOf([, side, quoted, named, plain, colon, afterColon, sign = afterColon ?? ""]: RegExpExecArray): Head {
  return {
    name: quoted === undefined ? (named ?? plain ?? "") : unescaped(quoted),
    ...(side !== undefined && { side: side.toLowerCase() as "was" | "became" }),
    operator: operators[sign] ?? "is",
    not: sign === "!=",
    colon: colon !== undefined,
  };
}

function valueAt(
  text: string,
  from: number,
  named: boolean,
  mistakes: Mistake[],
): { value: string; to: number; opens?: true } {
  if (named && text[from] === "(") return { value: "", to: from, opens: true };
  const quoted = quotedAt(text, from);
  if (quoted) return quoted;
  const unclosed = isQuote(text[from]);
  if (unclosed)
    mistakes.push({
      from,
      to: from + 1,
      sentence:
        "This quotation mark is never closed. What follows is searched as single words; close it with another one.",
    });
  const start = unclosed ? from + 1 : from;
  const value = matchAt(bareForm, text, start)?.[0] ?? "";
  return { value, to: start + value.length };
}

const isQuote = (sign: string | undefined) => sign !== undefined && '"“”„'.includes(sign);

function quotedAt(text: string, from: number): { value: string; to: number } | undefined {
  if (!isQuote(text[from])) return undefined;
  const closing = text[from] === '"' ? '"' : "”“";
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (closing.includes(text[at] as string)) return { value: unescaped(text.slice(from + 1, at)), to: at + 1 };
  }
  return undefined;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:(["\\“”„])|u\{([0-9a-f]{1,6})\})/gi, (whole, sign?: string, hex?: string) => {
    if (sign !== undefined) return sign;
    const point = Number.parseInt(hex ?? "", 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

function matchAt(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}
