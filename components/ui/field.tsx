import { CircleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

const control =
  "w-full min-w-0 rounded-control border border-control bg-surface text-ink max-md:h-control-touch max-md:text-lead aria-invalid:border-tampered";

export const inputStyle = `${control} h-control px-2.5 text-body`;

export interface FieldProps {
  name: string;
  /** Where two forms on a page have a field of the same name. */
  id?: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string;
}

/** A label, its input, and one line of help or of what is wrong. */
export function TextField({ name, id = name, label, help, error, ...rest }: FieldProps & ComponentProps<"input">) {
  return (
    <div className="grid gap-1.5">
      <FieldLabel id={id}>{label}</FieldLabel>
      <input {...rest} {...describedBy(id, help, error)} id={id} name={name} className={inputStyle} dir="auto" />
      <FieldNotes id={id} help={help} error={error} />
    </div>
  );
}

export function FieldLabel({ id, children }: { id: string; children: ReactNode }) {
  return (
    <label htmlFor={id} className="text-dense font-[560] text-ink">
      {children}
    </label>
  );
}

export function describedBy(id: string, help: ReactNode, error?: string) {
  const notes = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ");
  return { "aria-describedby": notes || undefined, "aria-invalid": error ? true : undefined };
}

export function FieldNotes({ id, help, error }: { id: string; help?: ReactNode; error?: string }) {
  return (
    <>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {help && (
        <p id={`${id}-help`} className="text-meta text-ink-3">
          {help}
        </p>
      )}
    </>
  );
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex items-start gap-1.5 text-dense text-tampered">
      <CircleAlert size={14} className="mt-[3px]" />
      <span className="prose-wrap min-w-0">{children}</span>
    </p>
  );
}
