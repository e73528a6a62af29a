import { TriangleAlert } from "lucide-react";
import type { Interval } from "@/lib/event";
import type { OpenedRecord, Version } from "@/lib/search";
import { entryAddress } from "../entry/address";
import { secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Link, linkStyle } from "../ui/link";
import { gapWords, unexplainedWords } from "./words";

/** A time in which something may have happened to the record without being recorded. */
export type Hole = { kind: "gap"; at: string; gap: Interval } | { kind: "emptied"; at: string; entry: string };

/** All of a record, newest first. */
export function holesOf({ gaps, emptied }: Pick<OpenedRecord, "gaps" | "emptied">): Hole[] {
  return [
    ...gaps.map((gap): Hole => ({ kind: "gap", at: gap.from, gap })),
    ...emptied.map((mark): Hole => ({ kind: "emptied", ...mark })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** What is missing, where it is missing. `version`: the one after it, which may not follow on the one before. */
export function HoleItem({ hole, version, zone }: { hole: Hole; version?: Version; zone: Zone }) {
  const { title, why } = hole.kind === "gap" ? gapWords(hole.gap, zone) : emptiedWords(hole.at, zone);
  const entry = hole.kind === "gap" ? hole.gap.entry : hole.entry;
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-3 border-t border-line px-5 py-3 max-md:px-4">
      <span aria-hidden="true" className="hatch mx-auto h-full w-2.5 rounded-[2px] border border-hatch" />
      <div className="prose-wrap grid min-w-0 gap-1 text-dense">
        <p className="font-[600]">{title}</p>
        <p className="text-ink-2">
          {why}{" "}
          {entry !== undefined && (
            <Link className={linkStyle} href={entryAddress(entry)}>
              Open the entry
            </Link>
          )}
        </p>
        {version?.unexplained && <Differs version={version} />}
      </div>
    </li>
  );
}

function emptiedWords(at: string, zone: Zone) {
  return {
    title: `The table was emptied, ${secondTime(at, zone)}`,
    why: "TRUNCATE removes rows without showing them, so this record may have been removed.",
  };
}

/** What two neighbouring versions do not agree on. */
export function Differs({ version }: { version: Version }) {
  const { unexplained, number, entry } = version;
  if (!unexplained) return null;
  const { names, says } = unexplainedWords(unexplained, number, entry.names);
  return (
    <p className="prose-wrap min-w-0 text-dense text-attention">
      <TriangleAlert size={14} className="mr-1.5 inline align-[-2px]" />
      {names && (
        <b>
          <bdi>{names}</bdi>
        </b>
      )}{" "}
      {says}
    </p>
  );
}
