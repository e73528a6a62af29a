import { keyText } from "@/lib/event";
import type { OpenedRecord, Version } from "@/lib/search";
import { ActorBadge } from "../actor/badge";
import { entryAddress } from "../entry/address";
import { namedActor } from "../event/line";
import { dateOf, minuteClock, secondTime } from "../event/time";
import { type Zone, zoneAt } from "../event/zone";
import { ProofMark } from "../proof/mark";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { Tag } from "../ui/chip";
import { Link, linkStyle } from "../ui/link";
import { recordAddress } from "./address";
import { Differs, HoleItem, holesOf } from "./holes";
import { changedNames, didWhat, whoActed } from "./words";

/** The versions of a page, newest first, with what is missing between them where it is missing. */
export function Versions({ opened, zone }: { opened: OpenedRecord; zone: Zone }) {
  const { versions, older, newer, query } = opened;
  const page = { plain: query.plain, version: query.version, at: query.at };
  return (
    <Card id="versions" title="Versions" aside="Newest first">
      <ol className="border-t border-line">
        {!newer && opened.moved && (
          <li className="prose-wrap border-b border-line px-5 py-3 text-dense max-md:px-4">
            It has another key since {secondTime(opened.moved.at, zone)}. Its later versions stand under{" "}
            <Link className={linkStyle} href={recordAddress({ ...query.record, id: opened.moved.id })}>
              <bdi>{keyText(opened.moved.id)}</bdi>
            </Link>
            .
          </li>
        )}
        {versions.map((version, at) => (
          <VersionItems key={version.entry.index} opened={opened} version={version} at={at} zone={zone} />
        ))}
        {!older && <Beginning opened={opened} zone={zone} />}
      </ol>
      {(older || newer) && (
        <nav aria-label="More versions" className="flex gap-2 border-t border-line px-5 py-3 max-md:px-4">
          {newer && (
            <ButtonLink
              size="small"
              rel="prev"
              href={recordAddress(query.record, { ...page, cursor: newer, direction: "newer" })}
            >
              Newer versions
            </ButtonLink>
          )}
          {older && (
            <ButtonLink
              size="small"
              rel="next"
              href={recordAddress(query.record, { ...page, cursor: older, direction: "older" })}
            >
              Older versions
            </ButtonLink>
          )}
        </nav>
      )}
    </Card>
  );
}

/** A version, below what is missing after it and above what is missing before it. */
function VersionItems({
  opened,
  version,
  at,
  zone,
}: {
  opened: OpenedRecord;
  version: Version;
  at: number;
  zone: Zone;
}) {
  const { versions, newer, beyondAt } = opened;
  const all = holesOf(opened);
  const time = version.entry.event.occurredAt;
  const before = versions[at + 1]?.entry.event.occurredAt ?? beyondAt ?? "9";
  const after = at === 0 && !newer ? all.filter((hole) => hole.at >= time) : [];
  const below = all.filter((hole) => hole.at < time && hole.at >= before);
  return (
    <>
      {after.map((hole) => (
        <HoleItem key={`${hole.kind} ${hole.at}`} hole={hole} zone={zone} />
      ))}
      <VersionItem opened={opened} version={version} zone={zone} />
      {below.map((hole, n) => (
        <HoleItem
          key={`${hole.kind} ${hole.at}`}
          hole={hole}
          zone={zone}
          version={n === below.length - 1 ? version : undefined}
        />
      ))}
      {below.length === 0 && version.unexplained && (
        <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-3 border-t border-line px-5 py-3 max-md:px-4">
          <span aria-hidden="true" />
          <Differs version={version} />
        </li>
      )}
    </>
  );
}

