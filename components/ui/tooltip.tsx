import type { ReactNode } from "react";

/** A word beside a mark, on hover and on focus. The mark carries the same word as its label. */
export function Tooltip({ says, children }: { says: ReactNode; children: ReactNode }) {
  return (
    <span className="group/tip relative inline-flex">
      {children}
      <span
        aria-hidden="true"
        className="pointer-events-none invisible absolute right-0 bottom-full z-20 mb-1.5 w-max max-w-72 rounded-control bg-ink px-2 py-1 text-meta text-canvas group-focus-within/tip:visible group-hover/tip:visible"
      >
        {says}
      </span>
    </span>
  );
}
