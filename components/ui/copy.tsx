"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { buttonStyle } from "./button";

/** Copies the whole of a value that the page may show shortened. */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" onClick={copy} className={buttonStyle({ look: "quiet", size: "small" })}>
      {copied ? <Check size={13} /> : <Copy size={13} />}
      <span aria-live="polite">{copied ? "Copied" : `Copy ${what}`}</span>
    </button>
  );
}
