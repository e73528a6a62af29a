"use client";
import { Button } from "../../ui/button";
import { Key } from "../../ui/key";

/** At the end of the bar: searches for what was written since; where nothing was, it says the key that leads here. */
export function SearchButton({ changed, search, quiet }: { changed: boolean; search: () => void; quiet?: boolean }) {
  if (changed) {
    return (
      <Button look="primary" size="small" onClick={search} className="ml-auto self-end">
        Search
      </Button>
    );
  }
  return (
    <span aria-hidden="true" className="ml-auto max-lg:hidden">
      {!quiet && <Key>/</Key>}
    </span>
  );
}
