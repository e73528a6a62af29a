import type { Piece } from "@/lib/event";
import { cut, grouped } from "@/lib/event";

/** Characters that stay in sight on either side of a change. */
const context = 240;
/** Characters of one change that stand open. */
const longestPiece = 8_000;

/**
 * One side of a long text, with the words marked that the other side has not. Set inline, the side before has both; what did not
 * change is folded where it is long.
 */
export function MarkedWords({ pieces, side }: { pieces: Piece[]; side: "before" | "after" }) {
  return (
    <div dir="auto" className="whitespace-pre-wrap">
      {pieces.map((piece, at) => {
        const key = `${at}-${piece.kind}`;
        if (piece.kind === "same") {
          return <Same key={key} text={piece.text} first={at === 0} last={at === pieces.length - 1} />;
        }
        if (piece.kind === "removed") {
          return side === "before" ? <del key={key}>{shortened(piece.text)}</del> : null;
        }
        const elsewhere = side === "before" ? "hidden group-data-[look=inline]/diff:inline" : undefined;
        return (
          <ins key={key} className={elsewhere}>
            {shortened(piece.text)}
          </ins>
        );
      })}
    </div>
  );
}

function Same({ text, first, last }: { text: string; first: boolean; last: boolean }) {
  if (text.length <= context * 3) return <span>{text}</span>;
  // cut at white space, so that no word is torn
  const start = first ? "" : (/^[\s\S]*\s/.exec(cut(text, context))?.[0] ?? cut(text, context));
  const behind = text.slice(text.length - context);
  const from = last ? text.length : text.length - (behind.length - Math.max(behind.search(/\s/), 0));
  const middle = text.slice(start.length, from);
  return (
    <span>
      {start}
      <details className="group/same inline">
        <summary className="mx-1 inline list-none rounded-mark bg-sunken px-1.5 text-meta font-[520] text-accent [&::-webkit-details-marker]:hidden">
          <span className="group-open/same:hidden">{grouped(String(middle.length))} characters unchanged</span>
          <span className="hidden group-open/same:inline">Hide what is unchanged</span>
        </summary>
        <span>{middle}</span>
      </details>
      {text.slice(from)}
    </span>
  );
}

function shortened(text: string): string {
  if (text.length <= longestPiece) return text;
  return `${cut(text, longestPiece)}… (${grouped(String(text.length - longestPiece))} more characters)`;
}
