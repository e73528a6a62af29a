"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, useState, useTransition } from "react";
import type { Identity, KeyedSystem, MadeKey } from "@/lib/access";
import { buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { MakeForm } from "./form";
import { Secret } from "./secret";

/** What the page may do. A key comes back with its secret, or one sentence that says why not. */
export interface Acts {
  make(form: FormData): Promise<{ key: MadeKey } | { refusal: string }>;
  replace(form: FormData): Promise<{ key: MadeKey } | { refusal: string }>;
  end(form: FormData): Promise<string | undefined>;
}

/** The button, the dialog in which a key is made, and then its secret in the same dialog. */
export function MakeKey({
  systems,
  identities,
  make,
}: {
  systems: KeyedSystem[];
  identities: Identity[];
  make: Acts["make"];
}) {
  const { open, setOpen, submit, made, wrong, busy } = useMaking(make);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ look: "primary" })}>Make a key</Dialog.Trigger>
      <Modal title={made ? "The key is made" : "Make a key"}>
        {made ? (
          <Secret of={made} done={() => setOpen(false)} />
        ) : (
          <MakeForm
            systems={systems}
            identities={identities}
            submit={submit}
            wrong={wrong}
            busy={busy}
            cancel={() => setOpen(false)}
          />
        )}
      </Modal>
    </Dialog.Root>
  );
}

/** A dialog that ends with a secret. The list is read anew as it closes: sooner, the secret's own line might go. */
export function useMaking(act: Acts["make"]) {
  const router = useRouter();
  const [open, show] = useState(false);
  const [made, setMade] = useState<MadeKey>();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const setOpen = (wanted: boolean) => {
    show(wanted);
    if (wanted) return;
    if (made) router.refresh();
    setMade(undefined);
    setWrong(undefined);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => {
      const result = await act(form).catch(() => ({
        refusal: "This could not be sent. Load the page again and look whether the key is there.",
      }));
      setWrong("refusal" in result ? result.refusal : undefined);
      if ("key" in result) setMade(result.key);
    });
  };
  return { open, setOpen, submit, made, wrong, busy };
}