function VersionItem({ opened, version, zone }: { opened: OpenedRecord; version: Version; zone: Zone }) {
  const { query, state, comparison } = opened;
  const { number, entry } = version;
  const { event } = entry;
  const isShown = state?.entry.index === entry.index && !comparison;
  const actor = namedActor(event);
  const address = recordAddress(query.record, { version: entry.index, plain: query.plain, ...place(opened) });
  return (
    <li
      aria-current={isShown ? "true" : undefined}
      className={`relative grid grid-cols-[1.5rem_minmax(0,1fr)_18px] gap-x-3 border-t border-line px-5 py-3 first:border-t-0 max-md:px-4 ${isShown ? "bg-accent-soft shadow-[inset_3px_0_0_var(--color-accent)]" : "hover:bg-hover"}`}
    >
      <ActorBadge {...actor} />
      <div className="prose-wrap min-w-0 text-dense">
        <p className="flex flex-wrap gap-x-3">
          <Link
            href={address}
            scroll={false}
            className="font-[600] outline-offset-2 after:absolute after:inset-0 after:content-['']"
          >
            Version {number}
          </Link>
          <time
            dateTime={event.occurredAt}
            title={secondTime(event.occurredAt, zone)}
            className="ml-auto text-meta leading-5 text-ink-3"
          >
            {dateOf(event.occurredAt, zone)}, {minuteClock(event.occurredAt, zone)} {zoneAt(event.occurredAt, zone)}
          </time>
        </p>
        <p className="text-ink-2">
          <b className="text-ink">
            <bdi>{whoActed(version)}</bdi>
          </b>
          {actor.kind === "agent" && (
            <>
              {" "}
              <Tag tone="agent">AI agent</Tag>
            </>
          )}{" "}
          {didWhat(version)}
        </p>
        <p className="text-meta text-ink-3">
          <bdi>{changedNames(version)}</bdi>
        </p>
        <FurtherWays opened={opened} version={version} />
      </div>
      <ProofMark state={entry.proof.state} />
    </li>
  );
}

/** What leads on from a version. */
function FurtherWays({ opened, version }: { opened: OpenedRecord; version: Version }) {
  const { query, state } = opened;
  const { entry, formerId } = version;
  return (
    <>
      {formerId !== undefined && (
        <p className="relative z-1 text-meta">
          <Link className={linkStyle} href={recordAddress({ ...query.record, id: formerId })}>
            Earlier versions stand under <bdi>{keyText(formerId)}</bdi>
          </Link>
        </p>
      )}
      <p className="relative z-1 mt-0.5 flex w-fit flex-wrap gap-x-4 text-meta">
        <Link className={quietLink} href={entryAddress(entry.index)}>
          Open the entry
        </Link>
        {state && state.entry.index !== entry.index && (
          <Link
            className={quietLink}
            scroll={false}
            href={recordAddress(query.record, {
              version: state.entry.index,
              compare: entry.index,
              with: state.entry.index,
              ...place(opened),
            })}
          >
            Compare with version {state.place.number}
          </Link>
        )}
      </p>
    </>
  );
}

/** Beside the version itself, which is the link that counts. */
const quietLink =
  "text-ink-3 underline decoration-line-strong underline-offset-3 hover:text-accent-hover hover:decoration-current max-md:py-3";

/** The page of the list that stands beside the state. */
function place({ query: { cursor, direction } }: OpenedRecord) {
  return { cursor, direction };
}

/** What is known of the time before the oldest version. */
function Beginning({ opened, zone }: { opened: OpenedRecord; zone: Zone }) {
  const { begins, versions, summary } = opened;
  const last = versions.at(-1)?.entry.event;
  const says = begins
    ? `Your period begins ${secondTime(begins, zone)}. Versions are numbered from there.`
    : summary.more
      ? "There are more versions than are counted here. They are numbered from the oldest of those."
      : last?.change?.operation === "insert"
        ? undefined
        : "Nothing older is recorded. The record was there before its first recorded change.";
  if (!says) return null;
  return <li className="prose-wrap border-t border-line px-5 py-3 text-meta text-ink-3 max-md:px-4">{says}</li>;
}
