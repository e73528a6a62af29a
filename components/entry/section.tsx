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

/** A part of an entry with its heading: a card on a page, set apart by lines in a panel. */
export function Block({
  title,
  aside,
  children,
  id,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  id: string;
}) {
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 overflow-clip border-line bg-surface group-data-[in=page]/entry:rounded-card group-data-[in=page]/entry:border group-data-[in=panel]/entry:border-b max-md:group-data-[in=page]/entry:rounded-none max-md:group-data-[in=page]/entry:border-x-0"
    >
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-5 py-2.5 max-md:px-4">
        <h2 id={id} className="text-dense">
          {title}
        </h2>
        {aside && <div className="ml-auto text-meta text-ink-3">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
