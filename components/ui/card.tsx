import type { ReactNode } from "react";

/** One surface with a heading. A card never sits in a card. */
export function Card({
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
      className="min-w-0 overflow-clip rounded-card border border-line bg-surface max-md:rounded-none max-md:border-x-0"
    >
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 px-5 py-2.5 max-md:px-4">
        <h2 id={id} className="text-dense">
          {title}
        </h2>
        {aside && <div className="ml-auto text-meta text-ink-3">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** Names and what they are, one to a line. */
export function Facts({ facts }: { facts: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1.5 text-dense sm:grid-cols-[fit-content(8.5rem)_minmax(0,1fr)]">
      {facts.map(({ name, value }) => (
        <div key={name} className="contents max-sm:grid">
          <dt className="text-ink-3">{name}</dt>
          <dd className="prose-wrap min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
