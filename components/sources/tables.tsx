"use client";
import { useState } from "react";
import type { FoundDatabase, FoundTable } from "@/lib/capture";
import { countOf } from "@/lib/event";
import { Button } from "../ui/button";
import { Check, Choice as Radio } from "../ui/choice";
import { FieldLabel, inputStyle } from "../ui/field";
import { type Choice, failingOf, familyOf } from "./choice";
import { SlimSelect } from "./slim-select";
import { rowsWords } from "./words";

/** From how many tables on a list needs a way to find one. */
const many = 12;

/** Which tables, what becomes of later ones, and what happens where a change cannot be recorded. */
export function TablesStep({
  found,
  choice,
  change,
}: {
  found: FoundDatabase;
  choice: Choice;
  change: (choice: Choice) => void;
}) {
  const [sought, setSought] = useState("");
  const shown = found.tables.filter(({ name }) => name.toLowerCase().includes(sought.trim().toLowerCase()));
  const captured = new Set(found.tables.filter((table) => table.captured).map(({ name }) => name));
  const set = (names: string[], on: boolean) => {
    const tables = new Set(choice.tables);
    for (const name of names.flatMap((one) => familyOf(one, found.tables)))
      on || captured.has(name) ? tables.add(name) : tables.delete(name);
    change({ ...choice, tables });
  };
  const free = shown.filter(({ captured }) => !captured).map(({ name }) => name);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-end gap-2">
        <p className="prose-wrap mr-auto text-dense" role="status">
          <b>
            {choice.tables.size.toLocaleString("en")} of {countOf(String(found.tables.length), "table")} chosen.
          </b>{" "}
          Each write to them is captured, whoever makes it.
        </p>
        {found.tables.length > many && (
          <div className="grid gap-1">
            <FieldLabel id="find-table">Find a table</FieldLabel>
            <input
              id="find-table"
              className={inputStyle}
              value={sought}
              onChange={({ target }) => setSought(target.value)}
              maxLength={200}
            />
          </div>
        )}
        <Button size="small" onClick={() => set(free, true)}>
          Choose all
        </Button>
        <Button size="small" onClick={() => set(free, false)}>
          Choose none
        </Button>
      </div>
      <ul
        aria-label="Tables"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard
        tabIndex={0}
        className="max-h-[26rem] divide-y divide-line overflow-y-auto rounded-control border border-line"
      >
        {shown.map((table) => (
          <TableLine key={table.name} table={table} choice={choice} set={set} change={change} />
        ))}
        {shown.length === 0 && <li className="px-3 py-2.5 text-dense text-ink-2">No table has this in its name.</li>}
      </ul>
      <p className="prose-wrap max-w-3xl text-dense text-ink-2">
        Should a change ever fail to be recorded, “Refuse” protects the record: the write fails. “Let it through”
        protects the application: the write goes on, and the gap is recorded.
      </p>
      <LeftOut leftOut={found.leftOut} />
      <Later choice={choice} change={change} />
    </div>
  );
}

function TableLine({
  table,
  choice,
  set,
  change,
}: {
  table: FoundTable;
  choice: Choice;
  set: (names: string[], on: boolean) => void;
  change: (choice: Choice) => void;
}) {
  const { name, rows, notes, captured, relatives } = table;
  const chosen = choice.tables.has(name);
  const fail = (value: string) =>
    change({ ...choice, failing: { ...choice.failing, [name]: value === "pass" ? "pass" : "fail" } });
  return (
    <li className="grid items-start gap-x-4 gap-y-1 px-3 py-1.5 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <Check checked={chosen} disabled={captured} onChange={({ target }) => set([name], target.checked)}>
          <span className="prose-wrap min-w-0">
            <bdi className="font-[560]">{name}</bdi> <span className="text-meta text-ink-3">{rowsWords(rows)}</span>
          </span>
        </Check>
        {captured && (
          <p className="pl-6 text-meta text-ink-3">Captured already. It stays so until the source is removed.</p>
        )}
        {relatives.length > 0 && (
          <p className="prose-wrap pl-6 text-meta text-ink-2">
            Captured together with <bdi>{relatives.join(", ")}</bdi>.
          </p>
        )}
        {notes.map((note) => (
          <p key={note} className="prose-wrap pl-6 text-meta text-ink-2">
            {note}
          </p>
        ))}
      </div>
      {chosen && (
        <SlimSelect
          aria-label={`If a change of ${name} cannot be recorded`}
          value={failingOf(choice, table)}
          onChange={({ target }) => fail(target.value)}
          className="max-sm:ml-6 sm:w-68"
        >
          <option value="fail">Refuse what cannot be recorded</option>
          <option value="pass">Let it through, record the gap</option>
        </SlimSelect>
      )}
    </li>
  );
}

function LeftOut({ leftOut }: { leftOut: FoundDatabase["leftOut"] }) {
  if (leftOut.length === 0) return null;
  return (
    <details className="text-dense">
      <summary className="max-md:min-h-11 max-md:py-2.5">
        {countOf(String(leftOut.length), "table")} cannot be captured, and why
      </summary>
      <ul className="mt-1 grid gap-1 pl-4 text-ink-2">
        {leftOut.map(({ name, reason }) => (
          <li key={name} className="prose-wrap">
            <bdi className="font-[560] text-ink">{name}</bdi>: {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Later({ choice, change }: { choice: Choice; change: (choice: Choice) => void }) {
  const radio = (later: Choice["later"]) => ({
    name: "later",
    value: later,
    checked: choice.later === later,
    onChange: () => change({ ...choice, later }),
  });
  return (
    <fieldset>
      <legend className="pb-1 text-dense font-[560]">Tables that are made later</legend>
      <Radio {...radio("capture")}>Capture them too, from the moment they are noticed</Radio>
      <Radio {...radio("report")}>Only report them, until somebody adds them here</Radio>
      <p className="pt-1 text-meta text-ink-3">Either way the coverage page says from when on a table was captured.</p>
    </fieldset>
  );
}
