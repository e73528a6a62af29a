import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { describedBy, FieldLabel, FieldNotes, type FieldProps, inputStyle } from "./field";

/** The platform's own list: it works without script, by keyboard, and on a phone. */
export function SelectField({
  name,
  id = name,
  label,
  help,
  error,
  children,
  ...rest
}: FieldProps & ComponentProps<"select">) {
  return (
    <div className="grid gap-1.5">
      <FieldLabel id={id}>{label}</FieldLabel>
      <div className="relative">
        <select
          {...rest}
          {...describedBy(id, help, error)}
          id={id}
          name={name}
          className={`${inputStyle} appearance-none truncate pr-8`}
        >
          {children}
        </select>
        <ChevronDown size={14} className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3" />
      </div>
      <FieldNotes id={id} help={help} error={error} />
    </div>
  );
}
