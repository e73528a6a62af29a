"use client";
import { ChevronDown, Download } from "lucide-react";
import * as DropdownMenu from "radix-ui/dropdown-menu";
import { useState, useTransition } from "react";
import { countOf } from "@/lib/event";
import type { SearchAsk } from "@/lib/search/language";
import { useFrame } from "../shell/here";
import { buttonStyle } from "../ui/button";
import { FieldError } from "../ui/field";
import { Link, linkStyle } from "../ui/link";
import type { ExportActs, ExportAsked } from "./acts";
import { exportAddress } from "./address";

const lost = { refusal: "This could not be sent. Load the page again and try once more." };

/**
 * Below what a search found: exports all of it, in the background, as it stands on the screen. `act` is `askForExport` of
 * app/(inside)/exports/actions.ts. Shows nothing to those who may not export.
 */
export function AskExport({
  ask: { text, zone },
  total,
  act,
}: {
  ask: Pick<SearchAsk, "text" | "zone">;
  total: { lines: number; more: boolean };
  act: ExportActs["ask"];
}) {
  const frame = useFrame();
  const [asked, setAsked] = useState<number>();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  if (!frame?.may.includes("exports.make")) return null;
  const make = (format: ExportAsked["format"]) =>
    start(async () => {
      setAsked(undefined);
      setWrong(undefined);
      const came = await act({ query: text, zone, format }).catch(() => lost);
      if ("refusal" in came) setWrong(came.refusal);
      else setAsked(came.number);
    });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <div className="inline-flex">
        <button
          type="button"
          disabled={busy}
          onClick={() => make("csv")}
          className={buttonStyle({ size: "small" }, "rounded-r-none")}
        >
          <Download size={13} />
          {busy ? "Asking" : `${what(total)} (CSV)`}
        </button>
        <Formats busy={busy} make={make} />
      </div>
      <div role="status" className="text-meta text-ink-2">
        {asked !== undefined && (
          <p className="prose-wrap">
            Export {asked} is being made. It goes on when you leave this page.{" "}
            <Link href={exportAddress(asked)} className={linkStyle}>
              See export {asked}
            </Link>
          </p>
        )}
      </div>
      {wrong && <FieldError>{wrong}</FieldError>}
    </div>
  );
}

/** "Export these 312 lines" */
function what({ lines, more }: { lines: number; more: boolean }): string {
  if (more) return "Export all lines found";
  if (lines === 0) return "Export this empty result";
  return `Export ${lines === 1 ? "this" : "these"} ${countOf(String(lines), "line")}`.replace("this 1 ", "this ");
}

const formats = [
  { format: "csv", name: "CSV, for a spreadsheet", says: "One row for each field that changed, before and after." },
  { format: "leaves", name: "Leaves, for a verifier", says: "JSON lines: the exact bytes that are hashed." },
] as const;

function Formats({ busy, make }: { busy: boolean; make: (format: ExportAsked["format"]) => void }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        disabled={busy}
        aria-label="Choose a format to export"
        className={buttonStyle({ size: "small" }, "rounded-l-none border-l-0 px-1.5 max-md:px-3")}
      >
        <ChevronDown size={13} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={6}
        collisionPadding={8}
        className="comes-in z-30 w-72 rounded-card border border-line bg-raised p-1 text-ink shadow-float"
      >
        {formats.map(({ format, name, says }) => (
          <DropdownMenu.Item
            key={format}
            onSelect={() => make(format)}
            className="grid gap-0.5 rounded-control px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover forced-colors:data-highlighted:outline-2"
          >
            <span className="text-dense font-[560]">{name}</span>
            <span className="prose-wrap text-meta text-ink-3">{says}</span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
