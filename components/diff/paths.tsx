import type { PathChange } from "@/lib/event";
import { readPart } from "@/lib/event";
import { Long } from "./long";
import { Missing, tint } from "./value";

/** Paths that stand open. */
const mostShown = 100;

/** One side of a document that changed: path by path, and the whole of it to open. */
export function ChangedPaths({
  changes,
  side,
  whole,
}: {
  changes: PathChange[];
  side: "before" | "after";
  whole?: string;
}) {
  const shown = changes.slice(0, mostShown);
  return (
    <>
      <ul className="grid gap-1">
        {shown.map((change) => (
          <li key={`${change.kind} ${change.path}`}>
            {change.path && <bdi className="block text-meta text-ink-3">{change.path}</bdi>}
            <PathValue change={change} side={side} />
          </li>
        ))}
      </ul>
      {changes.length > shown.length && (
        <p className="text-meta text-ink-3">
          {changes.length - shown.length} more changes stand in the whole document.
        </p>
      )}
      {whole !== undefined && <Long text={whole} says="Whole document" folded />}
    </>
  );
}

function PathValue({ change, side }: { change: PathChange; side: "before" | "after" }) {
  if (change.kind === "order") return <Missing>{side === "before" ? "In this order" : "In another order"}</Missing>;
  const part = change[side];
  if (part === undefined) return <Missing>Not there</Missing>;
  const { text, empty } = readPart(part);
  return empty ? <Missing>{text}</Missing> : <bdi className={`whitespace-pre-wrap ${tint(side)}`}>{text}</bdi>;
}
