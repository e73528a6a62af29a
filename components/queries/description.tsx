import { FieldLabel, FieldNotes, inputStyle } from "../ui/field";

/** What a saved search is for, in words that others understand. */
export function DescriptionField({ id = "description", given = "" }: { id?: string; given?: string }) {
  return (
    <div className="grid gap-1.5">
      <FieldLabel id={id}>Description</FieldLabel>
      <textarea
        id={id}
        name="description"
        rows={2}
        maxLength={500}
        defaultValue={given}
        dir="auto"
        aria-describedby={`${id}-help`}
        className={`${inputStyle} h-auto! py-1.5`}
      />
      <FieldNotes id={id} help="What it is for, and what to do with what it finds. May stay empty." />
    </div>
  );
}
