// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as grids loses its roles in some browsers
import type { ReactNode } from "react";
import type { Json, Manner, PathChange, Piece, SeenField } from "@/lib/event";
import {
  countOf,
  currencyName,
  differenceOfDocuments,
  differenceOfItems,
  differenceOfText,
  itemsOf,
  listWords,
  pathChanges,
  readDocument,
} from "@/lib/event";
import { exactTime, secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { ChangedPaths } from "./paths";
import { FieldSide, type Side } from "./value";
import { MarkedWords } from "./words";

/** How each side of a field reads: all that its cells need besides the field. */
export interface Manners {
  before?: Manner;
  after?: Manner;
  value?: Manner;
}

/** What comparing both sides of a field showed. */
export interface Compared {
  words?: Piece[];
  paths?: PathChange[];
  /** Under the name of the field: what was compared, and how much of it changed. */
  note: string;
}

export const sideWords: Record<Side, string> = { before: "Before", after: "After", plain: "Value" };

/** The cells of a row: one for each side. */
export function Cells({
  field,
  sides,
  manners,
  compared,
  zone,
  more,
}: {
  field: SeenField;
  sides: Side[];
  manners: Manners;
  compared: Compared;
  zone: Zone;
  /** Stands behind the last value. */
  more?: ReactNode;
}) {
  return sides.map((side) => {
    const alone = sides.length === 1;
    const both = !alone && side !== "plain";
    const inOne = both && side === "after" && compared.words;
    return (
      <td
        role="cell"
        key={side}
        className={`prose-wrap min-w-0 px-3 py-2 @max-[40rem]/diff:grid @max-[40rem]/diff:grid-cols-[3.25rem_minmax(0,1fr)] @max-[40rem]/diff:gap-2.5 @max-[40rem]/diff:px-0 @max-[40rem]/diff:pt-1.5 @max-[40rem]/diff:pb-0 ${side === "before" ? "text-before" : ""} ${both && side === "after" ? "border-line group-data-[look=side]/diff:@min-[40rem]/diff:border-l" : ""} ${inOne ? "group-data-[look=inline]/diff:hidden" : ""} ${both && side === "before" && compared.words ? "group-data-[look=inline]/diff:@min-[40rem]/diff:col-span-2" : ""}`}
      >
        <span aria-hidden="true" className="text-meta leading-5 text-ink-3 @min-[40rem]/diff:hidden">
          {alone ? "Value" : sideWords[side]}
        </span>
        <div
          className={`min-w-0 ${both && side === "after" ? "group-data-[look=inline]/diff:@min-[40rem]/diff:flex group-data-[look=inline]/diff:@min-[40rem]/diff:gap-3" : ""}`}
        >
          {both && side === "after" && (
            <span
              aria-hidden="true"
              className="hidden text-ink-3 group-data-[look=inline]/diff:@min-[40rem]/diff:inline"
            >
              →
            </span>
          )}
          <div className="min-w-0">
            <Cell {...{ field, side, alone, manners, compared, zone }} />
            {side === sides[sides.length - 1] && more}
          </div>
        </div>
      </td>
    );
  });
}

interface CellProps {
  field: SeenField;
  side: Side;
  alone: boolean;
  manners: Manners;
  compared: Compared;
  zone: Zone;
}

function Cell({ field, side, alone, manners, compared, zone }: CellProps): ReactNode {
  if (side === "plain")
    return <FieldSide field={field} seen={field.value} side="plain" manner={reading(manners.value, zone)} />;
  const [seen, other] = side === "before" ? [field.before, field.after] : [field.after, field.before];
  if (!alone && compared.words) return <MarkedWords pieces={compared.words} side={side} />;
  if (!alone && compared.paths) return <ChangedPaths changes={compared.paths} side={side} whole={shownText(seen)} />;
  return (
    <FieldSide
      field={field}
      seen={seen}
      side={alone ? "plain" : side}
      other={other}
      manner={reading(manners[side], zone)}
    />
  );
}

/** In the reader's zone; the digits after the second only where there are any. */
function reading(manner: Manner | undefined, zone: Zone): Manner {
  return { ...manner, moment: (time) => (/\.0+Z$/.test(time) ? secondTime(time, zone) : exactTime(time, zone)) };
}

function shownText(seen: SeenField["before"]): string | undefined {
  return seen?.state === "shown" && typeof seen.value === "string" ? seen.value : undefined;
}

/** Compares both sides of a field, and says how; costs time, so it is done once for a row. */
export function compare(field: SeenField, sides: Side[], { before, after, value }: Manners): Compared {
  if (field.mode === "hash") return { note: "Kept as a keyed hash" };
  if (field.mode === "omit") return { note: "Values are not recorded" };
  const concealed = field.mode === "conceal" ? "Concealed field" : undefined;
  const { hint, currency, referred } = after ?? value ?? before ?? {};
  const said = concealed ?? (hint?.money && currency ? currencyName(currency) : referred ? "Shown by name" : "");
  if (sides.length < 2) return { note: said };
  const seen = compareSides(field);
  return seen ? { ...seen, note: concealed ? `${concealed}. ${seen.note}` : seen.note } : { note: said };
}

function compareSides(field: SeenField): Compared | undefined {
  if (field.before?.state !== "shown" || field.after?.state !== "shown") return undefined;
  const [then, now] = [field.before.value, field.after.value];
  const items = [itemsOf(then, field.typeBefore ?? field.type), itemsOf(now, field.type)] as const;
  if (items[0] && items[1] && field.type.endsWith("[]")) {
    const words = listWords(differenceOfItems(items[0], items[1]));
    return { note: words ? `List: ${words}` : "" };
  }
  const documents = [readDocument(then, field.typeBefore ?? field.type), readDocument(now, field.type)] as const;
  if (documents[0] !== undefined && documents[1] !== undefined) return comparePaths(documents[0], documents[1]);
  if (typeof then !== "string" || typeof now !== "string" || /^(jsonb?|bytea)$/i.test(field.type)) return undefined;
  const words = differenceOfText(then, now);
  return (
    words && { words, note: `Long text: ${wordCount(words, "removed")} removed, ${wordCount(words, "added")} added` }
  );
}

function comparePaths(before: Json, after: Json): Compared {
  const difference = differenceOfDocuments(before, after);
  if (!difference) return { note: "Too much changed to compare it part by part" };
  const paths = pathChanges(before, difference);
  return paths.length === 0
    ? { note: "Only its spelling changed" }
    : { paths, note: `${countOf(String(paths.length), "part")} changed` };
}

function wordCount(pieces: Piece[], kind: Piece["kind"]): string {
  const words = pieces
    .filter((piece) => piece.kind === kind)
    .flatMap(({ text }) => text.match(/[\p{L}\p{N}]+(?:[-’'][\p{L}\p{N}]+)*/gu) ?? []);
  return kind === "removed" ? countOf(String(words.length), "word") : String(words.length);
}
