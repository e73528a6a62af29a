"use client";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { buttonStyle } from "../ui/button";
import { Menu, MenuItem, MenuLine } from "../ui/menu";
import { ChangeSearch } from "./change";
import type { LineProps } from "./line";
import type { useSend } from "./use-send";

/** What else can be done with a saved search, in a menu beside it. */
export function More({
  of: search,
  acts,
  may,
  removed,
  send,
  busy,
}: LineProps & Pick<ReturnType<typeof useSend>, "send" | "busy">) {
  const { id, name, mine, shared, pinned, link } = search;
  const [changing, setChanging] = useState(false);
  const [copied, setCopied] = useState(false);
  const changes = mine && (!shared || may.share);
  const removes = changes || (shared && may.administer);
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(link, location.href).href);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <>
      <Menu
        trigger={buttonStyle({ size: "small", look: "quiet" })}
        button={
          <>
            <Ellipsis size={14} aria-hidden="true" />
            <span className="sr-only">More for {name}</span>
          </>
        }
      >
        <MenuItem onSelect={() => !busy && send(acts.pin, { id, pinned: pinned ? "no" : "yes" })}>
          {pinned ? "Take off Home" : "Pin to Home"}
        </MenuItem>
        <MenuItem onSelect={() => void copy()}>
          {shared ? "Copy its link" : "Copy a link to what it finds, times fixed"}
        </MenuItem>
        {changes && <MenuItem onSelect={() => setChanging(true)}>Change…</MenuItem>}
        {changes && may.share && (
          <MenuItem onSelect={() => !busy && send(acts.share, { id, shared: shared ? "no" : "yes" })}>
            {shared ? "Stop sharing" : "Share with everybody who may search"}
          </MenuItem>
        )}
        {removes && <MenuLine />}
        {removes && <MenuItem onSelect={() => !busy && send(acts.remove, { id }, removed)}>Remove</MenuItem>}
      </Menu>
      <span aria-live="polite" className="text-meta text-ink-2 empty:hidden">
        {copied ? "Link copied" : ""}
      </span>
      <ChangeSearch of={search} change={acts.change} open={changing} setOpen={setChanging} />
    </>
  );
}
