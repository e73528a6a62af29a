"use client";
import { useId, useState } from "react";
import { searchField } from "@/lib/event";
import type { ConditionRow } from "@/lib/search/language";
import { inputStyle } from "../../ui/field";
import { useCompletions } from "../bar/complete";
import { isAskable, knownOffers } from "../bar/offers";
import { Select } from "./select";

export interface ValueProps {
  row: ConditionRow;
  query: string;
  wrong?: string;
  change: (value: string) => void;
}

/** What a condition asks for: one of a list, a time, or text that is completed from what was recorded. */
export function ValueInput(props: ValueProps) {
  const { choices, kind } = searchField(props.row.field);
  if (choices) return <ChoiceInput {...props} choices={choices} />;
  return kind === "time" ? <TimeInput {...props} /> : <TextInput {...props} />;
}

function ChoiceInput({ row, wrong, change, choices }: ValueProps & { choices: Readonly<Record<string, string>> }) {
  return (
    <Select
      aria-label="Value"
      aria-describedby={wrong}
      aria-invalid={wrong ? true : undefined}
      value={row.value}
      onChange={({ target }) => change(target.value)}
    >
      <option value="">Choose</option>
      {Object.entries(choices).map(([id, says]) => (
        <option key={id} value={id}>
          {says}
        </option>
      ))}
    </Select>
  );
}

const aDay = /^\d{4}-\d\d-\d\d$/;

/** A day, or one of the words for times; what is more exact is written. */
function TimeInput({ row, wrong, change }: ValueProps) {
  const words = knownOffers({ lead: "", text: "", field: row.field, sign: ":" }).map(({ text, says }) => ({
    value: text.slice(text.indexOf(":") + 1),
    says,
  }));
  const known = words.some(({ value }) => value === row.value);
  const [way, setWay] = useState(known ? "word" : row.value === "" || aDay.test(row.value) ? "day" : "text");
  const choose = (value: string) => {
    setWay(value === "day" || value === "text" ? value : "word");
    change(value === "day" || value === "text" ? "" : value);
  };
  const described = { "aria-describedby": wrong, "aria-invalid": wrong ? true : undefined };
  return (
    <span className="flex min-w-0 gap-1.5">
      <Select
        {...described}
        className="flex-1"
        aria-label="Time"
        value={way === "word" ? row.value : way}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="day">This day</option>
        {words.map(({ value, says }) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
        <option value="text">As text</option>
      </Select>
      {way !== "word" && (
        <input
          {...described}
          key={way}
          type={way === "day" ? "date" : "text"}
          aria-label={way === "day" ? "Day" : "Time as text"}
          placeholder={way === "day" ? undefined : "2026-03-01T14:30"}
          value={row.value}
          onChange={({ target }) => change(target.value)}
          className={inputStyle}
        />
      )}
    </span>
  );
}

function TextInput({ row, query, wrong, change }: ValueProps) {
  const [focused, setFocused] = useState(false);
  const list = useId();
  const wish = { lead: "", text: row.value, field: row.field, sign: ":", ...(row.of && { of: row.of }) };
  const found = useCompletions(focused && isAskable(wish) ? wish : undefined, query);
  const values = found.filter(({ what }) => what === "value");
  const { kind, example } = searchField(row.field);
  return (
    <>
      <input
        aria-label="Value"
        aria-describedby={wrong}
        aria-invalid={wrong ? true : undefined}
        list={values.length > 0 ? list : undefined}
        inputMode={kind === "number" ? "numeric" : undefined}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        placeholder={example.replace(/^[^:=<>]*[:=<>]+/, "")}
        value={row.value}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onChange={({ target }) => change(target.value)}
        className={inputStyle}
      />
      {values.length > 0 && (
        <datalist id={list}>
          {values.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}
