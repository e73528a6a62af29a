"use client";
import { Plus, X } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { ConditionRow, RowMistake, TextRow } from "@/lib/search/language";
import { Button } from "../../ui/button";
import { ConditionFields } from "./row";
import { emptyGroup, emptyRow, filled, type Keyed, type KeyedGroup, type KeyedRow, queryOf, rowsOf } from "./rows";
import { Select } from "./select";

/** The rows while they are written: those of the query, until somebody changes them or the query. */
function useRows(text: string, searchFor: (text: string) => void) {
  const [rows, setRows] = useState(() => rowsOf(text));
  const [mistakes, setMistakes] = useState<RowMistake[]>([]);
  const made = useRef(text);
  useEffect(() => {
    if (made.current === text) return;
    made.current = text;
    setRows(rowsOf(text));
    setMistakes([]);
  }, [text]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const kept = filled(rows);
    const query = queryOf(kept);
    setRows(kept.length === 0 ? [emptyRow()] : kept);
    setMistakes(query.mistakes);
    if (query.mistakes.length > 0) return;
    made.current = query.text;
    searchFor(query.text);
  };
  const put = (at: number, row: KeyedRow) => setRows(rows.map((other, place) => (place === at ? row : other)));
  const drop = (at: number) => setRows(rows.filter((_, place) => place !== at));
  return { rows, mistakes, submit, put, drop, append: (row: KeyedRow) => setRows([...rows, row]) };
}

/** A row that was just added has the focus. */
function useFocusOfAdded() {
  const form = useRef<HTMLFormElement>(null);
  const added = useRef(false);
  useEffect(() => {
    if (added.current) [...(form.current?.querySelectorAll<HTMLElement>("[aria-label=Field]") ?? [])].at(-1)?.focus();
    added.current = false;
  });
  return { form, added };
}

/** The query as rows that all hold, with groups of alternatives. It is searched when somebody says so. */
export default function ConditionRows({ text, searchFor }: { text: string; searchFor: (text: string) => void }) {
  const { rows, mistakes, submit, put, drop, append } = useRows(text, searchFor);
  const { form, added } = useFocusOfAdded();
  const add = (row: KeyedRow) => {
    added.current = true;
    append(row);
  };
  return (
    <form
      ref={form}
      onSubmit={submit}
      aria-label="Conditions"
      className="grid grid-cols-1 gap-1.5 rounded-card border border-line bg-canvas p-3 max-md:p-2"
    >
      {rows.map((row, at) => (
        <div key={row.key} className="grid gap-1.5">
          {at > 0 && <Between word="and" />}
          {row.kind === "group" ? (
            <Group
              group={row}
              name={`Group ${at + 1}`}
              query={text}
              mistakes={mistakes.filter(({ path }) => path[0] === at)}
              change={(group) => put(at, group)}
              remove={() => drop(at)}
            />
          ) : (
            <ConditionFields
              row={row}
              name={`Condition ${at + 1}`}
              query={text}
              sentence={mistakes.find(({ path }) => path[0] === at)?.sentence}
              change={(changed) => put(at, { ...changed, key: row.key })}
              remove={() => drop(at)}
            />
          )}
        </div>
      ))}
      <div className="flex flex-wrap gap-2 pt-1.5">
        <Button size="small" onClick={() => add(emptyRow())}>
          <Plus size={13} /> Add a condition
        </Button>
        <Button size="small" onClick={() => add(emptyGroup())}>
          <Plus size={13} /> Add a group of alternatives
        </Button>
        <Button type="submit" size="small" look="primary" className="ml-auto max-md:ml-0 max-md:basis-full">
          Search these conditions
        </Button>
      </div>
    </form>
  );
}

function Between({ word }: { word: string }) {
  return <span className="pl-2.5 text-meta text-ink-3">{word}</span>;
}

const joins = [
  { id: "any", says: "Any of these", join: "any", not: false },
  { id: "all", says: "All of these", join: "all", not: false },
  { id: "none", says: "None of these", join: "any", not: true },
  { id: "not-all", says: "Not all of these", join: "all", not: true },
] as const;

interface GroupProps {
  group: KeyedGroup;
  name: string;
  query: string;
  mistakes: RowMistake[];
  change: (group: KeyedGroup) => void;
  remove: () => void;
}

/** Rows of which one, all or none must hold. */
function Group({ group, name, query, mistakes, change, remove }: GroupProps) {
  const chosen = joins.find(({ join, not }) => join === group.join && not === group.not);
  const put = (at: number, row: Keyed<ConditionRow | TextRow>) =>
    change({ ...group, rows: group.rows.map((other, place) => (place === at ? row : other)) });
  const drop = (at: number) => {
    if (group.rows.length === 1) remove();
    else change({ ...group, rows: group.rows.filter((_, place) => place !== at) });
  };
  return (
    <fieldset className="grid min-w-0 gap-1.5 rounded-control border border-line-strong bg-surface p-2.5 max-md:p-1.5">
      <legend className="sr-only">{name}</legend>
      <div className="flex items-center gap-1.5">
        <Select
          aria-label={`${name}: what must hold`}
          value={chosen?.id ?? "any"}
          onChange={({ target }) => {
            const other = joins.find(({ id }) => id === target.value);
            if (other) change({ ...group, join: other.join, not: other.not });
          }}
          className="w-44"
        >
          {joins.map(({ id, says }) => (
            <option key={id} value={id}>
              {says}
            </option>
          ))}
        </Select>
        <button
          type="button"
          onClick={remove}
          aria-label={`Remove ${name.toLowerCase()}`}
          className="ml-auto grid size-8 flex-none place-items-center rounded-control text-ink-3 hover:bg-hover hover:text-ink max-md:size-11"
        >
          <X size={15} />
        </button>
      </div>
      {group.rows.map((row, at) => (
        <div key={row.key} className="grid gap-1.5">
          {at > 0 && <Between word={group.join === "any" ? "or" : "and"} />}
          <ConditionFields
            row={row}
            name={`${name}, condition ${at + 1}`}
            query={query}
            sentence={mistakes.find(({ path }) => path[1] === at)?.sentence}
            change={(changed) => put(at, { ...changed, key: row.key })}
            remove={() => drop(at)}
          />
        </div>
      ))}
      <Button
        size="small"
        look="quiet"
        className="justify-self-start"
        onClick={() => change({ ...group, rows: [...group.rows, emptyRow()] })}
      >
        <Plus size={13} /> Add an alternative
      </Button>
    </fieldset>
  );
}
