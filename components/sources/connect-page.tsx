import type { Where } from "@/lib/capture";
import type { ConnectActs } from "./acts";
import { ConnectForm } from "./connect";

/** The page on which a database is connected, or what is recorded of one is changed. */
export function ConnectView({
  acts,
  source,
  where,
}: {
  acts: ConnectActs;
  source?: { id: string; name: string; unfinished: boolean };
  where?: Where;
}) {
  const changes = source && !source.unfinished;
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="max-md:px-4">
        <h1 className="text-display text-balance max-md:text-verdict">
          {changes ? `What is recorded of ${source.name}` : "Connect a database"}
        </h1>
        <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
          {changes
            ? "Add tables, and choose how each field is recorded from now on. Entries that exist never change."
            : "Four steps. Nothing is installed before the last one, and no application has to change."}
        </p>
      </header>
      <ConnectForm acts={acts} source={source} where={where} />
    </div>
  );
}
