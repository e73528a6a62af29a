"use client";
import { useEffect, useRef } from "react";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy";
import { Note } from "../ui/note";

/** The codes for whoever loses the authenticator, for the only time. */
export function RecoveryCodes({
  codes,
  says = "Your second factor is set up.",
  does,
  done,
}: {
  codes: string[];
  says?: string;
  does: string;
  done: () => void;
}) {
  const start = useRef<HTMLDivElement>(null);
  useEffect(() => start.current?.focus(), []);
  const text = `Recovery codes for Vouch at ${typeof location === "undefined" ? "" : location.host}. Each works once.\n\n${codes.join("\n")}\n`;
  return (
    <div ref={start} tabIndex={-1} className="grid gap-4 outline-none">
      <p className="prose-wrap">
        <b>{says}</b> If you lose your phone, each of these recovery codes lets you in once in place of a code.
      </p>
      <Note look="attention">You see them once. Keep them where your phone is not.</Note>
      <ol
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-1 rounded-control border border-line bg-sunken px-3 py-2.5 sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>
            <code className="text-dense whitespace-nowrap">{code}</code>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={codes.join("\n")} what="all ten" />
        <Button size="small" look="quiet" onClick={() => save(text)}>
          Save as text
        </Button>
        <Button size="small" look="quiet" onClick={() => print(text)}>
          Print
        </Button>
      </div>
      <div>
        <Button look="primary" onClick={done}>
          {does}
        </Button>
      </div>
    </div>
  );
}

function save(text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "vouch-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A page of its own with nothing but the codes. */
function print(text: string) {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentWindow;
  if (!page) return;
  const lines = page.document.createElement("pre");
  lines.textContent = text;
  page.document.body.append(lines);
  page.addEventListener("afterprint", () => frame.remove());
  page.print();
}
