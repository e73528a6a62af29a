"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, useState, useTransition } from "react";
import type { ApiKey } from "@/lib/access";
import { Button, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError } from "../ui/field";
import { SelectField } from "../ui/select";
import { type Acts, useMaking } from "./make";
import { Secret } from "./secret";

const overlaps = [
  { hours: "24", says: "For a day more" },
  { hours: "1", says: "For an hour more" },
  { hours: "168", says: "For a week more" },
  { hours: "0", says: "Not any more" },
];

/** A new key in the place of one, and how long the old one works beside it. */
export function ReplaceKey({
  of: { id, name },
  system,
  replace,
}: {
  of: ApiKey;
  system: string;
  replace: Acts["replace"];
}) {
  const { open, setOpen, submit, made, wrong, busy } = useMaking(replace);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label={`Rotate ${name} of ${system}`} className={buttonStyle({ size: "small" })}>
        Rotate
      </Dialog.Trigger>
      <Modal
        title={made ? "The new key is made" : `Rotate ${name} of ${system}`}
        intro={
          made
            ? undefined
            : "A new key with the same scope takes its place. Give the system the new secret while both work."
        }
      >
        {made ? (
          <Secret of={made} done={() => setOpen(false)} />
        ) : (
          <form onSubmit={submit} className="grid gap-4">
            <input type="hidden" name="id" value={id} />
            <SelectField name="hours" label="The old key works">
              {overlaps.map(({ hours, says }) => (
                <option key={hours} value={hours}>
                  {says}
                </option>
              ))}
            </SelectField>
            {wrong && <FieldError>{wrong}</FieldError>}
            <Buttons says="Make the new key" look="primary" busy={busy} cancel={() => setOpen(false)} />
          </form>
        )}
      </Modal>
    </Dialog.Root>
  );
}

/** The end of a key, after what stops with it was said. */
export function RevokeKey({
  of: { id, name, lastUsedAt },
  system,
  end,
}: {
  of: ApiKey;
  system: string;
  end: Acts["end"];
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => {
      const refusal = await end(form).catch(() => "This could not be sent, and the key may still work. Try again.");
      setWrong(refusal);
      if (refusal !== undefined) return;
      setOpen(false);
      router.refresh();
    });
  };
  const use = lastUsedAt ? "It is in use" : "It was never used";
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        aria-label={`Revoke ${name} of ${system}`}
        className={buttonStyle({ look: "danger", size: "small" })}
      >
        Revoke
      </Dialog.Trigger>
      <Modal
        title={`Revoke ${name} of ${system}?`}
        intro={`From that moment on, whatever ${system} sends with this key is refused and not recorded. ${use}. A revoked key cannot work again. What it has reported stays.`}
      >
        <form onSubmit={submit} className="grid gap-4">
          <input type="hidden" name="id" value={id} />
          {wrong && <FieldError>{wrong}</FieldError>}
          <Buttons says="Revoke this key" look="danger" busy={busy} cancel={() => setOpen(false)} />
        </form>
      </Modal>
    </Dialog.Root>
  );
}

function Buttons({
  says,
  look,
  busy,
  cancel,
}: {
  says: string;
  look: "primary" | "danger";
  busy: boolean;
  cancel: () => void;
}) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" look={look} disabled={busy}>
        {says}
      </Button>
      <Button onClick={cancel}>Cancel</Button>
    </div>
  );
}
