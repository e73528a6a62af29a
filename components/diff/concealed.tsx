"use client";
import { createContext, useContext } from "react";
import type { SeenField } from "@/lib/event";
import type { Zone } from "../event/zone";
import { linkStyle } from "../ui/link";
import { Cells, compare, type Manners } from "./cells";
import type { Side } from "./value";

/** What has been revealed on this page for the moment, and how to ask for more; outside of it concealed values stay hidden. */
export interface Reveals {
  shown(field: string): SeenField | undefined;
  /** Absent where the reader may not. */
  ask?(field: string): void;
}

export const RevealContext = createContext<Reveals | undefined>(undefined);

interface Props {
  field: SeenField;
  sides: Side[];
  manners: Manners;
  zone: Zone;
}

/** The cells of a concealed field: hidden, with the way to reveal it, or as it was revealed just now. */
export function ConcealedCells({ label, ...row }: Props & { label: string }) {
  const reveals = useContext(RevealContext);
  const revealed = reveals?.shown(row.field.name);
  const field = revealed ?? row.field;
  const hidden = [field.before, field.after, field.value].some((seen) => seen?.state === "hidden");
  const ask = hidden ? reveals?.ask : undefined;
  const compared = revealed ? compare(revealed, row.sides, row.manners) : { note: "" };
  return (
    <Cells
      {...row}
      field={field}
      compared={compared}
      more={
        ask && (
          <button
            type="button"
            aria-label={`Reveal ${label}…`}
            onClick={() => ask(field.name)}
            className={`${linkStyle} ml-2.5 inline-flex min-h-6 items-center text-dense max-md:min-h-11`}
          >
            Reveal…
          </button>
        )
      }
    />
  );
}

export function ConcealedNote({ field, sides, manners }: Props) {
  const revealed = useContext(RevealContext)?.shown(field.name);
  if (!revealed) return "Concealed field";
  return compare(revealed, sides, manners).note;
}
