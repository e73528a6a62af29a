import type { Role } from "@/lib/access";
import type { WaitingForYou } from "@/lib/approval";
import { needsAttention } from "@/lib/event";
import type { Home, Pinned, PinnedCounts, Today } from "@/lib/search";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { asksFor } from "./asks";
import { CalmApprover, CalmSources, Covered, Limits, Users, Waiting } from "./duty-lines";
import { headline } from "./headline";
import { Integrity } from "./integrity";
import { PinnedSearches } from "./pinned";
import { Questions } from "./questions";
import { NoSource, SourceLine } from "./source-line";

export interface HomeProps {
  home: Home;
  today: Today;
  waiting: WaitingForYou;
  pinned: Pinned[];
  counts: Promise<PinnedCounts>;
  role: Role;
  may: Parameters<typeof asksFor>[0];
  now: Date;
  zone: Zone;
}

/** Sources that are in order have a line each up to this number; beyond it they share one. */
const fewSources = 4;

/** What needs the reader, the state of things in sentences, then the questions people come with. */
export function HomeView({ home, today, waiting, pinned, counts, role, may, now, zone }: HomeProps) {
  const { asked, coverage, people, limits } = today;
  return (
    <div className="grid w-full max-w-[72.5rem] gap-6 px-8 pt-7 pb-10 max-md:px-4 max-md:pt-5">
      <header>
        <h1 className="text-display text-balance max-md:text-verdict">{headline(home, today, waiting.count, role)}</h1>
        <p className="mt-1 text-ink-2">
          {minuteTime(now.toISOString(), zone)}. Everything you open here is recorded, like everyone else’s views.
        </p>
      </header>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        <Waiting waiting={waiting} zone={zone} />
        {role === "approver" && waiting.count === 0 && <CalmApprover />}
        {limits && <Limits limits={limits} now={now} />}
        <Integrity integrity={home.integrity} now={now} />
        {coverage && <Covered coverage={coverage} zone={zone} />}
        <Sources home={home} now={now} />
        {role === "administrator" && people && <Users people={people} />}
      </ul>
      <PinnedSearches pinned={pinned} counts={counts} />
      <Questions asks={asksFor(may, asked?.from)} asked={asked} />
    </div>
  );
}

function Sources({ home: { sources, seesCoverage, mayConnect }, now }: { home: Home; now: Date }) {
  if (sources.length === 0) return <NoSource mayConnect={mayConnect} />;
  const calm = sources.length > fewSources ? sources.filter((source) => !needsAttention(source)) : [];
  const last = calm
    .flatMap(({ lastEventAt }) => lastEventAt ?? [])
    .toSorted()
    .at(-1);
  return (
    <>
      {sources
        .filter((source) => !calm.includes(source))
        .map((source) => (
          <SourceLine key={source.id} source={source} now={now} seesCoverage={seesCoverage} />
        ))}
      {calm.length > 0 && <CalmSources count={calm.length} lastEventAt={last} now={now} />}
    </>
  );
}
