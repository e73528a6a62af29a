"use client";
import { Check, Link2 } from "lucide-react";
import { useState } from "react";
import { buttonStyle } from "../ui/button";
import { entryAddress } from "./address";

/** Copies the address of an entry, for somebody else to open. */
export function EntryLink({ index }: { index: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}${entryAddress(index)}`);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" onClick={copy} className={buttonStyle({ size: "small" }, "max-sm:w-11 max-sm:px-0")}>
      {copied ? <Check size={14} /> : <Link2 size={14} />}
      <span aria-live="polite" className="max-sm:sr-only">
        {copied ? "Copied" : "Copy link"}
      </span>
    </button>
  );
}
