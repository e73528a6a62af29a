"use client";
import { type FormEvent, useState } from "react";
import { AuthenticatorFields } from "@/components/account/authenticator";
import { RecoveryCodes } from "@/components/account/recovery-codes";
import { Button } from "@/components/ui/button";
import type { Offer } from "@/lib/access";
import { giveEnrolment } from "../actions";
import { Anew, useStep } from "../use-step";

export function EnrolForm({ offer, next }: { offer: Offer | undefined; next: string }) {
  const [codes, setCodes] = useState<string[]>();
  const { take, refusal, busy } = useStep(next);
  // the page is drawn anew when the session becomes whole, and then has nothing to offer
  const [kept] = useState(offer);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("code") as HTMLInputElement;
    const step = await take(() => giveEnrolment({ token: kept?.token ?? "", code: field.value }));
    if (step && "codes" in step) return setCodes(step.codes);
    field.select();
    field.focus();
  };

  if (codes) return <RecoveryCodes codes={codes} does="Go on to Vouch" done={() => location.assign(next)} />;
  if (!kept) {
    return (
      <div className="grid gap-4">
        <p>Your second factor is set up.</p>
        <Button look="primary" size="large" onClick={() => location.assign(next)}>
          Go on to Vouch
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={submit} method="post" className="grid gap-4">
      <AuthenticatorFields offer={kept} error={refusal} />
      <Button type="submit" look="primary" size="large" disabled={busy}>
        {busy ? "Checking" : "Set up and go on"}
      </Button>
      <div>
        <Anew />
      </div>
    </form>
  );
}
