import { TriangleAlert, UnfoldVertical } from "lucide-react";
import type { Names, SeenField } from "@/lib/event";
import { capitalised, fieldLabel, mannerOf } from "@/lib/event";
import type { OpenedRecord, State, StateField } from "@/lib/search";
import { FieldSide } from "../diff/value";
import { entryAddress } from "../entry/address";
import { secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Link, linkStyle } from "../ui/link";
import { Note } from "../ui/note";
import { recordAddress } from "./address";

/** Fields that are shown at once; changed and unexplained ones are never folded away. */
const mostFields = 24;

/** The record as it stood: each value, and the version since which it holds. */
export function StateCard({ opened, zone }: { opened: OpenedRecord; zone: Zone }) {
  const { query, state } = opened;
  if (!state) return <NoState opened={opened} zone={zone} />;
  const title = query.at === undefined && !state.next ? "Now" : `As of ${secondTime(query.at ?? state.place.at, zone)}`;
  return (
    <Card id="state" title={title} aside={state.previous && <MarkChoice opened={opened} state={state} />}>
      {state.fields ? (
        <Fields opened={opened} fields={state.fields} state={state} />
      ) : (
        <p className="prose-wrap border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">{noFields(state)}</p>
      )}
    </Card>
  );
}

function noFields({ entry, place }: State): string {
  if (entry.event.change?.operation === "delete") return `Version ${place.number} deleted the record.`;
  return `What version ${place.number} left cannot be read: what is stored is not what was recorded. Open the entry to see what is known.`;
}

function NoState({ opened: { begins, summary }, zone }: { opened: OpenedRecord; zone: Zone }) {
  const first = summary.first ? secondTime(summary.first, zone) : "";
  return (
    <Card id="state" title="Nothing is known of this moment">
      <p className="prose-wrap border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
        {begins
          ? `Your period begins ${secondTime(begins, zone)}; the first version within it is of ${first}.`
          : `The first recorded version is of ${first}. Whether the record was there before, no entry says.`}
      </p>
    </Card>
  );
}

function MarkChoice({ opened: { query }, state }: { opened: OpenedRecord; state: State }) {
  const { record, plain, ...shown } = query;
  const look = "rounded-[5px] px-2 py-1 font-[540] max-md:py-3";
  const choice = (label: string, on: boolean, address: string) => (
    <Link
      href={address}
      scroll={false}
      aria-current={on ? "true" : undefined}
      className={`${look} ${on ? "bg-accent-soft text-accent" : "text-ink-2 hover:bg-hover"}`}
    >
      {label}
    </Link>
  );
  return (
    <span className="inline-flex flex-wrap rounded-control border border-line-strong p-0.5">
      {choice(`Mark changes from version ${state.previous?.number}`, !plain, recordAddress(record, shown))}
      {choice("Plain", plain === true, recordAddress(record, { ...shown, plain: true }))}
    </span>
  );
}

function Fields({ opened, fields, state }: { opened: OpenedRecord; fields: StateField[]; state: State }) {
  const { plain } = opened.query;
  const isMarked = (field: StateField) => !plain && field.changed && state.previous !== undefined;
  const first = fields.filter((field, at) => at < mostFields || isMarked(field) || field.unexplained);
  const rest = fields.filter((field) => !first.includes(field));
  const rows = (some: StateField[]) => (
    <FieldRows opened={opened} fields={some} all={fields} state={state} isMarked={isMarked} />
  );
  if (fields.length === 0)
    return <p className="border-t border-line px-5 py-4 text-dense text-ink-3 max-md:px-4">No fields were recorded.</p>;
  return (
    <>
      {rows(first)}
      {rest.length > 0 && (
        <details className="group border-t border-line">
          <summary className="flex min-h-11 list-none items-center gap-2 px-5 text-dense font-[520] text-accent hover:text-accent-hover max-md:px-4 [&::-webkit-details-marker]:hidden">
            <UnfoldVertical size={14} /> <span className="group-open:hidden">Show {rest.length} more fields</span>
            <span className="hidden group-open:inline">Hide {rest.length} fields</span>
          </summary>
          {rows(rest)}
        </details>
      )}
    </>
  );
}

