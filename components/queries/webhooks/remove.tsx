"use client";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import type { Webhook } from "@/lib/search";
import { useAct } from "../../account/use-act";
import { Button, buttonStyle } from "../../ui/button";
import { Modal } from "../../ui/dialog";
import { FieldError } from "../../ui/field";
import type { WebhookActs } from "./acts";

/** The end of a webhook, after what ends with it was said: its secret cannot come back. */
export function RemoveWebhook({ of: { id, name, subscriptions }, end }: { of: Webhook; end: WebhookActs["end"] }) {
  const [open, setOpen] = useState(false);
  const whom =
    subscriptions === 0
      ? "Nobody’s alerts are sent there."
      : `${subscriptions === 1 ? "1 subscription ends" : `${subscriptions} subscriptions end`} with it, and whose they are is told.`;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ size: "small", look: "quiet" })} aria-label={`Remove ${name}`}>
        Remove
      </Dialog.Trigger>
      <Modal
        title={`Remove the webhook ${name}?`}
        intro={`What waits to be sent there is not sent any more. ${whom} A webhook made anew has another secret.`}
      >
        <RemoveForm id={id} end={end} close={() => setOpen(false)} />
      </Modal>
    </Dialog.Root>
  );
}

function RemoveForm({ id, end, close }: { id: string; end: WebhookActs["end"]; close: () => void }) {
  const { submit, wrong, busy } = useAct(end);
  return (
    <form onSubmit={submit} className="grid gap-3">
      <input type="hidden" name="id" value={id} />
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="danger" disabled={busy}>
          Remove the webhook
        </Button>
        <Button onClick={close}>Keep it</Button>
      </div>
    </form>
  );
}
