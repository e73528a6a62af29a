import type { ReactNode } from "react";

/** A part of the gallery that is photographed as a whole. */
export function Section({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  return (
    <section data-shot={name} aria-labelledby={`shot-${name}`} className="grid min-w-0 grid-cols-1 gap-3 bg-canvas p-2">
      <h2 id={`shot-${name}`} className="text-meta font-[600] text-ink-3">
        {title}
      </h2>
      {children}
    </section>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2.5">{children}</div>;
}
