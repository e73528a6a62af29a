"use client";
import { useState } from "react";
import type { SavedList, SavedSearch } from "@/lib/search";
import type { Zone } from "../event/zone";
import { Button } from "../ui/button";
import { FieldError } from "../ui/field";
import { Note } from "../ui/note";
import type { LineActs, MayQueries } from "./acts";
import { SearchLine } from "./line";
import { useSend } from "./use-send";

export interface LinesProps {
  /** Id of the heading that names the list. */
  label: string;
  searches: SavedSearch[];
  webhooks: SavedList["webhooks"];
  acts: LineActs;
  may: MayQueries;
  /** The server's, so that both say the same. */
  now: string;
  zone: Zone;
}

/** Saved searches one below the other; above them those that were just removed, with the way back. */
export function SearchLines({ label, searches, ...rest }: LinesProps) {
  const [removed, setRemoved] = useState<{ id: string; name: string }[]>([]);
  const here = searches.filter(({ id }) => !removed.some((gone) => gone.id === id));
  const back = (id: string) => setRemoved((gone) => gone.filter((one) => one.id !== id));
  return (
    <>
      {removed.map((gone) => (
        <Removed key={gone.id} {...gone} restore={rest.acts.restore} back={() => back(gone.id)} />
      ))}
      {here.length > 0 && (
        <ul aria-labelledby={label} className="divide-y divide-line border-t border-line">
          {here.map((search) => (
            <SearchLine
              key={search.id}
              of={search}
              removed={() => setRemoved((gone) => [...gone, { id: search.id, name: search.name }])}
              {...rest}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function Removed({
  id,
  name,
  restore,
  back,
}: {
  id: string;
  name: string;
  restore: LineActs["restore"];
  back: () => void;
}) {
  const { send, wrong, busy } = useSend();
  return (
    <div className="border-t border-line px-5 py-3 max-md:px-4" role="status">
      <Note>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <span className="prose-wrap min-w-0">
            “<bdi>{name}</bdi>” is removed.
          </span>
          <Button size="small" disabled={busy} onClick={() => send(restore, { id }, back)}>
            Undo
          </Button>
        </span>
        {wrong && <FieldError>{wrong}</FieldError>}
      </Note>
    </div>
  );
}
