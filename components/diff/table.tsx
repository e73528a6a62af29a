import { UnfoldVertical } from "lucide-react";
import type { ReactNode } from "react";
import type { SeenEvent, SeenField } from "@/lib/event";
import { capitalised, countOf, differenceOfFields, differenceOfWords, itemsOf, readsAsText, words } from "@/lib/event";
import { FieldSide, type Side } from "./value";
import { MarkedWords } from "./words";

type Change = NonNullable<SeenEvent["change"]>;

/** Before and after, changed fields first. A new or a deleted record has one side, so it has one column. */
export function DiffTable({ change }: { change: Change }) {
  const { changed, unchanged } = differenceOfFields(change);
  const sides: Side[] =
    change.operation === "update" ? ["before", "after"] : [change.operation === "insert" ? "after" : "before"];
  return (
    <>
      <Fields fields={changed} sides={sides} />
      {unchanged.length > 0 && (
        <details className="group border-t border-line">
          <summary className="flex min-h-11 list-none items-center gap-2 px-5 text-dense font-[520] text-accent hover:text-accent-hover max-md:px-4 [&::-webkit-details-marker]:hidden">
            <UnfoldVertical size={14} />
            <span className="group-open:hidden">Show {countOf(String(unchanged.length), "unchanged field")}</span>
            <span className="hidden group-open:inline">
              Hide {countOf(String(unchanged.length), "unchanged field")}
            </span>
          </summary>
          <Fields fields={unchanged} sides={["plain"]} />
        </details>
      )}
    </>
  );
}

/** "7 of 21 fields" */
export function changeCount(change: Change): string {
  const { changed } = differenceOfFields(change);
  const all = String(change.fields.length);
  if (change.operation !== "update") return countOf(all, "field");
  return `${changed.length} of ${countOf(all, "field")}`;
}

const heads: Record<Side, string> = { before: "Before", after: "After", plain: "Value" };

function Fields({ fields, sides }: { fields: SeenField[]; sides: Side[] }) {
  if (fields.length === 0) return null;
  return (
    <table className="w-full table-fixed border-t border-line text-dense max-md:block">
      <thead className="max-md:sr-only">
        <tr className="bg-canvas text-left text-meta text-ink-3 [&>th]:px-3 [&>th]:py-2 [&>th]:font-[560]">
          <th scope="col" className="w-44 !pl-5">
            Field
          </th>
          {sides.map((side) => (
            <th key={side} scope="col" className={side === "after" && sides.length > 1 ? "border-l border-line" : ""}>
              {sides.length === 1 && side !== "plain" ? "Value" : heads[side]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {fields.map((field) => (
          <FieldRow key={field.name} field={field} sides={sides} />
        ))}
      </tbody>
    </table>
  );
}

function FieldRow({ field, sides }: { field: SeenField; sides: Side[] }) {
  const marked = sides.length > 1 ? markedWords(field) : undefined;
  return (
    <tr className="border-t border-line align-top max-md:block max-md:px-4 max-md:py-2.5 max-md:first:border-t-0">
      <th scope="row" className="prose-wrap py-2 pr-3 pl-5 text-left font-[560] max-md:block max-md:p-0">
        {capitalised(words(field.name))}
        <small className="block text-meta leading-4 font-normal text-ink-3">
          {noteOf(field, Boolean(marked), sides)}
        </small>
      </th>
      {sides.map((side) => (
        <td
          key={side}
          className={`prose-wrap px-3 py-2 max-md:grid max-md:grid-cols-[3.25rem_minmax(0,1fr)] max-md:gap-2.5 max-md:border-0 max-md:px-0 max-md:pt-1.5 max-md:pb-0 ${side === "after" && sides.length > 1 ? "border-l border-line" : ""} ${side === "before" ? "text-before" : ""}`}
        >
          <span aria-hidden="true" className="text-meta leading-5 text-ink-3 md:hidden">
            {sides.length === 1 ? "Value" : heads[side]}
          </span>
          <div className="min-w-0">
            {marked ? (
              <MarkedWords pieces={marked} side={side as "before" | "after"} />
            ) : (
              <Cell field={field} side={side} alone={sides.length === 1} />
            )}
          </div>
        </td>
      ))}
    </tr>
  );
}

function Cell({ field, side, alone }: { field: SeenField; side: Side; alone: boolean }): ReactNode {
  if (side === "plain") return <FieldSide field={field} seen={field.value} side="plain" />;
  const [seen, other] = side === "before" ? [field.before, field.after] : [field.after, field.before];
  return <FieldSide field={field} seen={seen} side={alone ? "plain" : side} other={other} />;
}

function shownText(seen: SeenField["before"]): string | undefined {
  return seen?.state === "shown" && typeof seen.value === "string" ? seen.value : undefined;
}

function markedWords(field: SeenField) {
  const before = shownText(field.before);
  const after = shownText(field.after);
  if (before === undefined || after === undefined || field.type.endsWith("[]") || !readsAsText(before, after))
    return undefined;
  return differenceOfWords(before, after);
}

/** What a reader may want to know of the field besides its values. */
function noteOf(field: SeenField, isText: boolean, sides: Side[]): string {
  if (field.mode === "conceal") return "Concealed field";
  if (field.mode === "hash") return "Kept as a keyed hash";
  if (field.mode === "omit") return "Values are not recorded";
  if (isText) return "Long text";
  if (sides.length < 2) return "";
  const before = field.before?.state === "shown" ? itemsOf(field.before.value, field.type) : undefined;
  const after = field.after?.state === "shown" ? itemsOf(field.after.value, field.type) : undefined;
  if (!before || !after) return "";
  const gone = before.filter((item) => !after.includes(item)).length;
  const come = after.filter((item) => !before.includes(item)).length;
  return `List: ${gone} removed, ${come} added`;
}