interface Rows {
  opened: OpenedRecord;
  fields: StateField[];
  all: StateField[];
  state: State;
  isMarked: (field: StateField) => boolean;
}

function FieldRows({ fields, all, state, ...rest }: Rows) {
  const sides = all.map(({ name, type, mode, seen }): SeenField => ({ name, type, mode, value: seen }));
  return (
    <table className="w-full table-fixed border-t border-line text-dense max-md:block">
      <thead className="max-md:sr-only">
        <tr className="bg-canvas text-left text-meta text-ink-3 [&>th]:px-3 [&>th]:py-2 [&>th]:font-[560]">
          <th scope="col" className="w-40 !pl-5">
            Field
          </th>
          <th scope="col">Value</th>
          <th scope="col" className="w-40 !pr-5">
            Since
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {fields.map((field) => (
          <FieldRow key={field.name} field={field} sides={sides} state={state} {...rest} />
        ))}
      </tbody>
    </table>
  );
}

function FieldRow({
  field,
  sides,
  state,
  opened,
  isMarked,
}: { field: StateField; sides: SeenField[] } & Pick<Rows, "state" | "opened" | "isMarked">) {
  const names: Names | undefined = state.entry.names;
  const { name, type, mode, seen, was } = field;
  const side: SeenField = { name, type, mode, changed: field.changed, value: seen };
  const manner = mannerOf(side, "value", sides, names);
  const marked = isMarked(field);
  const cell = "prose-wrap px-3 py-2 max-md:block max-md:px-0 max-md:py-0.5";
  return (
    <tr className="border-t border-line align-top max-md:block max-md:px-4 max-md:py-2.5 max-md:first:border-t-0">
      <th scope="row" className={`${cell} !pl-5 text-left font-[560] max-md:!pl-0`}>
        {capitalised(fieldLabel(name, names))}
      </th>
      <td className={cell}>
        <div className={field.unexplained ? "underline decoration-attention decoration-dotted underline-offset-4" : ""}>
          <FieldSide field={side} seen={seen} side={marked ? "after" : "plain"} manner={manner} />
        </div>
        {seen.state === "hidden" && opened.may.reveal && (
          <Link className={`${linkStyle} text-meta`} href={entryAddress(state.entry.index)}>
            Reveal on its entry
          </Link>
        )}
        {marked && was && was.seen.state !== "hidden" && (
          <div className="text-meta text-ink-3">
            was <FieldSide field={{ ...side, changed: false }} seen={was.seen} side="plain" manner={manner} />
          </div>
        )}
      </td>
      <td className={`${cell} !pr-5 text-ink-3`}>
        <Since field={field} opened={opened} />
      </td>
    </tr>
  );
}

function Since({ field: { since, unexplained }, opened: { query } }: { field: StateField; opened: OpenedRecord }) {
  const address = recordAddress(query.record, { version: since.entry, plain: query.plain });
  if (unexplained) {
    return (
      <span className="grid justify-items-start gap-1">
        <Chip look="attention">
          <TriangleAlert size={13} /> Unexplained
        </Chip>
        <span className="text-meta">
          differs from{" "}
          <Link className={linkStyle} href={address} scroll={false}>
            version {since.number}
          </Link>
          , with no recorded change
        </span>
      </span>
    );
  }
  return (
    <>
      <span className="md:hidden">Since </span>
      <Link className={`${linkStyle} md:inline-block md:first-letter:uppercase`} href={address} scroll={false}>
        version {since.number}
      </Link>
      {since.asFound && ", as found"}
    </>
  );
}

/** A page of its own for what cannot be shown beside it. */
export function Damaged({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Note look="attention" alert>
      {sentences.join(" ")}
    </Note>
  );
}
