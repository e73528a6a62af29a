/** The text of a query, cut into what stands side by side in the bar: one piece, one token. Pure. */
import { isCondition, limits, type Mistake, parseQuery, type Tree } from "@/lib/search/language";

export interface Piece {
  text: string;
  tree: Tree;
  /** What of it cannot be understood; places count from the start of this piece. */
  mistakes: Mistake[];
}

/** Characters of a query at most. */
export const longest = limits.characters;

/** The pieces of a text, mistakes among them, so that nothing is lost which somebody typed. */
export function cut(text: string): string[] {
  const { parts, mistakes } = parseQuery(text);
  const pieces: { from: number; to: number }[] = [];
  for (const { from, to } of [...parts, ...mistakes].sort((one, other) => one.from - other.from || other.to - one.to)) {
    const last = pieces.at(-1);
    if (last && from < last.to) last.to = Math.max(last.to, to);
    else pieces.push({ from, to });
  }
  return pieces.map(({ from, to }) => text.slice(from, to).trim()).filter(Boolean);
}

/** The pieces as one text again. Beside others, alternatives stand in parentheses: OR would reach over all of them. */
export function joined(pieces: readonly string[]): string {
  const kept = pieces.map((piece) => piece.trim()).filter(Boolean);
  return kept.length === 1 ? (kept[0] ?? "") : kept.map((piece) => (reaches(piece) ? `(${piece})` : piece)).join(" ");
}

/** Whether a piece would take in what stands beside it. */
function reaches(piece: string): boolean {
  return /\bor\b/i.test(piece) && parseQuery(`${piece} x`).parts.length === 1;
}

/** Whether a text ends within a quotation or parenthesis, or waits for what a sign, OR or NOT belongs to. */
export function isOpen(text: string): boolean {
  const plain = text.replaceAll(/\\./g, "").replaceAll(/"[^"]*"/g, "x");
  if (plain.includes('"')) return true;
  if (plain.split("(").length > plain.split(")").length) return true;
  return /(^|\s)(or|and|not|-)\s*$/i.test(plain) || /[:=<>]\s*$/.test(plain);
}

const read = new Map<string, Piece>();

/** What a piece means; the same text is read once. */
export function pieceOf(text: string): Piece {
  const known = read.get(text);
  if (known) return known;
  const { tree, mistakes } = parseQuery(text);
  if (read.size > 500) read.clear();
  const piece = { text, tree, mistakes };
  read.set(text, piece);
  return piece;
}

/** Whether a piece is a word to look for, without quotation marks: more words may follow it. */
export function isBare(text: string): boolean {
  const { tree, mistakes } = pieceOf(text);
  return mistakes.length === 0 && isCondition(tree) && tree.field === "text" && !/["“”„]/.test(text);
}
