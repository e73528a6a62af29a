"use client";
import { Bell as BellIcon, TriangleAlert, X } from "lucide-react";
import * as Popover from "radix-ui/popover";
import { useState } from "react";
import { countOf } from "@/lib/event";
import type { Bell } from "@/lib/search";
import { Ago } from "../event/ago";
import { Link } from "../ui/link";
import { useNotices } from "./here";

/** The bell in a page's bar: how much is new, and what, with the way to it. */
export function NoticesBell() {
  const here = useNotices();
  const [open, setOpen] = useState(false);
  if (!here) return null;
  const { unread, alarms } = here;
  const count = unread + alarms.length;
  const says = count === 0 ? "Notices, nothing new" : `Notices, ${countOf(String(count), "new one", "new ones")}`;
  const show = (wanted: boolean) => {
    setOpen(wanted);
    if (!wanted) here.read(); // what is new stays marked while it is looked at
  };
  return (
    <Popover.Root open={open} onOpenChange={show}>
      <Popover.Trigger
        aria-label={says}
        title="Notices"
        className="relative grid size-9 flex-none place-items-center rounded-control text-ink-2 hover:bg-hover hover:text-ink max-md:size-11"
      >
        <BellIcon size={18} />
        {count > 0 && (
          <span
            aria-hidden="true"
            className="absolute top-0.5 right-0 min-w-4 rounded-full bg-accent px-1 text-center text-micro leading-4 font-[620] text-on-accent tabular-nums max-md:top-1.5 max-md:right-1"
          >
            {count > 99 ? "99+" : count}
          </span>
        )}
      </Popover.Trigger>
      <span aria-live="polite" className="sr-only">
        {count > 0 ? says : ""}
      </span>
      <Popover.Content
        align="end"
        sideOffset={6}
        collisionPadding={8}
        aria-label="Notices"
        className="comes-in z-30 flex max-h-[min(34rem,80dvh)] w-[min(24rem,calc(100vw-1rem))] flex-col overflow-y-auto rounded-card border border-line bg-raised text-ink shadow-float outline-none"
      >
        <div className="flex items-center px-4 pt-2 pb-1">
          <h2 className="text-dense">Notices</h2>
          <Popover.Close
            aria-label="Close notices"
            className="-mr-2 ml-auto grid size-8 place-items-center rounded-control text-ink-2 hover:bg-hover max-md:size-11"
          >
            <X size={16} />
          </Popover.Close>
        </div>
        <Lines bell={here} leave={() => show(false)} />
      </Popover.Content>
    </Popover.Root>
  );
}

function Lines({ bell: { alarms, notices }, leave }: { bell: Bell; leave: () => void }) {
  const now = new Date().toISOString();
  if (alarms.length + notices.length === 0) {
    return (
      <p className="prose-wrap px-4 pb-4 text-dense text-ink-2">
        Nothing yet. Requests that wait for you, what became of yours, and alarms stand here for 90 days.
      </p>
    );
  }
  const row = "relative grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 px-4 py-2.5 text-dense hover:bg-hover";
  const link =
    "text-ink after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus";
  return (
    <ul className="divide-y divide-line border-t border-line">
      {alarms.map(({ sentence, address }) => (
        <li key={sentence} className={row}>
          <TriangleAlert size={16} className="mt-0.5 text-attention" />
          <p className="prose-wrap min-w-0">
            <Link href={address} onClick={leave} className={`${link} font-[560]`}>
              <bdi>{sentence}</bdi>
            </Link>
            <span className="block text-meta text-ink-3">Now</span>
          </p>
        </li>
      ))}
      {notices.map(({ id, sentence, address, createdAt, read }) => (
        <li key={id} className={row}>
          <span className="grid size-5 place-items-center">
            {!read && <span className="size-2 rounded-full bg-accent" title="New" />}
          </span>
          <p className="prose-wrap min-w-0">
            <Link href={address} onClick={leave} className={`${link} ${read ? "" : "font-[560]"}`}>
              {!read && <span className="sr-only">New: </span>}
              <bdi>{sentence}</bdi>
            </Link>
            <span className="block text-meta text-ink-3">
              <Ago time={createdAt} now={now} />
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
