import { EyeOff } from "lucide-react";
import type { Seen, SeenField } from "@/lib/event";
import { itemsOf, readValue } from "@/lib/event";
import { Chip } from "../ui/chip";

/** How a whole value is set: as it stood before, as it stands after, or without a change. */
export type Side = "before" | "after" | "plain";

const tints: Record<Side, string> = {
  before: "rounded-mark bg-before-soft px-1.5 py-px text-before box-decoration-clone",
  after: "rounded-mark bg-after-soft px-1.5 py-px font-[540] text-after box-decoration-clone",
  plain: "",
};

/** One side of a field: its value, or plainly why there is none to read. */
export function FieldSide({
  field,
  seen,
  side,
  other,
}: {
  field: SeenField;
  seen: Seen | undefined;
  side: Side;
  other?: Seen;
}) {
  if (!seen || seen.state === "omitted") {
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
      return <Shown field={field} seen={seen} side={side} other={other} />;
  }
}

function Shown({
  field,
  seen,
  side,
  other,
}: {
  field: SeenField;
  seen: Seen & { state: "shown" };
  side: Side;
  other?: Seen;
}) {
  const items = itemsOf(seen.value, field.type);
  if (items && items.length > 0) {
    const others = other?.state === "shown" ? new Set(itemsOf(other.value, field.type)) : new Set<string>();
    return (
      <ul className="grid justify-items-start gap-0.5">
        {items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list may hold a value twice, and it does not move
          <li key={`${at}-${item}`} className={others.has(item) ? "text-ink-3" : ""}>
            <bdi className={others.has(item) || side === "plain" ? "" : `-ml-1.5 ${tints[side]}`}>{item}</bdi>
          </li>
        ))}
      </ul>
    );
  }
  const { text, empty } = readValue(seen.value, field.type, field.name);
  if (empty) return <Missing>{text}</Missing>;
  return <bdi className={`whitespace-pre-wrap ${tints[side]} ${side === "plain" ? "" : "-ml-1.5"}`}>{text}</bdi>;
}

export function Missing({ children }: { children: React.ReactNode }) {
  return <em className="text-ink-3">{children}</em>;
}

function cut(hash: string): string {
  return hash.length > 20 ? `${hash.slice(0, 10)}…${hash.slice(-6)}` : hash;
}
