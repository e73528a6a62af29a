import { ArrowRightLeft, Eye } from "lucide-react";
import { capitalised, keyText, words } from "@/lib/event";
import type { OpenedRecord, Problem } from "@/lib/search";
import { eventsAddress } from "../event/address";
import type { Zone } from "../event/zone";
import { looksAddress } from "../looks/address";
import { ButtonLink } from "../ui/button";
import { Link, linkStyle } from "../ui/link";
import { recordAddress, recordsAddress } from "./address";
import { AsOf } from "./as-of";
import { Comparison } from "./compare";
import { RestoreButton } from "./restore";
import { Damaged, StateCard } from "./state";
import { Versions } from "./versions";
import { standing } from "./words";

/** The history of one record: how it stands at a moment, beside its versions and what is missing between them. */
export function RecordView({ opened, problems, zone }: { opened: OpenedRecord; problems: Problem[]; zone: Zone }) {
  return (
    <article aria-labelledby="record" className="grid gap-5 p-8 max-md:gap-3 max-md:px-0 max-md:py-4">
      <Heading opened={opened} zone={zone} />
      <div className="max-md:px-4 empty:hidden">
        <Damaged sentences={problems.map(({ sentence }) => sentence)} />
      </div>
      <AsOf opened={opened} zone={zone} />
      <div className="grid items-start gap-5 max-md:gap-3 lg:grid-cols-[minmax(20rem,26rem)_minmax(0,1fr)]">
        <div className="min-w-0 lg:order-2">
          {opened.comparison ? <Comparison opened={opened} zone={zone} /> : <StateCard opened={opened} zone={zone} />}
        </div>
        <Versions opened={opened} zone={zone} />
      </div>
    </article>
  );
}

function Heading({ opened, zone }: { opened: OpenedRecord; zone: Zone }) {
  const { query, source, name, state, may } = opened;
  const { record } = query;
  const kind = capitalised(words(record.type));
  const schema = record.schema && record.schema !== "public" ? `, schema ${record.schema}` : "";
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-3 max-md:px-4">
      <div className="min-w-0">
        <p className="text-meta text-ink-3">
          <bdi>{kind}</bdi> in <bdi>{source.name}</bdi>
          {schema}
        </p>
        <h1 id="record" className="prose-wrap text-title">
          <bdi>{name ?? `${kind} ${keyText(record.id)}`}</bdi>{" "}
          {name !== undefined && (
            <span className="font-normal text-ink-2">
              <bdi>{keyText(record.id)}</bdi>
            </span>
          )}
        </h1>
        <p className="prose-wrap mt-0.5 text-dense text-ink-2">{standing(opened, zone)}</p>
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-2 max-md:ml-0">
        {state?.previous && !opened.comparison && (
          <ButtonLink
            scroll={false}
            href={recordAddress(record, {
              version: state.entry.index,
              compare: state.previous.entry,
              with: state.entry.index,
            })}
          >
            <ArrowRightLeft size={14} /> Compare with version {state.previous.number}
          </ButtonLink>
        )}
        {may.restore && state?.next && !opened.comparison && (
          <RestoreButton
            record={record}
            version={state.entry.index}
            number={state.place.number}
            newest={opened.summary.versions}
            called={name ?? `${words(record.type)} ${keyText(record.id)}`}
          />
        )}
        {may.seeLooks && (
          <ButtonLink href={looksAddress({ type: record.type, id: record.id })}>
            <Eye size={14} /> Who looked
          </ButtonLink>
        )}
        <Link
          className={`${linkStyle} px-1 text-dense max-md:py-3`}
          href={eventsAddress({ record: record.type, id: record.id })}
        >
          As events
        </Link>
      </div>
    </header>
  );
}

export function RecordsCrumb() {
  return (
    <Link href={recordsAddress()} className={linkStyle}>
      Records
    </Link>
  );
}
