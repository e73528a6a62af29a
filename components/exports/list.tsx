import { Download } from "lucide-react";
import type { ExportList, ListedExport } from "@/lib/search";
import { Ago } from "../event/ago";
import { dateOf, minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { ButtonLink } from "../ui/button";
import { Chip } from "../ui/chip";
import { Link, linkStyle } from "../ui/link";
import { State } from "../ui/state";
import type { ExportActs } from "./acts";
import { exportAddress, exportsAddress } from "./address";
import { CancelExport } from "./cancel";
import { Files } from "./files";
import { Progress } from "./progress";
import { Watch } from "./watch";
import { formatNames, holds, stateNames } from "./words";

/** What was exported, what is being made, and what can be taken away. */
export function ExportsView({ found, cancel, zone }: { found: ExportList; cancel: ExportActs["cancel"]; zone: Zone }) {
  const { exports, everybody, before, now } = found;
  const open = exports.some(({ state }) => state === "waiting" || state === "running");
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="max-md:px-4">
        <h1 className="text-display text-balance max-md:text-verdict">Exports</h1>
        <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
          Each file comes with a certificate: the query word for word, how many entries it found by two counts, what is
          left out, and the file’s SHA-256. {everybody ? "You see everybody’s exports." : "You see your own exports."} A
          file is kept for 30 days, its certificate stays.
        </p>
      </header>
      {open && <Watch />}
      {exports.length === 0 ? (
        <Nothing />
      ) : (
        <ul
          aria-label="Exports"
          className="divide-y divide-line rounded-card border border-line bg-surface max-md:rounded-none max-md:border-x-0"
        >
          {exports.map((line) => (
            <Line key={line.number} line={line} cancel={cancel} now={now} zone={zone} />
          ))}
        </ul>
      )}
      {before !== undefined && (
        <p className="max-md:px-4">
          <ButtonLink href={exportsAddress(before)}>Older exports</ButtonLink>
        </p>
      )}
    </div>
  );
}

interface LineProps {
  line: ListedExport;
  cancel: ExportActs["cancel"];
  now: string;
  zone: Zone;
}

function Line({ line, cancel, now, zone }: LineProps) {
  const { number, state, format, mine, asker, query, means, askedAt, trouble, can, again } = line;
  const open = state === "waiting" || state === "running";
  const look = open ? "attention" : state === "failed" ? "tampered" : "plain";
  return (
    <li className="grid gap-2 px-5 py-3.5 max-md:px-4" aria-label={`Export ${number}`}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Link href={exportAddress(number)} className={linkStyle}>
          Export {number}
        </Link>
        <span className="prose-wrap min-w-0 text-dense">
          {holds(line) ?? formatNames[format]}
          {holds(line) && ` / ${formatNames[format]}`}
        </span>
        <span className="ml-auto">
          <Chip look={look}>{stateNames[state]}</Chip>
        </span>
      </div>
      <p className="prose-wrap text-dense text-ink-2">
        <bdi>{means}.</bdi>
      </p>
      <p className="prose-wrap min-w-0 text-meta text-ink-3">
        <code className="mono [overflow-wrap:anywhere]">
          <bdi>{query}</bdi>
        </code>{" "}
        / asked by <bdi>{mine ? "you" : asker}</bdi> <Ago time={askedAt} now={now} />
      </p>
      {open && <Progress line={line} now={new Date(now)} />}
      {trouble && <p className="prose-wrap text-dense text-tampered">{trouble}</p>}
      <div className="flex flex-wrap items-center gap-2">
        <Files line={line} />
        {can.cancel && <CancelExport number={number} cancel={cancel} />}
        {!open && (
          <Link href={again} className={`${linkStyle} text-dense`}>
            Run the search again
          </Link>
        )}
        <Kept line={line} now={now} zone={zone} />
      </div>
    </li>
  );
}

/** Until when the file is there. */
export function Kept({ line: { state, keptUntil, can, endedAt }, now, zone }: Omit<LineProps, "cancel">) {
  if (state === "cancelled" && endedAt)
    return <span className="text-meta text-ink-3">Cancelled {minuteTime(endedAt, zone)}</span>;
  if (!keptUntil) return null;
  if (keptUntil <= now)
    return <span className="text-meta text-ink-3">The file was kept until {dateOf(keptUntil, zone)}</span>;
  if (!can.download)
    return <span className="text-meta text-ink-3">You may see less than it holds, so its file is not for you</span>;
  return <span className="text-meta text-ink-3">Kept until {dateOf(keptUntil, zone)}</span>;
}

function Nothing() {
  return (
    <div className="rounded-card border border-line bg-surface max-md:rounded-none max-md:border-x-0">
      <State
        icon={<Download />}
        title="Nothing has been exported"
        actions={<ButtonLink href="/events">Go to Events</ButtonLink>}
      >
        <p>Search for something among the events, then press “Export these lines” below the search.</p>
      </State>
    </div>
  );
}
