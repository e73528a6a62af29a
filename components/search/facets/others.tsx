"use client";
import { useId, useState } from "react";
import type { FieldName } from "@/lib/event";
import { inputStyle } from "../../ui/field";
import { useCompletions } from "../bar/complete";
import { facetWords } from "../labels";

/** Finds one value among those that have no room in the list. */
export function Others({
  field,
  says,
  rest,
  query,
  choose,
}: {
  field: FieldName;
  says: string;
  rest: string;
  query: string;
  choose: (value: string) => void;
}) {
  const [text, setText] = useState("");
  const id = useId();
  const found = useCompletions(text === "" ? undefined : { lead: "", field, text }, query).filter(
    ({ what }) => what === "value",
  );
  return (
    <div className="grid gap-1 pt-1">
      <label htmlFor={id} className="sr-only">
        Find {says.toLowerCase()} among {rest}
      </label>
      <input
        id={id}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={`Find among ${rest}`}
        autoComplete="off"
        spellCheck={false}
        className={inputStyle}
      />
      <ul className="grid" aria-live="polite" aria-label={`Found: ${says.toLowerCase()}`}>
        {found.map(({ value, label }) => (
          <li key={value}>
            <button
              type="button"
              onClick={() => choose(value)}
              className="flex min-h-7 w-full items-center rounded-control px-1 text-left text-dense text-accent hover:bg-hover hover:text-accent-hover max-md:min-h-11"
            >
              <span className="min-w-0 truncate">
                <bdi>{facetWords(field, value, label)}</bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
