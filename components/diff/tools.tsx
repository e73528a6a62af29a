"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { buttonStyle } from "../ui/button";
import { type Look, useFrame } from "./frame";

const looks: { look: Look; says: string }[] = [
  { look: "side", says: "Side by side" },
  { look: "inline", says: "Inline" },
];

/** Above a comparison, inside its frame: next and previous change, how both sides are set, values as recorded, copy as text. */
export function DiffTools({ sides }: { sides: 1 | 2 }) {
  const frame = useFrame();
  if (!frame) return null;
  const key = "rounded-[4px] border border-line-strong bg-canvas px-1.5 text-micro font-[520] text-ink-2";
  const step = "inline-flex min-h-6 items-center gap-1.5 rounded-control px-1 text-meta text-ink-3 hover:text-ink";
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span className="inline-flex gap-1 max-md:hidden">
        <button type="button" className={step} aria-keyshortcuts="n" onClick={() => frame.step(1)}>
          <kbd className={key}>N</kbd> next
        </button>
        <button type="button" className={step} aria-keyshortcuts="p" onClick={() => frame.step(-1)}>
          <kbd className={key}>P</kbd> previous
        </button>
      </span>
      <button
        type="button"
        aria-pressed={frame.raw}
        onClick={() => frame.setRaw(!frame.raw)}
        className={buttonStyle(
          { look: "quiet", size: "small" },
          "aria-pressed:bg-accent-soft aria-pressed:text-accent",
        )}
      >
        As recorded
      </button>
      <CopySentences sentences={frame.sentences} />
      {sides === 2 && (
        <fieldset className="inline-flex overflow-clip rounded-control border border-line-strong max-md:hidden">
          <legend className="sr-only">How before and after are set</legend>
          {looks.map(({ look, says }) => (
            <button
              key={look}
              type="button"
              aria-pressed={frame.look === look}
              onClick={() => frame.setLook(look)}
              className="h-7 px-2.5 text-meta font-[560] text-ink-2 hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              {says}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function CopySentences({ sentences }: { sentences: string[] }) {
  const [copied, setCopied] = useState(false);
  if (sentences.length === 0) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(sentences.join("\n"));
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" onClick={copy} className={buttonStyle({ look: "quiet", size: "small" })}>
      {copied ? <Check size={13} /> : <Copy size={13} />}
      <span aria-live="polite">{copied ? "Copied" : "Copy as text"}</span>
    </button>
  );
}
