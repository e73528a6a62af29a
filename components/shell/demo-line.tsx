import { FlaskConical } from "lucide-react";
import { StartTour } from "../tour/start";

/** Above every page of a ledger in which nothing happened. */
export function DemoLine({ name }: { name: string }) {
  return (
    <aside
      aria-label="Demo"
      className="flex min-h-8 flex-none lg:sticky lg:top-0 lg:z-10 lg:h-8 flex-wrap items-center gap-x-3 border-b border-dashed border-unknown-line bg-unknown-soft px-6 py-1 text-meta text-ink-2 max-md:px-4"
    >
      <FlaskConical size={14} />
      <span className="min-w-0">
        <b className="text-ink">
          Demo: <bdi>{name}</bdi>.
        </b>{" "}
        Nothing in it happened.
      </span>
      <StartTour />
    </aside>
  );
}
