"use client";
import { useCallback, useMemo } from "react";
import type { Advice, Summary } from "@/lib/search";
import type { SearchAsk } from "@/lib/search/language";
import type { AskActs } from "../approvals/acts";
import { AskReveal } from "../approvals/ask-reveal";
import type { OpenRows } from "../event/use-rows";
import type { ExportActs } from "../exports/acts";
import { AskExport } from "../exports/ask";
import type { QueryActs } from "../queries/acts";
import { SaveSearch } from "../queries/save";
import { useFrame } from "../shell/here";
import { SearchBar } from "./bar/bar";
import { FacetPane } from "./facets/pane";
import { useSearch, useSearchHere } from "./go";
import { LinesOverTime } from "./histogram/histogram";
import { searchBetween, zoomedOut } from "./histogram/zoom";
import { NothingFound } from "./results/nothing";
import { type Results, ResultsView } from "./results/results";
import { useView } from "./results/use-view";

/** What people do from the page. */
export interface SearchActs {
  /** Asks for the concealed values of all that the search finds. */
  reveal: AskActs<Record<string, string>>;
  /** The newest rows of a statement that a query finds. */
  openRows(query: string, zone: string, statement: string): ReturnType<OpenRows>;
  save: QueryActs["save"];
  exportAll: ExportActs["ask"];
}

export interface SearchPageProps {
  ask: SearchAsk;
  results: Results;
  summary: Summary;
  /** Where nothing was found. */
  advice?: Advice;
  /** When the page was made: UTC. */
  now: string;
  acts: SearchActs;
}

/** A search: what is asked, in three ways to write it; how many there are of what, when; the lines; the way onward. */
export function SearchPage({ ask: found, results, summary, advice, now, acts }: SearchPageProps) {
  const { ask, change } = useView(found);
  useSearchHere(ask);
  const search = useSearch(ask.view);
  const { tree, text, zone } = ask;
  const { openRows: read } = acts;
  const openRows: OpenRows = useCallback(
    (statement, some) => read(some ? text : "", zone, statement),
    [read, text, zone],
  );
  const at = useMemo(() => new Date(now), [now]);
  const bars = summary.histogram.bars;
  const [first, last] = [bars[0], bars.at(-1)];
  const wider = first && last && zoomedOut(tree, { from: first.from, to: last.to }, zone, at);
  return (
    <div className="flex flex-1">
      <FacetPane ask={ask} summary={summary} />
      <div className="min-w-0 flex-1">
        <SearchBar ask={ask} summary={summary} zone={zone} now={at} />
        {(results.lines.length > 0 || summary.gaps.length > 0 || wider) && (
          <LinesOverTime
            histogram={summary.histogram}
            gaps={summary.gaps}
            zone={zone}
            zoom={(from, to) => search({ tree: searchBetween(tree, from, to, zone) })}
            out={wider && (() => search({ tree: wider }))}
          />
        )}
        <ResultsView
          key={results.tail}
          ask={ask}
          results={results}
          zone={zone}
          changeView={change}
          openRows={openRows}
          actions={
            <>
              <Save ask={ask} save={acts.save} />
              {results.lines.length > 0 && <AskExport ask={ask} total={results.total} act={acts.exportAll} />}
            </>
          }
          aside={<AskReveal ask={ask} acts={acts.reveal} />}
          empty={<NothingFound ask={ask} advice={advice} zone={zone} />}
        />
      </div>
    </div>
  );
}

function Save({ ask, save }: { ask: SearchAsk; save: SearchActs["save"] }) {
  const may = useFrame()?.may ?? [];
  if (!may.includes("queries.save")) return null;
  return (
    <SaveSearch
      ask={ask}
      save={save}
      may={{ share: may.includes("queries.share"), alert: may.includes("subscriptions.manage") }}
    />
  );
}
