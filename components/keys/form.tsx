"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Identity, KeyedSystem } from "@/lib/access";
import { capitalised } from "@/lib/event";
import { ActorBadge } from "../actor/badge";
import { Button } from "../ui/button";
import { Check, Choice } from "../ui/choice";
import { FieldError, FieldLabel, FieldNotes, inputStyle, TextField } from "../ui/field";
import { SelectField } from "../ui/select";
import { categories, kindWords } from "./words";

export interface MakeFormProps {
  systems: KeyedSystem[];
  identities: Identity[];
  submit: (event: FormEvent<HTMLFormElement>) => void;
  wrong?: string;
  busy: boolean;
  cancel: () => void;
}

const spans = [
  { days: "365", says: "After a year" },
  { days: "90", says: "After 90 days" },
  { days: "30", says: "After 30 days" },
  { days: "", says: "Not by itself" },
];

/** Which system, for whom the key speaks, what it may report, and until when. */
export function MakeForm({ systems, identities, submit, wrong, busy, cancel }: MakeFormProps) {
  const [system, setSystem] = useState(systems[0]?.id ?? "");
  const [identity, setIdentity] = useState(identities[0]?.id ?? "");
  return (
    <form onSubmit={submit} className="grid gap-4">
      <SelectField name="system" label="System" value={system} onChange={(event) => setSystem(event.target.value)}>
        {systems.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value="">A system that is new here</option>
      </SelectField>
      {system === "" && <NewSystem />}
      <SelectField
        name="identity"
        label="The key speaks for"
        value={identity}
        onChange={(event) => setIdentity(event.target.value)}
        help="Whatever the system reports without naming an actor, this one did."
      >
        {identities.map(({ id, name, actor, kind }) => (
          <option key={id} value={id}>
            {name} ({kindWords[kind]}, {actor})
          </option>
        ))}
        <option value="">An identity that is new here</option>
      </SelectField>
      {identity === "" && <NewIdentity />}
      <TextField
        name="name"
        label="Name of the key"
        required
        maxLength={120}
        autoComplete="off"
        defaultValue="production"
      />
      <fieldset>
        <legend className="pb-1 text-dense font-[560]">It may report</legend>
        {categories.map(({ id, says, help }) => (
          <Check key={id} name="category" value={id} defaultChecked={id === "authentication"}>
            <span>
              {says} <span className="text-meta text-ink-3">{help}</span>
            </span>
          </Check>
        ))}
      </fieldset>
      <SelectField name="days" label="It ends">
        {spans.map(({ days, says }) => (
          <option key={days} value={days}>
            {says}
          </option>
        ))}
      </SelectField>
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? "Making the key" : "Make the key"}
        </Button>
        <Button onClick={cancel}>Cancel</Button>
      </div>
    </form>
  );
}

function NewSystem() {
  const [some, setSome] = useState(false);
  return (
    <Inset>
      <TextField
        name="systemName"
        label="Name of the system"
        required
        maxLength={120}
        autoComplete="off"
        placeholder="Harbor Clinic Pay"
      />
      <fieldset>
        <legend className="pb-1 text-dense font-[560]">Views of sensitive data that are recorded</legend>
        <Choice name="reads" value="all" checked={!some} onChange={() => setSome(false)}>
          All that the system reports
        </Choice>
        <Choice name="reads" value="some" checked={some} onChange={() => setSome(true)}>
          Only of these types of records
        </Choice>
      </fieldset>
      {some && (
        <div className="grid gap-1.5">
          <FieldLabel id="flagged">Flagged types</FieldLabel>
          <textarea
            id="flagged"
            name="flagged"
            rows={3}
            required
            spellCheck={false}
            aria-describedby="flagged-help"
            className={`${inputStyle} h-auto! py-1.5`}
          />
          <FieldNotes
            id="flagged"
            help="One per line, as the system calls them: payroll. Other views are answered and not recorded."
          />
        </div>
      )}
    </Inset>
  );
}

function NewIdentity() {
  return (
    <Inset>
      <TextField
        name="identityName"
        label="Name"
        required
        maxLength={120}
        autoComplete="off"
        placeholder="Harbor Pay"
      />
      <TextField
        name="actor"
        label="Id in entries"
        required
        maxLength={120}
        autoComplete="off"
        spellCheck={false}
        placeholder="harbor-pay"
        help="Never changes. Letters, digits and hyphens, without blanks."
      />
      <fieldset>
        <legend className="pb-1 text-dense font-[560]">What it is</legend>
        {(["service", "agent", "human"] as const).map((kind) => (
          <Choice key={kind} name="kind" value={kind} defaultChecked={kind === "service"}>
            <ActorBadge kind={kind} attribution="verified" size="sm" decorative /> {capitalised(kindWords[kind])}
          </Choice>
        ))}
      </fieldset>
    </Inset>
  );
}

function Inset({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 border-l-2 border-line-strong pl-4">{children}</div>;
}
