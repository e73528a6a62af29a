"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import { Button } from "../ui/button";
import { describedBy, FieldError, FieldLabel, FieldNotes, inputStyle } from "../ui/field";
import type { RequestActs } from "./acts";

const lost = "This could not be sent. Load the page again and look how the request stands.";

/** The answer, with its reason: below what it is about, so that one reaches it after reading. */
export function DecideForm({
  number,
  digest,
  approve,
  follows,
  decide,
}: {
  number: number;
  digest: string;
  /** What the button says that approves. */
  approve: string;
  follows: string;
  decide: RequestActs["decide"];
}) {
  const router = useRouter();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const outcome = submitter?.getAttribute("value") === "approved" ? "approved" : "refused";
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    start(async () => {
      const refusal = await decide(String(number), outcome, reason, digest).catch(() => lost);
      setWrong(refusal);
      router.refresh();
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <ReasonField label="Your reason" help="Needed for both answers. Kept in the ledger with your name." />
      {wrong && <FieldError>{wrong}</FieldError>}
      {/* the second answer first in the form would be what Enter gives: a textarea takes Enter, so nothing is decided by it */}
      <Button
        type="submit"
        name="outcome"
        value="approved"
        look="primary"
        size="large"
        disabled={busy}
        className="h-auto! min-h-10 py-2 whitespace-normal!"
      >
        {approve}
      </Button>
      <Button type="submit" name="outcome" value="refused" look="danger" disabled={busy}>
        Refuse
      </Button>
      <p className="text-meta text-ink-3">{follows} You cannot take your answer back.</p>
    </form>
  );
}

/** A reason of 10 to 500 letters. */
export function ReasonField({ label, help, error }: { label: ReactNode; help: ReactNode; error?: string }) {
  return (
    <div className="grid gap-1.5">
      <FieldLabel id="reason">{label}</FieldLabel>
      <textarea
        id="reason"
        name="reason"
        rows={3}
        required
        minLength={10}
        maxLength={500}
        dir="auto"
        {...describedBy("reason", help, error)}
        className={`${inputStyle} h-auto! py-1.5`}
      />
      <FieldNotes id="reason" help={help} error={error} />
    </div>
  );
}

/** Taking back what one asked for: nothing is lost by it, so nothing is asked. */
export function WithdrawButton({ number, withdraw }: { number: number; withdraw: RequestActs["withdraw"] }) {
  const router = useRouter();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const act = () =>
    start(async () => {
      setWrong(await withdraw(String(number)).catch(() => lost));
      router.refresh();
    });
  return (
    <div className="grid justify-items-start gap-2">
      <Button onClick={act} disabled={busy}>
        Withdraw this request
      </Button>
      {wrong && <FieldError>{wrong}</FieldError>}
    </div>
  );
}
