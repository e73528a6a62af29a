"use client";
import type { FormEvent } from "react";
import { Button } from "../ui/button";
import { FieldError, TextField } from "../ui/field";
import type { AccountActs } from "./acts";
import { useAct } from "./use-act";

export function PasswordForm({ email, change }: { email: string; change: AccountActs["newPassword"] }) {
  const { submit, wrong, setWrong, done, busy } = useAct(change);
  const check = (event: FormEvent<HTMLFormElement>) => {
    const form = new FormData(event.currentTarget);
    if (form.get("password") === form.get("again")) return submit(event);
    event.preventDefault();
    setWrong("The two new passwords differ.");
  };
  return (
    <form onSubmit={check} className="grid max-w-md gap-3">
      {/* so that a password manager knows whose password it is */}
      <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
      <TextField name="old" label="Password that you have" type="password" required autoComplete="current-password" />
      <TextField
        name="password"
        label="New password"
        type="password"
        required
        autoComplete="new-password"
        help="At least 12 characters. A few words in a row are good."
      />
      <TextField name="again" label="New password again" type="password" required autoComplete="new-password" />
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button type="submit" disabled={busy}>
          {busy ? "Changing the password" : "Change the password"}
        </Button>
        <p role="status" className="text-ink-2">
          {done && "said" in done ? done.said : "Your other sessions end with it."}
        </p>
      </div>
    </form>
  );
}
