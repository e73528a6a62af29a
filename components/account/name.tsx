"use client";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import type { AccountActs } from "./acts";
import { useAct } from "./use-act";

/** The name that stands beside what one does. Entries that are there keep the name that they have. */
export function NameForm({ name, rename }: { name: string; rename: AccountActs["rename"] }) {
  const { submit, wrong, done, busy } = useAct(rename);
  return (
    <form onSubmit={submit} className="grid max-w-md gap-3">
      <TextField
        key={name}
        name="name"
        label="Your name"
        defaultValue={name}
        required
        maxLength={120}
        autoComplete="name"
        help="It stands beside everything you do. Entries that are there keep the name that they have."
        error={wrong}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={busy}>
          Change the name
        </Button>
        <p role="status" className="text-ink-2">
          {done && "said" in done && done.said}
        </p>
      </div>
    </form>
  );
}
