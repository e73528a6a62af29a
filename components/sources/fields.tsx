"use client";
import { useState } from "react";
import type { FoundDatabase, FoundField, FoundTable, GivenAddress, Preview } from "@/lib/capture";
import { countOf, type Mode } from "@/lib/event";
import { Button } from "../ui/button";
import { FieldError } from "../ui/field";
import { Note } from "../ui/note";
import { SelectField } from "../ui/select";
import { type ConnectActs, useAct } from "./acts";
import { type Choice, modeOf } from "./choice";
import { PreviewCell } from "./preview-value";
import { SlimSelect } from "./slim-select";
import { isShown, modeWords, warningOn } from "./words";

export interface FieldsProps {
  found: FoundDatabase;
  choice: Choice;
  change: (choice: Choice) => void;
  address: GivenAddress;
  preview: ConnectActs["preview"];
}

/** One table at a time: how each of its fields is recorded, beside real rows as they will be. */
export function FieldsStep({ found, choice, change, address, preview }: FieldsProps) {
  const tables = found.tables.filter(({ name }) => choice.tables.has(name));
  const [wanted, setWanted] = useState<string>();
  const at = Math.max(
    0,
    tables.findIndex(({ name }) => name === wanted),
  );
  const table = tables[at];
  if (!table) return null;
  return (
    <div className="grid gap-4">
      <Modes />
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 sm:max-w-md">
          <SelectField
            name="table"
            label={`Table ${at + 1} of ${tables.length.toLocaleString("en")}`}
            value={table.name}
            onChange={({ target }) => setWanted(target.value)}
          >
            {tables.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </SelectField>
        </div>
        <Button disabled={at === 0} onClick={() => setWanted(tables[at - 1]?.name)}>
          Previous
        </Button>
        <Button disabled={at === tables.length - 1} onClick={() => setWanted(tables[at + 1]?.name)}>
          Next
        </Button>
      </div>
      <TableFields key={table.name} table={table} choice={choice} change={change} address={address} preview={preview} />
    </div>
  );
}

function Modes() {
  return (
    <dl className="grid gap-x-4 gap-y-1 text-dense sm:grid-cols-[6rem_minmax(0,1fr)]">
      {Object.entries(modeWords).map(([mode, { name, says }]) => (
        <div key={mode} className="contents max-sm:grid">
          <dt className="font-[560]">{name}</dt>
          <dd className="prose-wrap text-ink-2">{says}</dd>
        </div>
      ))}
    </dl>
  );
}

function TableFields({ table, choice, change, address, preview }: Omit<FieldsProps, "found"> & { table: FoundTable }) {
  const [seen, setSeen] = useState<Preview>();
  const { run, busy, refused } = useAct();
  const look = (modes: Record<string, Mode>) => run(() => preview(address, { table: table.name, modes }), setSeen);
  const modesNow = (more: Record<string, Mode> = {}) => ({
    ...Object.fromEntries(table.fields.map((field) => [field.name, modeOf(choice, table, field)])),
    ...more,
  });
  const set = (field: FoundField, mode: Mode) => {
    change({
      ...choice,
      modes: { ...choice.modes, [table.name]: { ...choice.modes[table.name], [field.name]: mode } },
    });
    const had = seen?.fields.find(({ name }) => name === field.name);
    const asks = isShown(mode) || mode === "hash";
    // what was not to be shown was never sent, so the server is asked, and the look recorded, once more; a look that is still
    // under way was asked under the mode before
    if (asks && (busy || had?.values.some(({ state }) => state !== "shown"))) look(modesNow({ [field.name]: mode }));
  };
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button onClick={() => look(modesNow())} disabled={busy}>
          {busy ? "Reading rows" : seen ? "Read the rows again" : "Show real rows as they will be recorded"}
        </Button>
        <p className="prose-wrap text-meta text-ink-3" role="status">
          {seen ? said(seen) : "Up to five rows. That you looked is recorded."}
        </p>
      </div>
      {refused && <FieldError>{refused}</FieldError>}
      <ul aria-label={`Fields of ${table.name}`} className="divide-y divide-line border-y border-line">
        {table.fields.map((field) => (
          <FieldLine
            key={field.name}
            field={field}
            mode={modeOf(choice, table, field)}
            set={(mode) => set(field, mode)}
            seen={seen}
          />
        ))}
      </ul>
    </div>
  );
}

function said({ rows }: Preview): string {
  if (rows === 0) return "The table has no rows yet. That you looked is recorded.";
  return `The first ${countOf(String(rows), "row")}, side by side, as an entry will show them. That you looked is recorded.`;
}

function FieldLine({
  field,
  mode,
  set,
  seen,
}: {
  field: FoundField;
  mode: Mode;
  set: (mode: Mode) => void;
  seen: Preview | undefined;
}) {
  const values = seen?.fields.find(({ name }) => name === field.name)?.values ?? [];
  const warning = warningOn(field, mode);
  return (
    <li className="grid items-start gap-x-4 gap-y-1.5 py-2 md:grid-cols-[12rem_9.5rem_minmax(0,1fr)]">
      <p className="prose-wrap min-w-0 text-dense">
        <bdi className="font-[560]">{field.name}</bdi>
        <span className="block text-meta text-ink-3">
          {field.type}
          {field.key && ", key"}
        </span>
      </p>
      <SlimSelect
        aria-label={`How ${field.name} is recorded`}
        value={mode}
        onChange={({ target }) => set(target.value as Mode)}
      >
        {Object.entries(modeWords).map(([value, { name }]) => (
          <option key={value} value={value}>
            {name}
            {value === field.default ? " (usual)" : ""}
          </option>
        ))}
      </SlimSelect>
      <div className="min-w-0">
        {values.length > 0 && (
          <ol
            aria-label={`${field.name} in the first rows`}
            className="grid gap-x-3 gap-y-1 text-dense md:grid-cols-5 max-md:list-decimal max-md:pl-5"
          >
            {values.map((value, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names, and they do not move
              <li key={row} className="min-w-0">
                <PreviewCell mode={mode} value={value} name={field.name} type={field.type} />
              </li>
            ))}
          </ol>
        )}
      </div>
      {warning && (
        <div className="md:col-span-3">
          <Note look="attention" alert>
            {warning}
          </Note>
        </div>
      )}
    </li>
  );
}
