"use client";
import { Check, Link2 } from "lucide-react";
import { useState } from "react";

/** Copies the address of a field. It appears where the pointer or the focus is, so that it is no stop on the way through a table. */
export function FieldLink({ anchor, label }: { anchor: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}${location.pathname}#${encodeURIComponent(anchor)}`);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={copied ? "Copied" : `Copy a link to ${label}`}
      className="ml-1 inline-grid size-6 place-items-center rounded-control align-middle invisible text-ink-3 group-focus-within/row:visible group-hover/row:visible hover:bg-hover hover:text-ink [margin-block:-4px] pointer-coarse:hidden"
    >
      {copied ? <Check size={13} /> : <Link2 size={13} />}
    </button>
  );
}
