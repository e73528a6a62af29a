"use client";
import { Ellipsis } from "lucide-react";
import type { Seen, SeenField } from "@/lib/event";
import type { Condition } from "@/lib/search/language";
import { ValueMenu } from "../search/value/menu";

/** From a field to other changes of it, to where it became this or was that. Concealed values lead nowhere. */
export function FieldMenu({ field, label }: { field: SeenField; label: string }) {
  const [before, after] = [searchedValue(field.before), searchedValue(field.after)];
  const ways: { says: string; tree: Condition }[] = [];
  const of = field.name;
  const named = label.toLowerCase();
  if (after) ways.push({ says: `Where ${named} became ${after}`, tree: side("became", of, after) });
  if (before) ways.push({ says: `Where ${named} was ${before}`, tree: side("was", of, before) });
  const copied = after ?? before;
  return (
    <ValueMenu
      value={[{ field: "field", operator: "is", value: of }]}
      says={`changes of ${named}`}
      label={`More with ${label}`}
      same={ways}
      copy={copied}
      className="inline-grid size-6 place-items-center rounded-control align-middle text-ink-3 invisible group-focus-within/row:visible group-hover/row:visible hover:bg-hover hover:text-ink [margin-block:-4px] pointer-coarse:visible data-[state=open]:visible"
    >
      <Ellipsis size={14} />
    </ValueMenu>
  );
}

function side(field: "was" | "became", of: string, value: string): Condition {
  return { field, operator: "is", value, of };
}

/** What a search finds the value by; long texts are found by their words alone. */
function searchedValue(seen: Seen | undefined): string | undefined {
  if (seen?.state !== "shown") return undefined;
  const { value } = seen;
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" && value.length <= 200 ? value : undefined;
}
