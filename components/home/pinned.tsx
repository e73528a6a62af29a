import { ArrowRight, Bookmark } from "lucide-react";
import { countOf } from "@/lib/event";
import type { Pinned } from "@/lib/search";
import { Link, linkStyle } from "../ui/link";

/** The saved searches that the reader pinned here, each with how much it finds now. */
export function PinnedSearches({ pinned }: { pinned: Pinned[] }) {
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
      <ul className="grid gap-px overflow-clip rounded-card border border-line bg-line md:grid-cols-2 lg:grid-cols-3">
        {pinned.map((search) => (
          <PinnedSearch key={search.id} search={search} />
        ))}
      </ul>
    </section>
  );
}

function PinnedSearch({ search }: { search: Pinned }) {
  const { id, name } = search;
  return (
    <li className="grid">
      <Link
        href={`/queries/${id}`}
        className="grid grid-cols-[18px_minmax(0,1fr)_15px] items-start gap-3 bg-surface px-4 py-3 -outline-offset-2 hover:bg-hover"
      >
        <Bookmark size={18} className="mt-0.5 text-ink-2" />
        <span className="min-w-0">
          <b className="prose-wrap block text-body leading-5 font-[600]">
            <bdi>{name}</bdi>
          </b>
          <span className="block text-meta text-ink-3">{countSaid(search)}</span>
        </span>
        <ArrowRight size={15} className="mt-[3px] text-ink-3" />
      </Link>
    </li>
  );
}

/** "41 lines now" */
export function countSaid({ count, mistaken }: Pick<Pinned, "count" | "mistaken">): string {
  if (mistaken) return "Has a mistake: open it to correct it";
  if (!count) return "Not counted: that takes long";
  if (count.more) return `More than ${countOf(String(count.lines), "line")} now`;
  return `${countOf(String(count.lines), "line")} now`;
}
