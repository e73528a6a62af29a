"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { useAct } from "../../account/use-act";
import { Button, buttonStyle } from "../../ui/button";
import { Check } from "../../ui/choice";
import { CopyButton } from "../../ui/copy";
import { Modal } from "../../ui/dialog";
import { FieldError, TextField } from "../../ui/field";
import { Note } from "../../ui/note";
import type { MadeWebhook, WebhookActs } from "./acts";

/** The dialog in which a webhook is made, and then its secret in the same dialog. */
export function MakeWebhook({ make }: { make: WebhookActs["make"] }) {
  const router = useRouter();
  const [open, show] = useState(false);
  const { submit, wrong, done, busy, forget } = useAct(make, true);
  const setOpen = (wanted: boolean) => {
    show(wanted);
    if (wanted) return;
    if (done) router.refresh(); // sooner, the secret's own dialog might go
    forget();
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ look: "primary" })}>Add a webhook</Dialog.Trigger>
      <Modal title={done ? `The webhook ${done.name} is made` : "Add a webhook"}>
        {done ? (
          <Secret of={done} close={() => setOpen(false)} />
        ) : (
          <form onSubmit={submit} className="grid gap-4">
            <Fields />
            {wrong && <FieldError>{wrong}</FieldError>}
            <div className="flex flex-wrap gap-2">
              <Button type="submit" look="primary" disabled={busy}>
                {busy ? "Adding" : "Add this webhook"}
              </Button>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
            </div>
          </form>
        )}
      </Modal>
    </Dialog.Root>
  );
}

function Fields() {
  return (
    <>
      <TextField name="name" label="Name" required maxLength={120} autoComplete="off" placeholder="Security channel" />
      <TextField
        name="address"
        label="Address"
        required
        maxLength={2_000}
        autoComplete="off"
        spellCheck={false}
        inputMode="url"
        placeholder="https://hooks.example.com/vouch"
        help="https, without a user name. It is stored sealed; afterwards only its host is shown."
      />
      <fieldset>
        <legend className="pb-1 text-dense font-[560]">What it may</legend>
        <Check name="values" value="yes">
          <span>
            Quote values in sentences{" "}
            <span className="text-meta text-ink-3">such as “from 5,000 to 50,000”; concealed ones never</span>
          </span>
        </Check>
        <Check name="inside" value="yes">
          <span>
            Lead into a private network{" "}
            <span className="text-meta text-ink-3">this machine and its neighbours, also without https</span>
          </span>
        </Check>
      </fieldset>
    </>
  );
}

function Secret({ of: { name, secret }, close }: { of: MadeWebhook; close: () => void }) {
  return (
    <div className="grid gap-4">
      <Note look="attention">You see this secret once. Vouch keeps it sealed and cannot show it again.</Note>
      <div className="grid min-w-0 gap-1.5">
        <p className="text-dense font-[560]">
          Secret of <bdi>{name}</bdi>
        </p>
        <code className="block rounded-control border border-line bg-sunken px-3 py-2 text-meta wrap-anywhere">
          {secret}
        </code>
        <div>
          <CopyButton value={secret} what="the secret" />
        </div>
      </div>
      <p className="prose-wrap text-dense text-ink-2">
        With it the other system checks that what it is sent comes from this Vouch:{" "}
        <code className="text-meta">docs/http.md</code> shows how.
      </p>
      <div>
        <Button look="primary" onClick={close}>
          I have stored the secret
        </Button>
      </div>
    </div>
  );
}
