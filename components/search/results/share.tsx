"use client";
import { Check, Link2 } from "lucide-react";
import { useState } from "react";
import { freeze, isRolling, type SearchAsk, searchAddress } from "@/lib/search/language";
import type { Zone } from "../../event/zone";
import { buttonStyle } from "../../ui/button";

/**
 * Copies a link that finds the same for anyone who may look: “last 7 days” becomes the days that it means now, and the zone of its
 * days stands in it. What the other may see stays theirs to see.
 */
export function ShareLink({ ask, zone }: { ask: SearchAsk; zone: Zone }) {
  const [copied, setCopied] = useState<"plain" | "frozen">();
  const copy = async () => {
    const rolling = isRolling(ask.tree);
    const tree = rolling ? freeze(ask.tree, zone, new Date()) : ask.tree;
    await navigator.clipboard.writeText(location.origin + searchAddress({ tree, zone, view: ask.view }));
    setCopied(rolling ? "frozen" : "plain");
    setTimeout(() => setCopied(undefined), 4000);
  };
  return (
    <button
      type="button"
      onClick={copy}
      title="Whoever opens it sees what their own role and scope allow."
      className={buttonStyle({ size: "small" })}
    >
      {copied ? <Check size={14} /> : <Link2 size={14} />}
      <span aria-live="polite">
        {copied === "frozen" ? "Copied, with today’s dates" : copied ? "Copied" : "Copy link"}
      </span>
    </button>
  );
}
