"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import type { RulesInForce } from "@/lib/access";
import { countOf } from "@/lib/event";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Check } from "../ui/choice";
import { FieldError } from "../ui/field";
import type { Act } from "./acts";
import { roleWords } from "./words";

/** Which roles must sign in with a second factor, and whom that concerns. `act`: where the reader may change it. */
export function RulesView({ found: { rules, roles }, act }: { found: RulesInForce; act?: Act }) {
  const { chosen, toggle, changed, submit, wrong, saved, busy } = useChoice(rules.secondFactor, act);
  return (
    <Card id="second-factor" title="Second factor">
      <form onSubmit={submit} className="grid gap-4 border-t border-line px-5 py-4 max-md:px-4">
        <fieldset disabled={!act}>
          <legend className="prose-wrap pb-2 text-dense text-ink-2">
            Whoever has one of these roles and signs in with a password must also give a code from an authenticator app.
            Signing in with a provider is the provider’s business.
          </legend>
          {roles.map(({ role, people, without }) => (
            <Check
              key={role}
              name="role"
              value={role}
              checked={chosen.includes(role)}
              onChange={({ target }) => toggle(role, target.checked)}
            >
              <span className="prose-wrap min-w-0 py-1">
                {roleWords(role)} <span className="text-meta text-ink-3">{concerns(people, without)}</span>
              </span>
            </Check>
          ))}
        </fieldset>
        <p className="prose-wrap text-dense text-ink-2">
          Whoever has none sets one up when they next sign in; nobody is signed out by this rule.
        </p>
        {wrong && <FieldError>{wrong}</FieldError>}
        {act && (
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" look="primary" disabled={busy || !changed}>
              Save the rules
            </Button>
            <span role="status" className="text-dense text-ink-2">
              {saved && !changed ? "Saved. It holds from now on." : ""}
            </span>
          </div>
        )}
      </form>
    </Card>
  );
}

function useChoice(inForce: string[], act?: Act) {
  const router = useRouter();
  const [chosen, setChosen] = useState<string[]>(inForce);
  const [wrong, setWrong] = useState<string>();
  const [saved, setSaved] = useState(false);
  const [busy, start] = useTransition();
  const changed = [...chosen].sort().join() !== [...inForce].sort().join();
  const toggle = (role: string, on: boolean) => {
    setSaved(false);
    setChosen(on ? [...chosen, role] : chosen.filter((one) => one !== role));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => {
      const refusal = await act?.(form).catch(() => "This could not be sent, and nothing was changed. Try again.");
      setWrong(refusal);
      setSaved(refusal === undefined);
      if (refusal === undefined) router.refresh();
    });
  };
  return { chosen, toggle, changed, submit, wrong, saved, busy };
}

/** "3 people sign in with a password, 2 of them have no second factor" */
function concerns(people: number, without: number): string {
  if (people === 0) return "nobody signs in with a password";
  const who = `${countOf(String(people), "person signs", "people sign")} in with a password`;
  if (without === 0) return `${who}, ${people === 1 ? "with" : "all with"} a second factor`;
  if (without === people) return `${who}, ${people === 1 ? "without" : "all without"} a second factor`;
  return `${who}, ${without} of them without a second factor`;
}
