import { Webhook } from "lucide-react";
import type { SavedList } from "@/lib/search";
import type { Zone } from "../event/zone";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { Link, linkStyle } from "../ui/link";
import type { LineActs, MayQueries } from "./acts";
import { SearchLines } from "./lines";
import { headline } from "./words";

export interface QueriesProps {
  found: SavedList;
  acts: LineActs;
  may: MayQueries;
  now: Date;
  zone: Zone;
}

/** The reader's own saved searches, then those that others share. */
export function QueriesView({ found, acts, may, now, zone }: QueriesProps) {
  const { mine, shared, webhooks } = found;
  const rest = { webhooks, acts, may, now: now.toISOString(), zone };
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 max-md:px-4">
        <div className="min-w-0">
          <h1 className="text-display text-balance max-md:text-verdict">{headline(found)}</h1>
          <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
            A question that is kept: run it again, pin it to Home, or be alerted when it finds something new. Running
            one is recorded like any other search.
          </p>
        </div>
        {may.webhooks && (
          <ButtonLink href="/queries/webhooks">
            <Webhook size={14} /> Webhooks
          </ButtonLink>
        )}
      </header>
      <Card id="mine" title="Yours">
        <SearchLines label="mine" searches={mine} {...rest} />
        {mine.length === 0 && <Beginning />}
      </Card>
      {shared.length > 0 && (
        <Card id="shared" title="Shared with you" aside="Each reader finds what they themselves may see.">
          <SearchLines label="shared" searches={shared} {...rest} />
        </Card>
      )}
    </div>
  );
}

function Beginning() {
  return (
    <p className="prose-wrap max-w-3xl border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
      Nothing yet. Search under{" "}
      <Link href="/events" className={linkStyle}>
        Events
      </Link>{" "}
      until the list answers your question, then press “Save this search” above it.
    </p>
  );
}
