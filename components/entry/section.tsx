import type { ReactNode } from "react";

/** A part of a card, set apart by a line. */
export function Part({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div className="border-t border-line px-5 py-4 max-md:px-4">
      {title && <h3 className="mb-2 text-dense">{title}</h3>}
      {children}
    </div>
  );
}
