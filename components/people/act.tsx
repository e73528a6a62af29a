"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import { Button, type ButtonLook, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError } from "../ui/field";
import type { Act } from "./acts";

export interface ActButtonProps {
  act: Act;
  /** What is sent along, such as whom it is about. */
  given: Record<string, string>;
  /** On the button, and where it has to be told apart from others like it. */
  says: ReactNode;
  label?: string;
  look?: ButtonLook["look"];
  size?: ButtonLook["size"];
  title: string;
  /** What will happen, and what will not. */
  intro: string;
  /** On the button that does it. */
  does: string;
  children?: ReactNode;
}

/** A button, the dialog that says what it will do, and what came of it. */
export function ActButton({ says, label, look, size = "small", title, intro, ...form }: ActButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label={label} className={buttonStyle({ look, size })}>
        {says}
      </Dialog.Trigger>
      <Modal title={title} intro={intro}>
        <ActForm {...form} look={look} done={() => setOpen(false)} />
      </Modal>
    </Dialog.Root>
  );
}

function ActForm({
  act,
  given,
  does,
  look,
  children,
  done,
}: Pick<ActButtonProps, "act" | "given" | "does" | "look" | "children"> & { done: () => void }) {
  const router = useRouter();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    for (const [name, value] of Object.entries(given)) form.set(name, value);
    start(async () => {
      const refusal = await act(form).catch(() => "This could not be sent. Load the page again and look what holds.");
      setWrong(refusal);
      if (refusal !== undefined) return;
      done();
      router.refresh();
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      {children}
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look={look === "danger" ? "danger" : "primary"} disabled={busy}>
          {does}
        </Button>
        <Button onClick={done}>Cancel</Button>
      </div>
    </form>
  );
}
