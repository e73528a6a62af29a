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

export function JoinForm({ secret, link, refuse }: JoinFormProps) {
  const { purpose, name, email, madeBy, expiresAt } = link;
  const zone = useZone();
  const { submit, at, busy } = useJoining(secret, refuse);
  const invited = purpose === "invitation";
  const by = madeBy ?? "An administrator";
  const who = invited ? `${by} invites you to Vouch.` : `${by} made this link for ${name}.`;
  return (
    <Entrance
      title={invited ? `Welcome, ${name}` : "Choose a new password"}
      intro={`${who} The link works once, until ${minuteTime(expiresAt, zone)}.`}
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
        <Passwords at={at} />
        {at("form") && <FieldError>{at("form")}</FieldError>}
        <Button type="submit" look="primary" size="large" disabled={busy}>
          {busy ? "Setting the password" : "Set the password and sign in"}
        </Button>
        {!invited && <p className="text-meta text-ink-3">Wherever you are signed in now, you are signed out.</p>}
      </form>
    </Entrance>
  );
}

function Passwords({ at }: { at: (field: "password" | "again") => string | undefined }) {
  return (
    <>
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
    </>
  );
}

function useJoining(secret: string, refuse: JoinFormProps["refuse"]) {
  const [wrong, setWrong] = useState<{ field: "password" | "again" | "form"; sentence: string }>();
  const [busy, setBusy] = useState(false);
  const at = (field: NonNullable<typeof wrong>["field"]) => (wrong?.field === field ? wrong.sentence : undefined);
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
  return { submit, at, busy };
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
