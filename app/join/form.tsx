"use client";
import { type FormEvent, useState } from "react";
import { minuteTime } from "@/components/event/time";
import { useZone } from "@/components/event/zone-here";
import { Entrance } from "@/components/shell/entrance";
import { Button } from "@/components/ui/button";
import { FieldError, TextField } from "@/components/ui/field";
import type { Joined, OpenedLink } from "@/lib/access";
import { choosePassword } from "./actions";

const shortest = 12;

export interface JoinFormProps {
  secret: string;
  link: Extract<OpenedLink, { outcome: "good" }>;
  /** The link stopped working while the form was filled in. */
  refuse: (refused: Exclude<Joined, { outcome: "joined" }>) => void;
}

export function JoinForm({ secret, link: { purpose, name, email, madeBy, expiresAt }, refuse }: JoinFormProps) {
  const zone = useZone();
  const [wrong, setWrong] = useState<{ field: "password" | "again" | "form"; sentence: string }>();
  const [busy, setBusy] = useState(false);
  const at = (field: string) => (wrong?.field === field ? wrong.sentence : undefined);
  const invited = purpose === "invitation";
  const by = madeBy ?? "An administrator";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const password = String(given.get("password"));
    const problem = passwordProblem(password, String(given.get("again")));
    setWrong(problem);
    if (problem) return (form.elements.namedItem(problem.field) as HTMLInputElement).focus();
    given.delete("again");
    given.set("secret", secret);
    setBusy(true);
    const outcome = await send(given);
    if ("outcome" in outcome && outcome.outcome === "joined") return enter(outcome.email, password);
    setBusy(false);
    if ("refusal" in outcome) setWrong({ field: "form", sentence: outcome.refusal });
    else refuse(outcome);
  };

  return (
    <Entrance
      title={invited ? `Welcome, ${name}` : "Choose a new password"}
      intro={`${invited ? `${by} invites you to Vouch.` : `${by} made this link for ${name}.`} The link works once, until ${minuteTime(expiresAt, zone)}.`}
    >
      <form onSubmit={submit} method="post" className="grid gap-4">
        <TextField
          name="email"
          label="E-mail"
          type="email"
          value={email}
          readOnly
          autoComplete="username"
          help="You sign in with it."
        />
        {invited && (
          <TextField
            name="name"
            label="Your name"
            defaultValue={name}
            required
            maxLength={120}
            autoComplete="name"
            help="It stands beside everything you do."
          />
        )}
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
          {busy ? "Setting the password" : "Set the password and sign in"}
        </Button>
        {!invited && <p className="text-meta text-ink-3">Wherever you are signed in now, you are signed out.</p>}
      </form>
    </Entrance>
  );
}

function passwordProblem(password: string, again: string) {
  const length = [...password].length;
  if (length < shortest) {
    const sentence = `The password has ${length} characters; it needs at least ${shortest}.`;
    return { field: "password", sentence } as const;
  }
  if (password !== again) return { field: "again", sentence: "The two passwords differ." } as const;
}

async function send(given: FormData): ReturnType<typeof choosePassword> {
  try {
    return await choosePassword(given);
  } catch {
    return { refusal: "Vouch did not answer. Load the page again: it says whether the link was used." };
  }
}

/** Straight on into Vouch; where that takes a second factor or fails, the sign-in page takes over. */
async function enter(email: string, password: string) {
  history.replaceState(null, "", location.pathname); // the link is used up, and leaves the history
  const { signIn } = await import("next-auth/react");
  const outcome = await signIn("credentials", { redirect: false, email, password }).catch(() => undefined);
  location.assign(outcome?.ok && !outcome.error ? "/" : "/signin");
}
