import type { ReactNode } from "react";

/** A whole page or list that has nothing to show, and why: an icon, a sentence, what to do. */
export function State({
  icon,
  title,
  children,
  actions,
  as: Heading = "h2",
  alert,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  as?: "h1" | "h2" | "h3";
  alert?: boolean;
}) {
  return (
    <section
      role={alert ? "alert" : undefined}
      className="grid max-w-xl grid-cols-1 justify-items-start gap-3 px-8 py-10 max-md:px-4 max-md:py-8"
    >
      <span className="text-ink-2 [&>svg]:size-6">{icon}</span>
      <div className="grid gap-1.5">
        <Heading className="text-lead">{title}</Heading>
        <div className="prose-wrap grid gap-1.5 text-body text-ink-2">{children}</div>
      </div>
      {actions && <div className="flex max-w-full flex-wrap gap-2 pt-1">{actions}</div>}
    </section>
  );
}
