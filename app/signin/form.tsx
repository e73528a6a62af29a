"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldError, TextField } from "@/components/ui/field";
import { refusalSentence } from "./refusal";

export function SignInForm({ next }: { next: string }) {
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
      <TextField name="email" label="E-mail" type="email" autoComplete="username" required autoFocus />
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
      <Button type="submit" look="primary" size="large" disabled={busy}>
        {busy ? "Signing in" : "Sign in"}
      </Button>
      <p className="text-meta text-ink-3">Sign-ins and failed attempts are recorded.</p>
    </form>
  );
}

async function enter(email: string, password: string): Promise<string> {
  try {
    const { signIn } = await import("next-auth/react");
    const outcome = await signIn("credentials", { redirect: false, email, password });
    return outcome?.ok && !outcome.error ? "in" : refusalSentence(outcome?.error ?? undefined);
  } catch {
    return refusalSentence("unavailable");
  }
}
