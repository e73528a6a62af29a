"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { giveCode } from "../actions";
import { Anew, useStep } from "../use-step";

export function CodeForm({ next }: { next: string }) {
  const [recovery, setRecovery] = useState(false);
  const { take, refusal, setRefusal, busy } = useStep(next);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("code") as HTMLInputElement;
    const step = await take(() => giveCode(field.value));
    if (step && "done" in step) return location.assign(next);
    field.select();
    field.focus();
  };
  const turn = () => {
    setRecovery(!recovery);
    setRefusal(undefined);
  };

  return (
    <form onSubmit={submit} method="post" className="grid gap-4">
      <CodeField recovery={recovery} error={refusal} />
      <Button type="submit" look="primary" size="large" disabled={busy}>
        {busy ? "Checking" : "Go on"}
      </Button>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        <Button look="quiet" size="small" className="-ml-2.5" onClick={turn}>
          {recovery ? "Use the authenticator" : "Use a recovery code"}
        </Button>
        <Anew />
      </div>
      <p className="text-meta text-ink-3">
        Whoever has neither asks an administrator, who can remove the second factor. Failed attempts are recorded.
      </p>
    </form>
  );
}

function CodeField({ recovery, error }: { recovery: boolean; error?: string }) {
  if (recovery) {
    return (
      <TextField
        key="recovery"
        name="code"
        label="Recovery code"
        required
        autoFocus
        maxLength={40}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        help="One of the ten that you stored when you set up the second factor. It works once."
        error={error}
      />
    );
  }
  return (
    <TextField
      key="code"
      name="code"
      label="Code"
      required
      autoFocus
      inputMode="numeric"
      maxLength={10}
      autoComplete="one-time-code"
      help="6 digits, new every 30 seconds."
      error={error}
    />
  );
}
