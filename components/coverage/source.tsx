import { Database, Globe, TriangleAlert } from "lucide-react";
import {
  alarmWords,
  capitalised,
  clockWords,
  countOf,
  dayAfter,
  daysBetween,
  needsAttention,
  runsOf,
  stateWords,
  waitingWords,
} from "@/lib/event";
import type { Coverage, SourceCoverage, Strip } from "@/lib/search";
import { Ago } from "../event/ago";
import { dateWords, secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Chip } from "../ui/chip";
import { Rows } from "./rows";
import { CoverageStrip } from "./strip";
import { nameParts, stripWords } from "./words";

/** A source: how it stands, then one line per table. */
export function SourceSection({
  covered,
  coverage,
  zone,
}: {
  covered: SourceCoverage;
  coverage: Coverage;
  zone: Zone;
}) {
  const { source, strips, leftOut } = covered;
  const { query } = coverage;
  const Icon = source.kind === "http" ? Globe : Database;
  return (
    <section
      aria-labelledby={source.id}
      className="min-w-0 border-y border-line bg-surface md:rounded-card md:border-x"
    >
      <header className="grid gap-0.5 border-b border-line px-5 py-3 max-md:px-4">
        <h2 id={source.id} className="flex flex-wrap items-center gap-x-2 text-body">
          <Icon size={16} className="text-ink-2" />
          <bdi>{source.name}</bdi>
          {source.alarms.map((alarm, at) => (
            <Chip key={alarm} look="attention" small>
              <TriangleAlert size={12} /> Alarm: {alarmWords(source)[at]}
            </Chip>
          ))}
        </h2>
        <Standing covered={covered} now={coverage.now} />
      </header>
      {query.asTable ? (
        <Rows covered={covered} zone={zone} />
      ) : (
        <>
          <Axis query={query} />
          <ul className="divide-y divide-line">
            {strips.map((strip) => (
              <StripLine key={strip.table} strip={strip} covered={covered} coverage={coverage} zone={zone} />
            ))}
          </ul>
        </>
      )}
      {strips.length === 0 && (
        <p className="px-5 py-3 text-dense text-ink-2 max-md:px-4">
          {query.gaps
            ? "No table of this source has a gap in this period."
            : "Nobody has looked at a table of this source in this period."}
        </p>
      )}
      {leftOut.length > 0 && !query.gaps && (
        <p className="prose-wrap border-t border-line px-5 py-3 text-meta text-ink-3 max-md:px-4">
          Left out by choice: {countOf(String(leftOut.length), "table")}.{" "}
          <bdi>{leftOut.map((table) => nameParts(table).name).join(", ")}</bdi>
        </p>
      )}
    </section>
  );
}

function Standing({ covered: { source }, now }: { covered: SourceCoverage; now: string }) {
  const facts =
    source.kind === "postgres" && source.state !== "removed" ? [clockWords(source), waitingWords(source, now)] : [];
  const attention = needsAttention(source);
  return (
    <p className="prose-wrap text-dense text-ink-2">
      <span className={attention ? "font-[560] text-attention" : ""}>{capitalised(stateWords(source))}</span>
      {source.reason && <>: {source.reason}</>}
      {source.lookedAt && (
        <>
          {". "}Last look <Ago time={source.lookedAt} now={now} />
        </>
      )}
      {facts.map((fact) => (
        <span key={fact}>, {fact}</span>
      ))}
      .
    </p>
  );
}

/** Name, strip, words: in one line where there is room. */
const line =
  "grid grid-cols-[11rem_minmax(0,1fr)_minmax(14rem,19rem)] items-center gap-x-5 px-5 max-md:grid-cols-1 max-md:gap-0 max-md:px-4";

function Axis({ query: { from, to } }: { query: Coverage["query"] }) {
  const days = daysBetween(from, to);
  const middle = dayAfter(from, Math.floor(days / 2));
  return (
    <div aria-hidden="true" className={`${line} pt-2`}>
      <div className="flex justify-between md:col-start-2 text-micro text-ink-3">
        {[from, middle, to].map((day) => (
          <span key={day}>{dateWords(day)}</span>
        ))}
      </div>
    </div>
  );
}

function StripLine({
  strip,
  covered,
  coverage,
  zone,
}: {
  strip: Strip;
  covered: SourceCoverage;
  coverage: Coverage;
  zone: Zone;
}) {
  const { query, now } = coverage;
  const { schema, name } = nameParts(strip.table);
  const days = daysBetween(query.from, query.to);
  const begins = Date.parse(`${query.from}T00:00:00Z`);
  const marks = strip.emptied.map(({ at }) => (Date.parse(at) - begins) / (days * 86_400_000));
  const id = `${covered.source.id}-${strip.table}`.replaceAll(/[^\w-]/g, "-");
  return (
    <li className={`${line} py-1.5 max-md:py-3`}>
      <h3 className="min-w-0 text-dense font-[560] [overflow-wrap:anywhere]">
        <bdi>
          {schema && schema !== "public" && <span className="font-[420] text-ink-3">{schema}.</span>}
          {name}
        </bdi>
      </h3>
      <CoverageStrip
        source={covered.source.id}
        table={strip.table}
        query={query}
        days={days}
        runs={runsOf(strip.intervals, query.from, query.to, now)}
        marks={[...new Set(marks)]}
        describedBy={id}
      />
      <p
        id={id}
        title={strip.now ? `As of ${secondTime(now, zone)}` : undefined}
        className="prose-wrap text-meta text-ink-2"
      >
        {stripWords(strip, zone)}
      </p>
    </li>
  );
}
