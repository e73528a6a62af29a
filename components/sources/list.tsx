import { Database } from "lucide-react";
import type { SourceList } from "@/lib/search";
import type { Zone } from "../event/zone";
import { ButtonLink } from "../ui/button";
import { State } from "../ui/state";
import { SourceLine } from "./line";
import { headline } from "./words";

/** Everything that reports to Vouch. `manages`: where the reader may connect more. */
export function SourcesView({
  list: { sources, now },
  manages,
  zone,
}: {
  list: SourceList;
  manages: boolean;
  zone: Zone;
}) {
  const connect = manages && (
    <ButtonLink href="/sources/new" look="primary">
      Connect a database
    </ButtonLink>
  );
  if (sources.length === 0) {
    return (
      <State as="h1" icon={<Database />} title="No source is connected yet." actions={connect}>
        <p>
          A source is where entries come from: a PostgreSQL database whose tables Vouch captures, or an application that
          reports over HTTP.
        </p>
        <p>
          {manages
            ? "Connecting a database takes its owner’s address and a few minutes. No application changes, and nothing is installed before you have seen what it will be."
            : "An administrator or an engineer connects one."}
        </p>
      </State>
    );
  }
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="flex flex-wrap items-end gap-x-6 gap-y-3 max-md:px-4">
        <div className="mr-auto min-w-0">
          <h1 className="text-display text-balance max-md:text-verdict">{headline(sources)}</h1>
          <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
            Where entries come from: databases whose tables are captured, and applications that report over HTTP.
          </p>
        </div>
        {connect}
      </header>
      <ul
        aria-label="Sources"
        className="divide-y divide-line rounded-card border border-line bg-surface max-md:rounded-none max-md:border-x-0"
      >
        {sources.map((source) => (
          <SourceLine key={source.id} source={source} now={now} zone={zone} />
        ))}
      </ul>
    </div>
  );
}
