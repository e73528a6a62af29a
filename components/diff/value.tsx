import { EyeOff } from "lucide-react";
import type { ReactNode } from "react";
import type { Manner, Seen, SeenField } from "@/lib/event";
import { differenceOfItems, itemsOf, readDocument, readField, readPart } from "@/lib/event";
import { Chip } from "../ui/chip";
import { Binary, Digest, digestIn } from "./bytes";
import { Long, longest } from "./long";

/** How a whole value is set: as it stood before, as it stands after, or without a change. */
export type Side = "before" | "after" | "plain";

const tints: Record<Side, string> = {
  before: "rounded-mark bg-before-soft px-1.5 py-px text-before box-decoration-clone",
  after: "rounded-mark bg-after-soft px-1.5 py-px font-[540] text-after box-decoration-clone",
  plain: "",
};

/** One side of a field: its value, or plainly why there is none to read. `manner`: how its hints say that it is read. */
export function FieldSide({
  field,
  seen,
  side,
  other,
  manner,
}: {
  field: SeenField;
  seen: Seen | undefined;
  side: Side;
  other?: Seen;
  manner?: Manner;
}) {
  if (!seen || seen.state === "omitted") {
    // a field of a document may come into being or vanish: then it was not there, which is neither null nor empty
    if (!seen && other && field.mode !== "omit") return <Missing>Not there</Missing>;
    return <Missing>{field.changed && side === "after" ? "Not recorded; it changed" : "Not recorded"}</Missing>;
  }
  switch (seen.state) {
    case "hidden":
      return (
        <Chip look="claimed">
          <EyeOff size={13} /> {field.changed && side === "after" ? "Hidden: changed" : "Hidden"}
        </Chip>
      );
    case "erased":
      return <Missing>Erased; its proof still holds</Missing>;
    case "hashed":
      return (
        <span>
          <code className={`text-meta break-all ${tints[side]}`}>{cut(seen.hash)}</code>{" "}
          <span className="text-meta text-ink-3">keyed hash</span>
        </span>
      );
    case "shown":
      return <Shown field={field} value={seen.value} side={side} other={other} manner={manner} />;
  }
}

interface ShownProps {
  field: SeenField;
  value: (Seen & { state: "shown" })["value"];
  side: Side;
  other?: Seen;
  manner?: Manner;
}

function Shown({ field, value, side, other, manner }: ShownProps): ReactNode {
  const type = (side === "before" && field.typeBefore) || field.type;
  const digest = digestIn(value);
  if (digest) return <Digest {...digest} />;
  if (typeof value === "string" && /^bytea$/i.test(type) && value.startsWith("\\x")) {
    return <Binary text={value} className={tint(side)} />;
  }
  const items = itemsOf(value, type);
  if (items && items.length > 0) return <Items items={items} type={type} side={side} other={other} />;
  if (/^jsonb?$/i.test(type) || type === "document") return <Part {...{ field, value, side, type }} />;
  const { text, empty, raw } = readField(value, type, field.name, manner);
  if (empty) return <Missing>{text}</Missing>;
  if (text.length > longest) return <Long text={text} />;
  if (raw === undefined) return <bdi className={`whitespace-pre-wrap ${tint(side)}`}>{text}</bdi>;
  return (
    <>
      <bdi className={`group-data-[raw=yes]/diff:hidden ${tint(side)}`}>{text}</bdi>
      <bdi className={`mono hidden text-meta group-data-[raw=yes]/diff:inline ${tint(side)}`}>{raw}</bdi>
    </>
  );
}

/** A document that is not compared: shortly what it holds, and its text to open. */
function Part({ value, side, type }: Pick<ShownProps, "value" | "side"> & { type: string }) {
  if (value === null) return <Missing>No value</Missing>;
  const document = readDocument(value, type);
  const whole = typeof value === "string" ? value : undefined;
  const { text, empty } =
    document === undefined ? { text: "Too large or not readable as JSON" } : readPart(document, 600);
  return (
    <>
      {empty || document === undefined ? <Missing>{text}</Missing> : <bdi className={tint(side)}>{text}</bdi>}
      {whole !== undefined && whole.length > 40 && <Long text={whole} says="Whole document" folded />}
    </>
  );
}

function Items({ items, type, side, other }: { items: string[]; type: string; side: Side; other?: Seen }) {
  const others = side !== "plain" && other?.state === "shown" ? itemsOf(other.value, type) : undefined;
  const difference =
    others && (side === "before" ? differenceOfItems(items, others).gone : differenceOfItems(others, items).come);
  const shown = items.slice(0, 200);
  return (
    <ul className="grid justify-items-start gap-0.5">
      {shown.map((item, at) => {
        const same = difference ? !difference[at] : false;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list may hold a value twice, and it does not move
          <li key={`${at}-${item}`} className={same ? "text-ink-3" : ""}>
            <bdi className={same ? "" : tint(side)}>{item}</bdi>
          </li>
        );
      })}
      {items.length > shown.length && (
        <li>
          <Long text={items.slice(shown.length).join("\n")} says={`${items.length - shown.length} more items`} folded />
        </li>
      )}
    </ul>
  );
}

export function Missing({ children }: { children: ReactNode }) {
  return <em className="text-ink-3">{children}</em>;
}

/** The tint of a value that changed; its text stands in line with what has none. */
export function tint(side: Side): string {
  return side === "plain" ? "" : `-ml-1.5 ${tints[side]}`;
}

function cut(hash: string): string {
  return hash.length > 20 ? `${hash.slice(0, 10)}…${hash.slice(-6)}` : hash;
}
