import type { Piece } from "@/lib/event";

/** One side of a long text, with the words marked that the other side has not. */
export function MarkedWords({ pieces, side }: { pieces: Piece[]; side: "before" | "after" }) {
  const leftOut = side === "before" ? "added" : "removed";
  return (
    <span dir="auto" className="block whitespace-pre-wrap">
      {pieces.map((piece, at) => {
        if (piece.kind === leftOut) return null;
        const key = `${at}-${piece.kind}`;
        if (piece.kind === "removed") return <del key={key}>{piece.text}</del>;
        if (piece.kind === "added") return <ins key={key}>{piece.text}</ins>;
        return <span key={key}>{piece.text}</span>;
      })}
    </span>
  );
}
