"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, useState } from "react";
import { Button, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError, TextField } from "../ui/field";
import { type SourceActs, useAct } from "./acts";

export function RenameButton({ id, name, rename }: { id: string; name: string; rename: SourceActs["rename"] }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const { run, busy, refused } = useAct();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = String(new FormData(event.currentTarget).get("name") ?? "");
    run(
      () => rename(id, wanted),
      () => {
        setOpen(false);
        router.refresh();
      },
    );
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle()}>Rename</Dialog.Trigger>
      <Modal
        title={`Rename ${name}`}
        intro="The name stands in what is recorded from now on; entries keep the one they have. The database itself is not touched."
      >
        <form onSubmit={submit} className="grid gap-3">
          <TextField name="name" label="Name" defaultValue={name} required maxLength={120} autoComplete="off" />
          {refused && <FieldError>{refused}</FieldError>}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={busy}>
              Rename
            </Button>
            <Button onClick={() => setOpen(false)}>Keep the name</Button>
          </div>
        </form>
      </Modal>
    </Dialog.Root>
  );
}
