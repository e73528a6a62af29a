"use client";
import { Button } from "../../ui/button";
import { FieldError } from "../../ui/field";
import { corrected, type Wrong } from "./draft";

/** What cannot be understood, each with what to do; the results stay as they are. */
export function Mistakes({
  id,
  wrong,
  text,
  kept,
  searchFor,
}: {
  id: string;
  wrong: Wrong[];
  text: string;
  /** The results are those of an earlier search. */
  kept: boolean;
  searchFor: (text: string) => void;
}) {
  if (wrong.length === 0) return null;
  return (
    <div id={id} className="grid gap-1">
      {wrong.map((one) => (
        <div key={one.sentence} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <FieldError>{one.sentence}</FieldError>
          {one.text !== "" && (
            <span className="flex flex-wrap gap-1.5">
              {one.instead && (
                <Button size="small" onClick={() => searchFor(corrected(text, one))}>
                  Use <bdi>{one.instead}</bdi>
                </Button>
              )}
              <Button size="small" onClick={() => searchFor(corrected(text, { ...one, instead: "" }))}>
                {wrong.length === 1 ? "Search without it" : "Remove it"}
              </Button>
            </span>
          )}
        </div>
      ))}
      <p className="text-meta text-ink-3">
        {kept
          ? "The results below are those of the search before."
          : "The results below are of the rest of the search."}
      </p>
    </div>
  );
}
