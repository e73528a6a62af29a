"use client";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { IdentityForm, type IdentityFormProps } from "./form";

/** A button and the dialog in which somebody gets a name, or another one. */
export function NameButton({
  says,
  label,
  title,
  ...form
}: Omit<IdentityFormProps, "done"> & { says: string; label?: string; title: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label={label} className={buttonStyle({ size: "small" })}>
        {says}
      </Dialog.Trigger>
      <Modal
        title={title}
        intro="The name holds for what is recorded from now on. Entries that exist never change. Who gave it is recorded."
      >
        <IdentityForm {...form} done={() => setOpen(false)} />
      </Modal>
    </Dialog.Root>
  );
}
