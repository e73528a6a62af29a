"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldError, TextField } from "@/components/ui/field";
import { setUp } from "./actions";

const shortest = 12;

export function SetupForm({ code }: { code: string }) {
  const [wrong, setWrong] = useState<{ field: "password" | "again" | "form"; sentence: string }>();
  const [busy, setBusy] = useState(false);
  const at = (field: string) => (wrong?.field === field ? wrong.sentence : undefined);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "");
    const password = text("password");
    const problem = passwordProblem(password, text("again"));
    setWrong(problem);
    if (problem) return (form.elements.namedItem(problem.field) as HTMLInputElement).focus();
    setBusy(true);
    const refusal = await attempt({
      code: text("code").trim(),
      name: text("name").trim(),
      email: text("email").trim(),
      password,
    });
    if (refusal === undefined) return enter(text("email").trim(), password);
    setBusy(false);
    setWrong({ field: "form", sentence: refusal });
  };

  return (
    <form onSubmit={submit} method="post" className="grid gap-4">
      <TextField
        name="code"
        label="Setup code"
        defaultValue={code}
        required
        autoComplete="off"
        spellCheck={false}
        help="Printed in the terminal when Vouch starts for the first time."
      />
      <TextField
        name="name"
        label="Your name"
        required
        autoComplete="name"
        help="It stands beside everything you do."
      />
      <TextField name="email" label="E-mail" type="email" required autoComplete="username" />
      <TextField
        name="password"
        label="Password"
        type="password"
        required
        autoComplete="new-password"
        help={`At least ${shortest} characters. A few words in a row are good.`}
        error={at("password")}
      />
      <TextField
        name="again"
        label="Password again"
        type="password"
        required
        autoComplete="new-password"
        error={at("again")}
      />
      {at("form") && <FieldError>{at("form")}</FieldError>}
      <Button type="submit" look="primary" size="large" disabled={busy}>
        {busy ? "Making the administrator" : "Make the administrator and sign in"}
      </Button>
    </form>
  );
}

function passwordProblem(password: string, again: string) {
  const length = [...password].length;
  if (length < shortest) {
    return {
      field: "password",
      sentence: `The password has ${length} characters; it needs at least ${shortest}.`,
    } as const;
  }
  if (password !== again) return { field: "again", sentence: "The two passwords differ." } as const;
}

async function attempt(given: Parameters<typeof setUp>[0]): Promise<string | undefined> {
  try {
    return await setUp(given);
  } catch {
    return "The administrator could not be made, and nothing was changed. The terminal where Vouch runs says why.";
  }
}

/** Straight on into Vouch; where that fails, the sign-in page takes over. */
async function enter(email: string, password: string) {
  const { signIn } = await import("next-auth/react");
  const outcome = await signIn("credentials", { redirect: false, email, password }).catch(() => undefined);
  location.assign(outcome?.ok && !outcome.error ? "/" : "/signin");
}
