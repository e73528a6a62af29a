import { ArrowRight, Bookmark } from "lucide-react";
import { Suspense } from "react";
import { countOf } from "@/lib/event";
import type { Pinned, PinnedCounts } from "@/lib/search";
import { Link, linkStyle } from "../ui/link";

/** The saved searches that the reader pinned here, each with how much it finds now: the counts come when they are there. */
export function PinnedSearches({ pinned, counts }: { pinned: Pinned[]; counts: Promise<PinnedCounts> }) {
  if (pinned.length === 0) return null;
  return (
    <section aria-labelledby="pinned">
      <div className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="pinned" className="text-body">
          Your saved searches
        </h2>
        <Link href="/queries" className={`${linkStyle} text-dense max-md:flex max-md:min-h-11 max-md:items-center`}>
          All saved searches
        </Link>
      </div>
      <ul className="flex flex-wrap gap-px overflow-clip rounded-card border border-line bg-line">
        {pinned.map((search) => (
          <PinnedSearch key={search.id} search={search} counts={counts} />
        ))}
      </ul>
    </section>
  );
}

function PinnedSearch({ search, counts }: { search: Pinned; counts: Promise<PinnedCounts> }) {
  const { id, name, mistaken } = search;
  return (
    <li className="grid grow basis-72">
      <Link
        href={`/queries/${id}`}
        className="grid grid-cols-[18px_minmax(0,1fr)_15px] items-start gap-3 bg-surface px-4 py-3 -outline-offset-2 hover:bg-hover"
      >
        <Bookmark size={18} className="mt-0.5 text-ink-2" />
        <span className="min-w-0">
          <b className="prose-wrap block text-body leading-5 font-[600]">
            <bdi>{name}</bdi>
          </b>
          <span className="block text-meta text-ink-3">
            {mistaken ? (
              "Has a mistake: open it to correct it"
            ) : (
              <Suspense fallback="Counting">
                <Count id={id} counts={counts} />
              </Suspense>
            )}
          </span>
        </span>
        <ArrowRight size={15} className="mt-[3px] text-ink-3" />
      </Link>
    </li>
  );
}

async function Count({ id, counts }: { id: string; counts: Promise<PinnedCounts> }) {
  return countSaid((await counts)[id]);
}

/** "41 lines now" */
export function countSaid(count: PinnedCounts[string] | undefined): string {
  if (!count) return "Not counted: that takes long";
  if (count.lines === 0) return "Nothing now";
  if (count.more) return `More than ${countOf(String(count.lines), "line")} now`;
  return `${countOf(String(count.lines), "line")} now`;
}
