"use client";
/** The cells of a row: the time, the sentence with its second line, the decision, the proof. */
import { Ban, CircleX, EyeOff, UserCheck } from "lucide-react";
import { usePathname } from "next/navigation";
import type { PointerEvent } from "react";
import { is, searchAddress } from "@/lib/search/language";
import { entryAddress } from "../entry/address";
import { Chip } from "../ui/chip";
import { Link, linkStyle } from "../ui/link";
import type { Line } from "./line";
import { useListHere } from "./list-here";
import { Sentence } from "./sentence";
import { ago, exactTime } from "./time";
import { utc, type Zone, zoneName } from "./zone";

export function Time({ line }: { line: Line }) {
  const { zone } = useListHere();
  const say = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.title = timeTitle(line.at, zone, new Date());
  };
  return (
    <time
      dateTime={line.at}
      title={exactTime(line.at, zone)}
      onPointerEnter={say}
      className="relative z-1 text-meta leading-[22px] text-ink-3"
    >
      {line.clock}
    </time>
  );
}

/** In UTC, in the reader's zone where that is another, and how long ago. */
export function timeTitle(at: string, zone: Zone, now: Date): string {
  return [exactTime(at, utc), ...(zone === utc ? [] : [exactTime(at, zone)]), ago(at, now)].join("\n");
}

export function Saying({ line }: { line: Line }) {
  const { zone } = useListHere();
  const path = usePathname();
  const address = entryAddress(line.index);
  return (
    <div className="prose-wrap min-w-0">
      <p className="text-[0.84375rem] leading-5 text-ink-2 @max-[40rem]/list:text-body @max-[40rem]/list:leading-[22px]">
        <Link
          href={address}
          data-row
          scroll={false}
          replace={path !== "/events"} // another entry is open: the way back leads to the list, not through all that was looked at
          aria-current={path === address ? "true" : undefined}
          className="-my-0.5 inline-block py-0.5 outline-none after:absolute after:inset-0 after:content-['']"
        >
          <Sentence parts={line.parts} actor={line.actor} />
          {line.hidesChange && (
            <>
              {" "}
              <Chip look="claimed" small>
                <EyeOff size={12} /> Hidden: changed
              </Chip>
            </>
          )}
        </Link>
      </p>
      <div className={`text-meta text-ink-3 ${line.rows ? "mt-[5px]" : ""}`}>
        <span className="@min-[40rem]/list:hidden">
          {line.clock} {zoneName(zone)}
          <Stroke />
        </span>
        {[...line.second, ...(line.rows?.matched ? [line.rows.matched] : [])].map((part, at) => (
          <span key={part}>
            {at > 0 && <Stroke />}
            <bdi>{part}</bdi>
          </span>
        ))}
        <span className="@min-[40rem]/list:hidden">
          <Stroke />
          {line.source}
        </span>
        {line.rows && (
          <>
            <span className="@max-[40rem]/list:hidden">
              <Stroke />
            </span>
            <ShowRows rows={line.rows} />
          </>
        )}
      </div>
      <div className="pt-1 empty:hidden @min-[40rem]/list:hidden">
        <DecisionChip line={line} />
      </div>
    </div>
  );
}

/** Opens the rows below the line; where the list cannot, the list of them. */
function ShowRows({ rows }: { rows: NonNullable<Line["rows"]> }) {
  const { rows: here } = useListHere();
  const style = `${linkStyle} relative z-1 -my-[3px] inline-block py-[3px] @max-[40rem]/list:my-0 @max-[40rem]/list:flex @max-[40rem]/list:min-h-11 @max-[40rem]/list:items-center`;
  const what = rows.matched ? "the rows that match" : `the ${rows.says}`;
  if (!here) {
    return (
      <Link href={searchAddress({ tree: is("statement", rows.statement) })} className={style}>
        Show {what}
      </Link>
    );
  }
  const now = here.of(rows.statement);
  const open = now?.state === "open";
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => here.toggle(rows.statement, rows.matched !== undefined)}
        className={style}
      >
        {now?.state === "reading" ? `Reading ${what}` : `${open ? "Hide" : "Show"} ${what}`}
      </button>
      {now?.state === "refused" && (
        <span role="alert" className="ml-2 text-tampered">
          {now.says}
        </span>
      )}
    </>
  );
}

function Stroke() {
  return (
    <span aria-hidden="true" className="px-1.5 text-line-strong">
      /
    </span>
  );
}

export function Standing({ line, source }: { line: Line; source: boolean }) {
  return (
    <span className="inline-flex items-center gap-3 text-meta leading-[22px] text-ink-3">
      <DecisionChip line={line} />
      {source && line.source}
    </span>
  );
}

function DecisionChip({ line }: { line: Line }) {
  if (line.outcome === "refused") {
    return (
      <Chip look="tampered">
        <Ban size={13} /> Denied
      </Chip>
    );
  }
  if (line.outcome === "failed") {
    return (
      <Chip>
        <CircleX size={13} /> Failed
      </Chip>
    );
  }
  if (!line.approvedBy) return null;
  return (
    <Chip>
      <UserCheck size={13} /> Approved · {line.approvedBy}
    </Chip>
  );
}
