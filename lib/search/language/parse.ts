/**
 * From text to tree:
 *
 *     any  = all { "OR" all }
 *     all  = term { [ "AND" ] term }
 *     term = { "-" | "NOT" } ( "(" any ")" | name sign "(" any ")" | name sign value | value )
 *
 * A mistake is marked and left out; all the rest is searched. Pure.
 */
import type { Mistake } from "./ask.ts";
import { settled, wrongWith } from "./condition.ts";
import { cutTokens, type Term, type Token } from "./cut.ts";
import { fieldOf, type Meaning } from "./named.ts";
import { normalise } from "./normal.ts";
import { isOwn, ownOnce } from "./own.ts";
import { demands, type Tree } from "./tree.ts";

/** What a query may have at most: characters, conditions, parentheses within one another. */
export const limits = { characters: 4_000, conditions: 100, depth: 10, mistakes: 20 } as const;

interface Place {
  from: number;
  to: number;
}

/** What stands side by side at the top of the text, and where. */
export interface Part extends Place {
  tree: Tree;
}

export interface Parsed {
  /** Normalised; `everything` where nothing is asked. */
  tree: Tree;
  mistakes: Mistake[];
  /** In their order; what was left out as a mistake is none. One where the whole is joined by OR. */
  parts: Part[];
}

/** Never throws, whatever the text. */
export function parseQuery(text: string): Parsed {
  const mistakes: Mistake[] = [];
  const tokens = cutTokens(within(text, mistakes), mistakes);
  const parser = new Parser(tokens, mistakes);
  const top = parser.top();
  const kept = ownMistakes(top, parser.owns, mistakes);
  const parts = kept.map(({ tree, ...place }) => ({ ...place, tree: normalise(tree) }));
  const said = mistakes.sort((a, b) => a.from - b.from || a.to - b.to);
  return { tree: normalise({ all: parts.map(({ tree }) => tree) }), mistakes: together(said), parts };
}

/** The text as far as it is read: to the last blank within the limit. */
function within(text: string, mistakes: Mistake[]): string {
  if (text.length <= limits.characters) return text;
  const blank = text.slice(0, limits.characters + 1).search(/\s\S*$/);
  const end = Math.max(blank, 0);
  mistakes.push({
    from: end,
    to: text.length,
    sentence: `A query has at most ${limits.characters} characters, and this one has ${text.length}. What stands here is left out.`,
  });
  return text.slice(0, end);
}

/** Mistakes of one kind that follow each other are one. */
function together(mistakes: Mistake[]): Mistake[] {
  const said: Mistake[] = [];
  for (const mistake of mistakes) {
    const last = said.at(-1);
    if (last && last.sentence === mistake.sentence && mistake.from <= last.to + 1)
      last.to = Math.max(last.to, mistake.to);
    else said.push({ ...mistake });
  }
  return said.slice(0, limits.mistakes);
}

class Parser {
  private at = 0;
  private count = 0;
  /** Where conditions on Vouch’s own entries stand. */
  readonly owns: Place[] = [];
  /** Above zero within a group that is left out: what stands there is passed over in silence. */
  private muted = 0;
  private readonly tokens: readonly Token[];
  private readonly mistakes: Mistake[];

  constructor(tokens: readonly Token[], mistakes: Mistake[]) {
    this.tokens = tokens;
    this.mistakes = mistakes;
  }

  /** What stands side by side, or the one thing that all of it is. */
  top(): Part[] {
    const groups = this.alternatives(undefined, 0);
    if (groups.length <= 1) return groups[0] ?? [];
    const all = groups.flat();
    return [{ from: all[0]?.from ?? 0, to: all.at(-1)?.to ?? 0, tree: anyOf(groups) }];
  }

  private alternatives(meaning: Meaning | undefined, depth: number): Part[][] {
    const groups: Part[][] = [];
    let joined: Token | undefined;
    for (;;) {
      const group = this.together(meaning, depth);
      if (group.parts.length > 0) groups.push(group.parts);
      const empty = group.read === 0;
      if (empty && joined) this.wrong(joined, "OR stands between two conditions. It is left out.");
      const next = this.tokens[this.at];
      if (next?.kind !== "or") return groups;
      if (empty && !joined) this.wrong(next, "OR stands between two conditions. It is left out.");
      joined = empty ? undefined : next;
      this.at++;
    }
  }

  private together(meaning: Meaning | undefined, depth: number): { parts: Part[]; read: number } {
    const parts: Part[] = [];
    let read = 0;
    for (let token = this.tokens[this.at]; token && token.kind !== "or"; token = this.tokens[this.at]) {
      if (token.kind === "close") {
        if (depth > 0) break;
        this.wrong(token, "This parenthesis closes nothing. It is left out.");
        this.at++;
      } else if (token.kind === "and") {
        this.at++;
        const next = this.tokens[this.at]?.kind;
        if (read === 0 || next === undefined || next === "or" || next === "close" || next === "and")
          this.wrong(token, "AND stands between two conditions, and need not be written. It is left out.");
      } else {
        read++;
        const tree = this.term(meaning, depth);
        if (tree) parts.push({ from: token.from, to: this.tokens[this.at - 1]?.to ?? token.to, tree });
      }
    }
    return { parts, read };
  }

