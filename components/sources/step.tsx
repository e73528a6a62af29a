import type { ReactNode } from "react";
import { Card } from "../ui/card";

/** One of the steps of a page that is filled in from top to bottom. What comes later says what it waits for. */
export function Step({
  number,
  title,
  aside,
  waits,
  children,
}: {
  number: number;
  title: string;
  aside?: ReactNode;
  waits?: string;
  children?: ReactNode;
}) {
  return (
    <Card id={`step-${number}`} title={`${number}. ${title}`} aside={aside}>
      <div className="border-t border-line px-5 py-4 max-md:px-4">
        {waits ? <p className="prose-wrap text-dense text-ink-3">{waits}</p> : children}
      </div>
    </Card>
  );
}
