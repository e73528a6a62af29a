"use client";
import { useEffect, useRef } from "react";
import type { ConnectedSource } from "@/lib/capture";
import { countOf } from "@/lib/event";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy";
import { Link, linkStyle } from "../ui/link";

const claim = "select set_config('vouch.actor', 'dana@example.com', true);";

/** What was done, and what to do next. The focus goes to its heading, since what had it is gone. */
export function Connected({ done: { id, name, tables }, changed }: { done: ConnectedSource; changed: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const all = countOf(String(tables), "table");
  return (
    <div className="grid grid-cols-1 gap-5">
      <h2 ref={heading} tabIndex={-1} className="prose-wrap text-verdict outline-none max-md:px-4">
        {changed
          ? `${name} is recorded as chosen from now on.`
          : `${name} is protected: ${all} ${tables === 1 ? "is" : "are"} captured from now on.`}
      </h2>
      <Card id="next" title="What to do next">
        <ol className="grid list-decimal gap-3 border-t border-line py-4 pr-5 pl-9 text-dense max-md:pr-4">
          <li className="prose-wrap">
            <b>See the first change arrive.</b> Change a row as your application would: within a second it stands{" "}
            <Link href="/events" className={linkStyle}>
              among the events
            </Link>
            .
          </li>
          <li className="prose-wrap">
            <b>Let the application say who acts.</b> In each transaction that a person caused, before it changes
            anything:
            <span className="mt-1 flex flex-wrap items-center gap-2">
              <code className="rounded-mark bg-sunken px-1.5 py-0.5 text-meta">{claim}</code>
              <CopyButton value={claim} what="the statement" />
            </span>
            <span className="text-ink-2">
              Ready-made recipes for postgres.js, node-postgres, Drizzle, Prisma and psycopg stand in docs/recipes.md.
            </span>
          </li>
          <li className="prose-wrap">
            <b>Name the logins of jobs and scripts.</b> Their changes carry the name from then on:{" "}
            <Link href="/identities" className={linkStyle}>
              who acted without a name
            </Link>
            .
          </li>
        </ol>
      </Card>
      <div className="flex flex-wrap gap-2 max-md:px-4">
        <ButtonLink href={`/sources/${id}`} look="primary">
          Go to {name}
        </ButtonLink>
        <ButtonLink href="/sources">All sources</ButtonLink>
      </div>
    </div>
  );
}
