import type { ReactNode } from "react";

/** What floats beside its button. The platform's popover opens it, closes it on Escape and on a press elsewhere. */
export function Menu({
  id,
  label,
  className = "",
  children,
}: {
  id: string;
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      id={id}
      popover="auto"
      aria-label={label}
      className={`fixed inset-auto m-0 max-w-[calc(100vw-1rem)] rounded-card border border-line bg-raised p-1 text-ink shadow-float ${className}`}
    >
      {children}
    </section>
  );
}

export const menuItemStyle =
  "flex min-h-8 w-full items-center gap-2.5 rounded-control px-2.5 text-left text-dense hover:bg-hover max-md:min-h-11 max-md:text-body";
