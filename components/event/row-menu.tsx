"use client";
import { ChevronRight, Ellipsis } from "lucide-react";
import * as DropdownMenu from "radix-ui/dropdown-menu";
import { useState } from "react";
import { searchField } from "@/lib/event";
import {
  type Condition,
  exclude,
  include,
  is,
  type SearchAsk,
  sameActor,
  sameRecord,
  sameTransaction,
  type Tree,
} from "@/lib/search/language";
import { useSearch } from "../search/go";
import { searchBetween } from "../search/histogram/zoom";
import type { Value } from "./columns";
import type { Line } from "./line";
import { useListHere } from "./list-here";
import { minuteClock } from "./time";

const trigger =
  "relative z-1 -m-0.5 grid size-7 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink data-[state=open]:bg-sunken data-[state=open]:text-ink @max-[40rem]/list:-mr-2.5 @max-[40rem]/list:size-11";
const row =
  "flex min-h-8 w-full min-w-0 items-center gap-2 rounded-control px-2.5 text-left text-dense outline-none select-none data-highlighted:bg-hover data-[state=open]:bg-hover max-md:min-h-11 max-md:text-body forced-colors:data-highlighted:outline-2";
const panel =
  "comes-in z-30 max-h-(--radix-dropdown-menu-content-available-height) w-72 overflow-y-auto rounded-card border border-line bg-raised p-1 text-ink shadow-float";

/** The way on from a line: fewer lines like it, none like it, or all that belongs to the same record, actor, transaction, hour. */
export function RowMenu({ line }: { line: Line }) {
  const { ask } = useListHere();
  const [wanted, setWanted] = useState(false);
  const label = `More with this line: ${line.parts.map(({ text }) => text).join("")}`;
  if (!ask) return null;
  // a menu costs more than a button, and a list has many: it is made for the line where it is asked for
  if (!wanted) {
    return (
      <button type="button" aria-haspopup="menu" aria-label={label} onClick={() => setWanted(true)} className={trigger}>
        <Ellipsis size={16} />
      </button>
    );
  }
  return <OpenMenu line={line} ask={ask} label={label} />;
}

function OpenMenu({ line, ask, label }: { line: Line; ask: SearchAsk; label: string }) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger aria-label={label} className={trigger}>
        <Ellipsis size={16} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" sideOffset={4} collisionPadding={8} tabIndex={0} className={panel}>
        <Ways line={line} ask={ask} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function Ways({ line, ask: { tree, view } }: { line: Line; ask: SearchAsk }) {
  const { zone } = useListHere();
  const search = useSearch(view);
  const hour = hourOf(line.at);
  const by = (value: Value, change: (tree: Tree, condition: Condition) => Tree) => () =>
    search({ tree: change(tree, is(value.field, value.value)) });
  return (
    <>
      <Head>Only lines with</Head>
      {line.values.map((value) => (
        <Way key={value.field + value.value} onSelect={by(value, include)} name={searchField(value.field).says}>
          {value.says}
        </Way>
      ))}
      <Way name="Hour" onSelect={() => search({ tree: searchBetween(tree, hour.from, hour.to, zone) })}>
        {minuteClock(hour.from, zone)} to {minuteClock(hour.to, zone)}
      </Way>
      <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
      <DropdownMenu.Sub>
        <DropdownMenu.SubTrigger className={row}>
          Leave out <ChevronRight size={14} className="ml-auto text-ink-3" />
        </DropdownMenu.SubTrigger>
        <DropdownMenu.SubContent sideOffset={2} collisionPadding={8} className={panel}>
          {line.values.map((value) => (
            <Way key={value.field + value.value} onSelect={by(value, exclude)} name={searchField(value.field).says}>
              {value.says}
            </Way>
          ))}
        </DropdownMenu.SubContent>
      </DropdownMenu.Sub>
      <Anew line={line} search={search} />
    </>
  );
}

/** Other searches that begin here, whatever was searched for before. */
function Anew({ line, search }: { line: Line; search: ReturnType<typeof useSearch> }) {
  const named = (field: Value["field"]) => line.values.find((value) => value.field === field);
  const [record, id, actor, transaction] = [named("record"), named("id"), named("actor"), named("transaction")];
  const ways = [
    record && id && { says: "All of this record", tree: sameRecord({ type: record.value, id: id.value }) },
    actor && { says: `All by ${actor.says}`, tree: sameActor({ id: actor.value }) },
    transaction && { says: "All of this transaction", tree: sameTransaction(transaction.value) },
    line.rows && { says: "All rows of this statement", tree: is("statement", line.rows.statement) },
  ].filter((way) => way !== undefined);
  if (ways.length === 0) return null;
  return (
    <>
      <Head>Search anew for</Head>
      {ways.map(({ says, tree }) => (
        <DropdownMenu.Item key={says} onSelect={() => search({ tree })} className={row}>
          <bdi className="min-w-0 truncate">{says}</bdi>
        </DropdownMenu.Item>
      ))}
    </>
  );
}

function Head({ children }: { children: string }) {
  return <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-meta text-ink-3">{children}</DropdownMenu.Label>;
}

function Way({ name, children, onSelect }: { name: string; children: React.ReactNode; onSelect: () => void }) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={row}>
      <span className="flex-none text-ink-3">{name}</span>
      <bdi className="min-w-0 truncate font-[540]">{children}</bdi>
    </DropdownMenu.Item>
  );
}

/** The hour of UTC around an instant: in most zones an hour of theirs. */
function hourOf(at: string): { from: string; to: string } {
  const from = Date.parse(`${at.slice(0, 13)}:00:00Z`);
  return { from: new Date(from).toISOString(), to: new Date(from + 3_600_000).toISOString() };
}
