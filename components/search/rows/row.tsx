"use client";
import { X } from "lucide-react";
import { useId } from "react";
import type { FieldName } from "@/lib/event";
import { type ConditionRow, searchHelp, type TextRow } from "@/lib/search/language";
import { FieldError, inputStyle } from "../../ui/field";
import { askingOf, askingsOf, type Keyed, withField } from "./rows";
import { Select } from "./select";
import { ValueInput } from "./value";

export interface RowProps<R> {
  row: Keyed<R>;
  /** Its place, as it is read out: "Condition 2". */
  name: string;
  query: string;
  sentence?: string;
  change: (row: R) => void;
  remove: () => void;
}

/** Field, operator and value, side by side; beneath each other where there is no room. */
export function ConditionFields(props: RowProps<ConditionRow | TextRow>) {
  const { row, name, sentence, remove } = props;
  const wrong = useId();
  const wrongId = sentence === undefined ? undefined : wrong;
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="sr-only">{name}</legend>
      <div className="flex min-w-0 items-start gap-1.5">
        {row.kind === "text" ? (
          <TextField {...props} row={row} wrong={wrongId} />
        ) : (
          <Fields {...props} row={row} wrong={wrongId} />
        )}
        <button
          type="button"
          onClick={remove}
          aria-label={`Remove ${name.toLowerCase()}`}
          className="grid size-8 flex-none place-items-center rounded-control text-ink-3 hover:bg-hover hover:text-ink max-md:size-11"
        >
          <X size={15} />
        </button>
      </div>
      {sentence !== undefined && <FieldError id={wrong}>{sentence}</FieldError>}
    </fieldset>
  );
}

function TextField({ row, wrong, change }: RowProps<ConditionRow | TextRow> & { row: Keyed<TextRow>; wrong?: string }) {
  return (
    <input
      aria-label="As text"
      aria-describedby={wrong}
      aria-invalid={wrong ? true : undefined}
      dir="auto"
      spellCheck={false}
      value={row.text}
      onChange={({ target }) => change({ kind: "text", text: target.value })}
      className={`${inputStyle} font-mono text-dense!`}
    />
  );
}

function Fields({
  row,
  query,
  wrong,
  change,
}: RowProps<ConditionRow | TextRow> & { row: Keyed<ConditionRow>; wrong?: string }) {
  const { key: _, ...plain } = row;
  const asking = askingOf(row);
  const askings = askingsOf(row.field);
  const all = askings.some(({ id }) => id === asking.id) ? askings : [...askings, asking];
  const named = row.field === "was" || row.field === "became";
  return (
    <div
      className={`grid min-w-0 flex-1 gap-1.5 ${named ? "md:grid-cols-[11rem_9rem_9rem_minmax(0,1fr)]" : "md:grid-cols-[11rem_9rem_minmax(0,1fr)]"}`}
    >
      <FieldSelect field={row.field} choose={(field) => change(withField(plain, field))} />
      {named && (
        <input
          aria-label="Field of the record; any, if empty"
          placeholder="any field"
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          value={row.of ?? ""}
          onChange={({ target }) => change({ ...plain, of: target.value })}
          className={inputStyle}
        />
      )}
      <Select
        aria-label="Operator"
        value={asking.id}
        onChange={({ target }) => {
          const chosen = all.find(({ id }) => id === target.value);
          if (chosen) change({ ...plain, operator: chosen.operator, not: chosen.not });
        }}
      >
        {all.map(({ id, says }) => (
          <option key={id} value={id}>
            {says}
          </option>
        ))}
      </Select>
      <ValueInput
        key={row.field}
        row={row}
        query={query}
        wrong={wrong}
        change={(value) => change({ ...plain, value })}
      />
    </div>
  );
}

function FieldSelect({ field, choose }: { field: FieldName; choose: (field: FieldName) => void }) {
  return (
    <Select aria-label="Field" value={field} onChange={({ target }) => choose(target.value as FieldName)}>
      {searchHelp.map(({ title, fields }) => (
        <optgroup key={title} label={title}>
          {fields.map(({ name, says }) => (
            <option key={name} value={name}>
              {says}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}
