"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import type { GivenIdentity, IdentityKind } from "@/lib/access";
import type { Unnamed } from "@/lib/search";
import { ActorBadge } from "../actor/badge";
import { Button } from "../ui/button";
import { Check, Choice } from "../ui/choice";
import { describedBy, FieldError, FieldLabel, FieldNotes, inputStyle, TextField } from "../ui/field";

/** What the page may do. Answers one sentence where it was refused. */
export interface Acts {
  save(form: FormData): Promise<string | undefined>;
  drop(form: FormData): Promise<string | undefined>;
}

export interface IdentityFormProps {
  save: Acts["save"];
  sources: Unnamed["sources"];
  given?: GivenIdentity;
  /** The row that is changed; without it a new one is made. */
  id?: string;
  /** The application name of whoever is to be named. */
  hint?: string;
  done: () => void;
}

const kinds: Record<IdentityKind, string> = {
  service: "Service, job or script",
  agent: "AI agent",
  human: "One person",
};

export function IdentityForm({ save, sources, given, id, hint, done }: IdentityFormProps) {
  const { submit, wrong, busy } = useSubmit(save, done);
  const matches = given?.matches;
  return (
    <form onSubmit={submit} className="grid gap-4">
      {id && <input type="hidden" name="id" value={id} />}
      <TextField name="name" label="Name" defaultValue={given?.name} required maxLength={120} autoComplete="off" />
      {id ? (
        <p className="text-dense text-ink-2">
          In entries as <code>{given?.actor}</code>, which stays, so that its history stays together.
        </p>
      ) : (
        <TextField
          name="actor"
          label="Id in entries"
          defaultValue={given?.actor}
          required
          maxLength={120}
          autoComplete="off"
          spellCheck={false}
          placeholder="nightly-billing"
          help="Never changes. Letters, digits and hyphens, without blanks."
        />
      )}
      <fieldset>
        <legend className="pb-1 text-dense font-[560]">What it is</legend>
        {Object.entries(kinds).map(([kind, says]) => (
          <Choice key={kind} name="kind" value={kind} defaultChecked={(given?.kind ?? "service") === kind}>
            <ActorBadge kind={kind as IdentityKind} attribution="verified" size="sm" decorative /> {says}
          </Choice>
        ))}
      </fieldset>
      <Lines
        name="logins"
        label="Database logins"
        texts={matches?.login}
        help="One per line, exactly as they sign in. What they do is shown as verified, so list only logins that nobody else uses."
      />
      <Lines
        name="applications"
        label="Application names"
        texts={matches?.application}
        help={`One per line. Anybody can set one, so what they do is shown as claimed.${hint ? ` The newest change came through “${hint}”.` : ""}`}
      />
      <OnlyIn sources={sources} chosen={matches?.source ?? []} />
      <TextField
        name="note"
        label="Note"
        defaultValue={given?.note}
        maxLength={500}
        autoComplete="off"
        help="For colleagues: where it runs, whom to ask. May stay empty."
      />
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          {id ? "Save" : "Give this name"}
        </Button>
        <Button onClick={done}>Cancel</Button>
      </div>
    </form>
  );
}

/** Sends the form; on success the page is asked for anew and the dialog closes, else the sentence stays in the form. */
export function useSubmit(act: (form: FormData) => Promise<string | undefined>, done: () => void) {
  const router = useRouter();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => {
      const refusal = await act(form).catch(() => "This could not be sent, and nothing was changed. Try again.");
      setWrong(refusal);
      if (refusal !== undefined) return;
      done();
      router.refresh();
    });
  };
  return { submit, wrong, busy };
}

function Lines({ name, label, texts = [], help }: { name: string; label: string; texts?: string[]; help: string }) {
  return (
    <div className="grid gap-1.5">
      <FieldLabel id={name}>{label}</FieldLabel>
      <textarea
        {...describedBy(name, help)}
        id={name}
        name={name}
        rows={Math.max(2, texts.length)}
        defaultValue={texts.join("\n")}
        spellCheck={false}
        className={`${inputStyle} h-auto! py-1.5`}
      />
      <FieldNotes id={name} help={help} />
    </div>
  );
}

/** The same login may be somebody else in another database. */
function OnlyIn({ sources, chosen }: { sources: Unnamed["sources"]; chosen: string[] }) {
  const unseen = chosen.filter((id) => !sources.some((source) => source.id === id));
  const kept = unseen.map((id) => <input key={id} type="hidden" name="source" value={id} />);
  if (sources.length < 2 && chosen.length === 0) return null;
  return (
    <fieldset>
      <legend className="pb-1 text-dense font-[560]">Only in these sources</legend>
      {sources.map(({ id, name }) => (
        <Check key={id} name="source" value={id} defaultChecked={chosen.includes(id)}>
          <bdi>{name}</bdi>
        </Check>
      ))}
      {kept}
      <p className="text-meta text-ink-3">None chosen: in every source.</p>
    </fieldset>
  );
}
