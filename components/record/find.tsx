import { FileClock, SearchX } from "lucide-react";
import { capitalised, countOf, keyText, plainSentence, words } from "@/lib/event";
import type { FoundRecord, Kind, Problem, Records } from "@/lib/search";
import { secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Button, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { TextField } from "../ui/field";
import { Link, linkStyle } from "../ui/link";
import { SelectField } from "../ui/select";
import { State } from "../ui/state";
import { recordAddress, recordsAddress } from "./address";

/** Where a record is looked up: by its key or its name; below, the kinds of record that there are. */
export function RecordsView({ records, problems, zone }: { records: Records; problems: Problem[]; zone: Zone }) {
  const { found, kinds } = records;
  return (
    <div className="grid max-w-4xl gap-6 p-8 max-md:gap-4 max-md:px-0 max-md:py-4">
      <FindForm records={records} problems={problems} />
      {found && <FoundRecords records={records} found={found} zone={zone} />}
      {!found && kinds.length === 0 && (
        <State icon={<FileClock />} title="No kind of record is known yet">
          <p>Records appear here once a database or an application reports changes to Vouch.</p>
        </State>
      )}
      {!found && kinds.length > 0 && <Kinds records={records} zone={zone} />}
    </div>
  );
}

function FindForm({ records: { query, kinds }, problems }: { records: Records; problems: Problem[] }) {
  const error = problems[0]?.sentence;
  return (
    <form
      action="/records"
      className="grid grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto] items-start gap-3 max-md:grid-cols-1 max-md:px-4"
    >
      <TextField
        key={`find ${query.find}`}
        name="find"
        label="Which record?"
        help="Its id, or its name where it has one; with its kind or without: customers 10482"
        defaultValue={query.find}
        error={error}
        required
        maxLength={500}
        autoComplete="off"
        enterKeyHint="search"
      />
      <SelectField key={`kind ${query.kind}`} name="kind" label="Kind" defaultValue={query.kind ?? ""}>
        <option value="">Every kind</option>
        {kinds.map((kind) => (
          <option key={kind.key} value={kind.key}>
            {kindName(kind)} in {kind.source.name}
          </option>
        ))}
      </SelectField>
      <Button type="submit" look="primary" className="mt-[27px] max-md:mt-0">
        Find
      </Button>
    </form>
  );
}

function kindName({ type, schema }: Kind): string {
  return `${capitalised(words(type))}${schema && schema !== "public" ? ` (${schema})` : ""}`;
}

function FoundRecords({ records, found, zone }: { records: Records; found: FoundRecord[]; zone: Zone }) {
  const { query, namesFrom } = records;
  if (found.length === 0) return <NoRecord records={records} zone={zone} />;
  return (
    <section aria-labelledby="found">
      <h2 id="found" className="mb-2.5 text-body max-md:px-4">
        <span role="status">
          {query.find === undefined
            ? `Changed last: ${countOf(String(found.length), "record")}`
            : `${countOf(String(found.length), "record")} found${namesFrom ? " by name" : ""}`}
        </span>
      </h2>
      <ul className="grid gap-px overflow-clip rounded-card border border-line bg-line max-md:rounded-none max-md:border-x-0">
        {found.map(({ record, source, name, last }) => (
          <li key={recordAddress(record)} className="relative grid gap-0.5 bg-surface px-4 py-3 hover:bg-hover">
            <Link
              href={recordAddress(record)}
              className="prose-wrap w-fit text-body font-[600] outline-offset-2 after:absolute after:inset-0 after:content-['']"
            >
              <bdi>{name ?? `${capitalised(words(record.type))} ${keyText(record.id)}`}</bdi>
              {name !== undefined && (
                <span className="font-normal text-ink-2">
                  {" "}
                  <bdi>{keyText(record.id)}</bdi>
                </span>
              )}
            </Link>
            <p className="prose-wrap text-meta text-ink-3">
              {capitalised(words(record.type))} in <bdi>{source}</bdi>. Last: <bdi>{plainSentence(last)}</bdi>,{" "}
              {secondTime(last.event.occurredAt, zone)}
            </p>
          </li>
        ))}
      </ul>
      {namesFrom && (
        <p className="prose-wrap mt-2 text-meta text-ink-3 max-md:px-4">
          Names were looked for among the records that changed last, back to {secondTime(namesFrom, zone)}.
        </p>
      )}
    </section>
  );
}

/** Nothing was found: what was looked for, and where. */
function NoRecord({ records: { query, namesFrom }, zone }: { records: Records; zone: Zone }) {
  return (
    <State
      icon={<SearchX />}
      title="No such record is recorded"
      actions={
        <>
          {query.kind && <ButtonLink href={recordsAddress({ find: query.find })}>Look in every kind</ButtonLink>}
          <ButtonLink href={recordsAddress()}>Show the kinds of record</ButtonLink>
        </>
      }
    >
      {query.find === undefined ? (
        <p>None of this kind has changed lately. One that changed long ago is found by its id.</p>
      ) : (
        <p>
          No record has the id “<bdi>{query.find}</bdi>”.
          {namesFrom
            ? ` Names were looked for among the records that changed last, back to ${secondTime(namesFrom, zone)}; an older one is found by its id.`
            : " There is none whose name could be looked for either."}
        </p>
      )}
      <p>What was not captured is not found here.</p>
    </State>
  );
}

function Kinds({ records: { kinds, days, countedFrom }, zone }: { records: Records; zone: Zone }) {
  const period = countedFrom ? `since ${secondTime(countedFrom, zone)}` : `in the last ${days} days`;
  return (
    <Card id="kinds" title="Kinds of record" aside={`Changes ${period}`}>
      <ul className="divide-y divide-line border-t border-line">
        {kinds.map((kind) => (
          <li
            key={kind.key}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-5 py-2.5 text-dense max-md:px-4"
          >
            <span className="prose-wrap min-w-0">
              <Link href={recordsAddress({ kind: kind.key })} className={`${linkStyle} max-md:py-2`}>
                <bdi>{kindName(kind)}</bdi>
              </Link>{" "}
              <span className="text-ink-3">
                in <bdi>{kind.source.name}</bdi>
              </span>
            </span>
            <span className="ml-auto text-meta text-ink-2 tabular-nums max-md:ml-0 max-md:w-full">
              {kindWords(kind, zone)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function kindWords({ changes, records, lastAt }: Kind, zone: Zone): string {
  if (!lastAt || changes === 0) return "No changes recorded";
  const of = records > 0 ? ` of ${records === 1 ? "1 record" : `${countOf(String(records), "record")}`}` : "";
  return `${countOf(String(changes), "change")}${of}, last ${secondTime(lastAt, zone)}`;
}
