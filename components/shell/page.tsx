import type { ReactNode } from "react";
import { OpenNavigation } from "./navigation";
import { Tools } from "./tools";

/** The bar above a page and the page itself. `title` is the page's h1 unless the page has a sentence of its own for it. */
export function Page({
  title,
  heading = true,
  actions,
  children,
}: {
  title: ReactNode;
  heading?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const Title = heading ? "h1" : "p";
  return (
    <>
      <header className="sticky top-0 z-10 flex h-13 lg:top-(--above,0px) flex-none items-center gap-3 border-b border-line bg-surface px-6 max-md:gap-1 max-md:px-2">
        <OpenNavigation />
        <Title className="min-w-0 truncate text-body font-[600]">{title}</Title>
        <div className="ml-auto flex flex-none items-center gap-3 max-lg:gap-1">
          <p aria-hidden="true" className="says-updating text-meta text-ink-2 max-sm:absolute max-sm:right-14">
            Reading
          </p>
          {actions}
          <Tools />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
        {children}
      </main>
    </>
  );
}
