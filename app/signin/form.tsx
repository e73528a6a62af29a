"use client";
import { type FormEvent, useState } from "react";
import { Button, type ButtonLook } from "@/components/ui/button";
import { FieldError, TextField } from "@/components/ui/field";
import { enter } from "./enter";

export interface SignInFormProps {
  next: string;
  look: ButtonLook["look"];
  /** Whether the first field is where somebody begins. */
  focus: boolean;
}

export function SignInForm({ next, look, focus }: SignInFormProps) {
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setBusy(true);
    setRefusal(undefined);
    const outcome = await enter(String(given.get("email")), String(given.get("password")));
    if (outcome === "in") return location.assign(next);
    setBusy(false);
    setRefusal(outcome);
    const password = form.elements.namedItem("password") as HTMLInputElement;
    password.value = "";
    password.focus();
  };

  return (
    <form onSubmit={submit} method="post" className="grid gap-4">
      <TextField name="email" label="E-mail" type="email" autoComplete="username" required autoFocus={focus} />
      <div className="grid gap-1.5">
        <TextField
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          aria-invalid={refusal ? true : undefined}
        />
        {refusal && <FieldError>{refusal}</FieldError>}
      </div>
      <Button type="submit" look={look} size="large" disabled={busy}>
        {busy ? "Signing in" : "Sign in"}
      </Button>
      <p className="text-meta text-ink-3">Sign-ins and failed attempts are recorded.</p>
    </form>
  );
}
