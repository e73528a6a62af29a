import type { Identity, KeyedSystem } from "@/lib/access";
import { countOf } from "@/lib/event";
import type { Zone } from "../event/zone";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { KeyLine } from "./line";
import { type Acts, MakeKey } from "./make";
import { headline, readsSaid } from "./words";

/** The systems that report over HTTP, each with its keys. */
export function KeysView({
  found: { systems, identities },
  acts,
  now,
  zone,
}: {
  found: { systems: KeyedSystem[]; identities: Identity[] };
  acts: Acts;
  now: Date;
  zone: Zone;
}) {
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 max-md:px-4">
        <div className="min-w-0">
          <h1 className="text-display text-balance max-md:text-verdict">{headline(systems)}</h1>
          <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
            With a key, a system sends what happened in it to this Vouch: sign-ins, permissions, jobs, decisions of AI
            agents. A key speaks for one identity and reports only what it may.
          </p>
        </div>
        <MakeKey systems={systems} identities={identities} make={acts.make} />
      </header>
      {systems.map((system) => (
        <System key={system.id} system={system} acts={acts} now={now} zone={zone} />
      ))}
      {systems.length === 0 && <Beginning />}
    </div>
  );
}

function System({ system, acts, now, zone }: { system: KeyedSystem; acts: Acts; now: Date; zone: Zone }) {
  const working = system.keys.filter(({ state }) => state === "works");
  const ended = system.keys.filter(({ state }) => state !== "works");
  const lines = (keys: typeof working) => (
    <ul aria-labelledby={system.id} className="divide-y divide-line border-t border-line">
      {keys.map((key) => (
        <KeyLine key={key.id} of={key} system={system.name} acts={acts} now={now} zone={zone} />
      ))}
    </ul>
  );
  return (
    <Card
      id={system.id}
      title={<bdi>{system.name}</bdi>}
      aside={system.paused ? <Chip look="unknown">Paused: nothing is taken</Chip> : readsSaid(system)}
    >
      {working.length > 0 ? (
        lines(working)
      ) : (
        <p className="border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
          No key of this system works: it can report nothing.
        </p>
      )}
      {ended.length > 0 && (
        <details className="border-t border-line">
          <summary className="cursor-pointer px-5 py-2.5 text-dense font-[520] text-accent max-md:min-h-11 max-md:px-4">
            Show {countOf(String(ended.length), "key")} that ended
          </summary>
          {lines(ended)}
        </details>
      )}
    </Card>
  );
}

function Beginning() {
  return (
    <Card id="beginning" title="How a system begins to report">
      <ol className="grid list-decimal gap-1.5 border-t border-line py-4 pr-5 pl-10 text-dense text-ink-2">
        <li>Make a key here. Its secret is shown once; put it where the system keeps its secrets.</li>
        <li>
          The system sends each event to <code className="text-meta text-ink">/api/events</code> as JSON or as
          CloudEvents. Sending one again changes nothing, so it sends again whatever was not answered.
        </li>
        <li>
          Its events appear under Events within a second. The form of an event is published at{" "}
          <code className="text-meta text-ink">/api/openapi.json</code>.
        </li>
      </ol>
    </Card>
  );
}
