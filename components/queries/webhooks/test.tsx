"use client";
import { useState, useTransition } from "react";
import { Button } from "../../ui/button";
import { FieldError } from "../../ui/field";
import type { WebhookActs } from "./acts";

/** Sends a test, and says what was answered. */
export function TestWebhook({ id, name, test }: { id: string; name: string; test: WebhookActs["test"] }) {
  const [busy, start] = useTransition();
  const [answer, setAnswer] = useState<{ taken: boolean; says: string }>();
  const send = () =>
    start(async () => {
      const form = new FormData();
      form.set("id", id);
      const result = await test(form).catch(() => ({ refusal: "This could not be sent. Try again." }));
      setAnswer("refusal" in result ? { taken: false, says: result.refusal } : result);
    });
  return (
    <>
      <Button size="small" disabled={busy} onClick={send} aria-label={`Send a test to ${name}`}>
        {busy ? "Sending" : "Send a test"}
      </Button>
      <div aria-live="polite" className="order-last max-w-72 basis-full empty:hidden">
        {answer?.taken && <p className="text-meta text-ink-2">Taken. {answer.says}.</p>}
        {answer && !answer.taken && <FieldError>{answer.says}</FieldError>}
      </div>
    </>
  );
}