  private term(meaning: Meaning | undefined, depth: number): Tree | undefined {
    let not = false;
    let token = this.tokens[this.at];
    const first = token;
    for (; token?.kind === "minus" || token?.kind === "not"; token = this.tokens[++this.at]) not = !not;
    if (token?.kind !== "open" && token?.kind !== "term") {
      if (first) this.wrong(first, "NOT stands before a condition. It is left out.");
      return undefined;
    }
    this.at++;
    const tree = token.kind === "term" ? this.condition(token, meaning, depth) : this.group(token, meaning, depth);
    return tree && not ? { not: tree } : tree;
  }

  private condition(token: Term, around: Meaning | undefined, depth: number): Tree | undefined {
    const meant = token.head ? fieldOf(token.head, token.value) : (around ?? words);
    const wrong = "wrong" in meant ? meant.wrong : undefined;
    const opened = token.opens ? this.tokens[this.at++] : undefined;
    if (opened) {
      if (wrong !== undefined) this.wrong(token, wrong);
      this.muted += wrong === undefined ? 0 : 1;
      const group = this.group(opened, "wrong" in meant ? undefined : meant, depth);
      this.muted -= wrong === undefined ? 0 : 1;
      return wrong === undefined && group && !("wrong" in meant) && meant.not
        ? { not: group }
        : wrong === undefined
          ? group
          : undefined;
    }
    if ("wrong" in meant) return this.wrong(token, meant.wrong);
    const { not, ...asked } = meant;
    if (asked.field === "own") this.owns.push(token);
    const condition = settled({ ...asked, value: token.value });
    const sentence = wrongCharacters(token) ?? wrongWith(condition);
    if (sentence !== undefined) return this.wrong(token, sentence);
    if (this.muted === 0 && ++this.count > limits.conditions) return this.tooMany(token);
    return not && token.head ? { not: condition } : condition;
  }

  /** From an opening parenthesis to its end. */
  private group(open: Token, meaning: Meaning | undefined, depth: number): Tree | undefined {
    if (depth >= limits.depth) return this.tooDeep(open);
    const [before, said] = [this.at, this.mistakes.length];
    const groups = this.alternatives(meaning, depth + 1);
    const close = this.tokens[this.at];
    if (close?.kind === "close") this.at++;
    else this.wrong(open, "This parenthesis is never closed. It is taken to close at the end of the text.");
    if (groups.length === 0 && said === this.mistakes.length && this.at - before <= 1)
      this.wrong({ from: open.from, to: close?.to ?? open.to }, "There is nothing between these parentheses.");
    return groups.length === 0 ? undefined : anyOf(groups);
  }

  private tooDeep(open: Token): undefined {
    let [depth, to] = [1, open.to];
    for (let token = this.tokens[this.at]; token && depth > 0; token = this.tokens[++this.at]) {
      if (token.kind === "open") depth++;
      if (token.kind === "close") depth--;
      to = token.to;
    }
    this.wrong(
      { from: open.from, to },
      `Parentheses may stand at most ${limits.depth} deep within one another. What stands here is left out.`,
    );
  }

  private tooMany({ from }: Token): undefined {
    const to = this.tokens.at(-1)?.to ?? from;
    this.wrong({ from, to }, `A query has at most ${limits.conditions} conditions. What stands here is left out.`);
    this.at = this.tokens.length;
  }

  private wrong({ from, to }: { from: number; to: number }, sentence: string): undefined {
    if (this.muted === 0) this.mistakes.push({ from, to, sentence });
  }
}

const words: Meaning = { field: "text", operator: "is", not: false };

function anyOf(groups: readonly Part[][]): Tree {
  const members = groups.map((parts): Tree => ({ all: parts.map(({ tree }) => tree) }));
  return members.length === 1 ? (members[0] as Tree) : { any: members };
}

function wrongCharacters({ unseen }: { unseen?: string }): string | undefined {
  if (unseen === undefined) return undefined;
  const point = unseen.codePointAt(0) ?? 0;
  if (point === 0 || !unseen.isWellFormed())
    return "This contains characters that no entry can contain. It is left out of the search.";
  const code = point.toString(16).padStart(4, "0");
  return `This contains a character that cannot be seen (U+${code.toUpperCase()}). Delete it, or write it as \\u{${code}} within quotation marks.`;
}

function ownMistakes(parts: readonly Part[], owns: readonly Place[], mistakes: Mistake[]): Part[] {
  let known = false;
  return parts.map((part) => {
    const { kept, nested, doubled } = ownOnce(demands(normalise(part.tree)), known);
    const sentence = nested
      ? "own: holds for the whole search, so it stands alone, without OR or NOT. It is left out."
      : "own: stands once, and this is another one. It is left out.";
    for (const { from, to } of nested || doubled ? owns : []) {
      if (from >= part.from && from < part.to) mistakes.push({ from, to, sentence });
    }
    known ||= kept.some(isOwn);
    return { ...part, tree: { all: kept } };
  });
}
