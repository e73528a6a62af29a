"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import type { Trial } from "@/lib/access";
import { enter } from "./enter";

/** In the demo alone: one person for each role, and nothing to type. */
export function TrialButtons({ people, password, next }: Trial & { next: string }) {
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const be = async (email: string) => {
    setBusy(email);
    setRefusal(undefined);
    const outcome = await enter(email, password);
    if (outcome === "in") return location.assign(next);
    setBusy(undefined);
    setRefusal(outcome);
  };
  return (
    <section aria-labelledby="trial" className="grid gap-2">
      <h2 id="trial" className="text-dense font-[560]">
        This is a demo. Whom do you want to be?
      </h2>
      {people.map(({ name, email, words }) => (
        <Button
          key={email}
          size="large"
          className="h-auto! min-h-10 justify-start py-2 text-left whitespace-normal!"
          onClick={() => be(email)}
          disabled={busy !== undefined}
        >
          {busy === email ? `Signing in as ${name}` : `Sign in as ${name}, ${words}`}
        </Button>
      ))}
      {refusal && <FieldError>{refusal}</FieldError>}
      <p className="text-meta text-ink-3">
        Everybody’s password: <span className="text-ink-2 select-all">{password}</span>
      </p>
    </section>
  );
}
