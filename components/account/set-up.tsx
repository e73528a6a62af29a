"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import type { Offer } from "@/lib/access";
import { Button, type ButtonLook, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError, TextField } from "../ui/field";
import type { AccountActs } from "./acts";
import { AuthenticatorFields } from "./authenticator";
import { RecoveryCodes } from "./recovery-codes";
import { useAct } from "./use-act";

/** The button, the dialog with the QR code, and then the recovery codes in the same dialog. */
export function SetUp({ acts, says, look }: { acts: AccountActs; says: string; look?: ButtonLook["look"] }) {
  const router = useRouter();
  const [open, show] = useState(false);
  const [offered, setOffered] = useState<{ offer: Offer } | { refusal: string }>();
  const { submit, wrong, done, busy, forget } = useAct(acts.setUp, true);
  const setOpen = async (wanted: boolean) => {
    show(wanted);
    setOffered(undefined);
    if (wanted) {
      forget();
      return setOffered(await acts.offer().catch(() => ({ refusal: "No answer came. Close this and try again." })));
    }
    // not sooner: the dialog stands in a part of the page that is drawn anew
    if (done) router.refresh();
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ look, size: look ? "normal" : "small" })}>{says}</Dialog.Trigger>
      <Modal title={done ? "Recovery codes" : says}>
        {done && "codes" in done ? (
          <RecoveryCodes codes={done.codes} does="I have stored the codes" done={() => setOpen(false)} />
        ) : offered && "offer" in offered ? (
          <form onSubmit={submit} className="grid gap-4">
            <input type="hidden" name="token" value={offered.offer.token} />
            <AuthenticatorFields offer={offered.offer} />
            <TextField
              name="password"
              id="set-up-password"
              label="Your password"
              type="password"
              required
              autoComplete="current-password"
              help="So that an open browser is not enough to lock you out."
            />
            {wrong && <FieldError>{wrong}</FieldError>}
            <div className="flex flex-wrap gap-2">
              <Button type="submit" look="primary" disabled={busy}>
                {busy ? "Checking" : "Set up"}
              </Button>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
            </div>
          </form>
        ) : offered ? (
          <FieldError>{offered.refusal}</FieldError>
        ) : (
          <p className="text-dense text-ink-2">Making a QR code</p>
        )}
      </Modal>
    </Dialog.Root>
  );
}
