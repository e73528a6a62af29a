// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as grids loses its roles in some browsers
// biome-ignore-all lint/a11y/useSemanticElements: the same
import { UnfoldVertical } from "lucide-react";
import type { Names, SeenEvent, SeenField } from "@/lib/event";
import { capitalised, countOf, differenceOfFields, fieldLabel, mannerOf, words } from "@/lib/event";
import type { Zone } from "../event/zone";
import { Cells, compare, type Manners, sideWords } from "./cells";
import { ConcealedCells, ConcealedNote } from "./concealed";
import { FieldLink } from "./field-link";
import { FieldMenu } from "./field-menu";
import type { Side } from "./value";

type Change = NonNullable<SeenEvent["change"]>;

/**
 * Before and after, changed fields first; the others fold. A new or a deleted record has one side, so it has one column.
 *
 * `change`: the operation and its fields. For two versions of a record give `update` and fields with `changed`, `before` and `after`
 * (or `value` where nothing changed), as `SeenField` says. `names`: `entry.names` of an entry of the record, for labels, money, names of
 * other records; nothing is looked up here. `zone`: the reader's. It needs a `DiffFrame` round it for n and p, inline, links to fields,
 * and Reveal, and stands without one too: then it is side by side and concealed values stay hidden.
 */
export function DiffTable({ change, names, zone }: { change: Change; names?: Names; zone: Zone }) {
  const { changed, unchanged } = differenceOfFields(change);
  const sides: Side[] =
    change.operation === "update" ? ["before", "after"] : [change.operation === "insert" ? "after" : "before"];
  const shared = { all: change.fields, names, zone };
  const count = countOf(String(unchanged.length), "unchanged field");
  return (
    <div className="@container/diff">
      <Fields fields={changed} sides={sides} {...shared} />
      {unchanged.length > 0 && (
        <details className="group/unchanged border-t border-line">
          <summary className="flex min-h-11 list-none items-center gap-2 px-5 text-dense font-[520] text-accent hover:text-accent-hover max-md:px-4 [&::-webkit-details-marker]:hidden">
            <UnfoldVertical size={14} />
            <span className="group-open/unchanged:hidden">Show {count}</span>
            <span className="hidden group-open/unchanged:inline">Hide {count}</span>
          </summary>
          <Fields fields={unchanged} sides={["plain"]} {...shared} />
        </details>
      )}
    </div>
  );
}

/** "7 of 21 fields" */
export function changeCount(change: Change): string {
  const { changed } = differenceOfFields(change);
  const all = String(change.fields.length);
  if (change.operation !== "update") return countOf(all, "field");
  return `${changed.length} of ${countOf(all, "field")}`;
}

/** The id of a field's row, to which a link can lead. */
export function fieldAnchor(name: string): string {
  return `field-${name.replace(/\s+/g, "_")}`;
}

interface Shared {
  all: SeenField[];
  names?: Names;
  zone: Zone;
}

const columns = [
  "grid @min-[40rem]/diff:grid-cols-[11rem_minmax(0,1fr)]",
  "grid @min-[40rem]/diff:group-data-[look=inline]/diff:grid-cols-[11rem_fit-content(50%)_minmax(0,1fr)] @min-[40rem]/diff:grid-cols-[11rem_minmax(0,1fr)_minmax(0,1fr)]",
];

function Fields({ fields, sides, ...shared }: { fields: SeenField[]; sides: Side[] } & Shared) {
  if (fields.length === 0) return null;
  const shape = columns[sides.length - 1] ?? "";
  return (
    <table role="table" className="block border-t border-line text-dense">
      <thead role="rowgroup" className="block @max-[40rem]/diff:sr-only">
        <tr
          role="row"
          className={`bg-canvas text-left text-meta text-ink-3 [&>th]:px-3 [&>th]:py-2 [&>th]:font-[560] ${shape}`}
        >
          <th role="columnheader" scope="col" className="!pl-5">
            Field
          </th>
          {sides.map((side) => (
            <th
              role="columnheader"
              key={side}
              scope="col"
              className={
                side === "after" && sides.length > 1
                  ? "border-line group-data-[look=inline]/diff:hidden group-data-[look=side]/diff:border-l"
                  : "whitespace-nowrap"
              }
            >
              {sides.length === 1 && side !== "plain" ? "Value" : sideWords[side]}
              {sides.length > 1 && side === "before" && (
                <span className="hidden group-data-[look=inline]/diff:inline">, then after</span>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="block">
        {fields.map((field) => (
          <FieldRow key={field.name} field={field} sides={sides} shape={shape} {...shared} />
        ))}
      </tbody>
    </table>
  );
}

function FieldRow({
  field,
  sides,
  shape,
  all,
  names,
  zone,
}: { field: SeenField; sides: Side[]; shape: string } & Shared) {
  const manner = (side: keyof Manners) => mannerOf(field, side, all, names);
  const manners: Manners =
    sides[0] === "plain" ? { value: manner("value") } : { before: manner("before"), after: manner("after") };
  const label = capitalised(fieldLabel(field.name, names));
  const concealed = field.mode === "conceal";
  const shared = { field, sides, manners, zone };
  const compared = compare(field, sides, manners);
  return (
    <tr
      role="row"
      id={fieldAnchor(field.name)}
      data-change={sides[0] === "plain" ? undefined : ""}
      tabIndex={-1}
      className={`group/row relative scroll-mt-28 border-t border-line outline-none target:bg-accent-soft focus:bg-accent-soft focus:shadow-[inset_3px_0_0_var(--color-accent)] @max-[40rem]/diff:px-4 @max-[40rem]/diff:py-2.5 ${shape}`}
    >
      <th
        role="rowheader"
        scope="row"
        className="prose-wrap min-w-0 py-2 pr-3 pl-5 text-left font-[560] @max-[40rem]/diff:p-0"
      >
        <bdi>{label}</bdi>
        <FieldLink anchor={fieldAnchor(field.name)} label={label} />
        {field.changed && <FieldMenu field={field} label={label} />}
        <small className="block text-meta leading-4 font-normal text-ink-3">
          {concealed ? <ConcealedNote {...shared} /> : compared.note}
          {label !== capitalised(words(field.name)) && (
            <span className="hidden group-data-[raw=yes]/diff:block">
              <code className="break-all">{field.name}</code>
            </span>
          )}
        </small>
      </th>
      {concealed ? <ConcealedCells {...shared} label={label} /> : <Cells {...shared} compared={compared} />}
    </tr>
  );
}
