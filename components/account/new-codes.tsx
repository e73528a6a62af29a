"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { Button, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { TextField } from "../ui/field";
import type { AccountActs } from "./acts";
import { RecoveryCodes } from "./recovery-codes";
import { useAct } from "./use-act";

/** New recovery codes in the place of the old ones. */
export function NewCodes({ act }: { act: AccountActs["newCodes"] }) {
  const router = useRouter();
  const [open, show] = useState(false);
  const { submit, wrong, done, busy, forget } = useAct(act, true);
  const setOpen = (wanted: boolean) => {
    show(wanted);
    if (wanted) return;
    if (done) router.refresh();
    forget();
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ size: "small" })}>Make new recovery codes</Dialog.Trigger>
      <Modal
        title={done ? "Recovery codes" : "Make new recovery codes"}
        intro={done ? undefined : "Ten new ones. Those that you have work no longer."}
      >
        {done && "codes" in done ? (
          <RecoveryCodes
            codes={done.codes}
            says="The codes that you had work no longer."
            does="I have stored the codes"
            done={() => setOpen(false)}
          />
        ) : (
          <form onSubmit={submit} className="grid gap-4">
            <TextField
              name="password"
              id="codes-password"
              label="Your password"
              type="password"
              required
              autoComplete="current-password"
              error={wrong}
            />
            <div className="flex flex-wrap gap-2">
              <Button type="submit" look="primary" disabled={busy}>
                Make ten new codes
              </Button>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
            </div>
          </form>
        )}
      </Modal>
    </Dialog.Root>
  );
}
