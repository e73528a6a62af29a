"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import type { KnownSource, MadeLink } from "@/lib/access";
import { Button, type ButtonLook, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError, TextField } from "../ui/field";
import type { LinkAct } from "./acts";
import { HandOver } from "./hand-over";
import { RoleFields } from "./role-fields";

/** Invites somebody who has no account yet. */
export function InviteButton({ act, sources }: { act: LinkAct; sources: KnownSource[] }) {
  return (
    <LinkButton
      act={act}
      says="Invite somebody"
      look="primary"
      size="normal"
      title="Invite somebody"
      intro="They get a link with which they choose a password. It works once, for 7 days."
      does="Make the invitation"
    >
      <TextField
        name="email"
        label="E-mail"
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        help="They sign in with it, and it names them in entries."
      />
      <TextField name="name" label="Name" required maxLength={120} autoComplete="off" />
      <RoleFields sources={sources} />
    </LinkButton>
  );
}

export interface LinkButtonProps {
  act: LinkAct;
  given?: Record<string, string>;
  says: string;
  look?: ButtonLook["look"];
  size?: ButtonLook["size"];
  title: string;
  intro: string;
  does: string;
  children?: ReactNode;
}

/** A button, a dialog that says what the link will do, and in the same dialog the link. */
export function LinkButton({
  act,
  given = {},
  says,
  look,
  size = "small",
  title,
  intro,
  does,
  children,
}: LinkButtonProps) {
  const { open, setOpen, submit, link, wrong, busy } = useLink(act, given);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ look, size })}>{says}</Dialog.Trigger>
      <Modal title={link ? `The link for ${link.person.name}` : title} intro={link ? undefined : intro}>
        {link ? (
          <HandOver link={link} done={() => setOpen(false)} />
        ) : (
          <form onSubmit={submit} className="grid gap-4">
            {children}
            {wrong && <FieldError>{wrong}</FieldError>}
            <div className="flex flex-wrap gap-2">
              <Button type="submit" look="primary" disabled={busy}>
                {does}
              </Button>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
            </div>
          </form>
        )}
      </Modal>
    </Dialog.Root>
  );
}

/** The page is read anew as the dialog closes: sooner, the dialog's own line might go, and the link with it. */
function useLink(act: LinkAct, given: Record<string, string>) {
  const router = useRouter();
  const [open, show] = useState(false);
  const [link, setLink] = useState<MadeLink>();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const setOpen = (wanted: boolean) => {
    show(wanted);
    if (wanted) return;
    if (link) router.refresh();
    setLink(undefined);
    setWrong(undefined);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    for (const [name, value] of Object.entries(given)) form.set(name, value);
    start(async () => {
      const result = await act(form).catch(() => ({
        refusal: "This could not be sent. Load the page again: where a link was made nobody saw, make another.",
      }));
      setWrong("refusal" in result ? result.refusal : undefined);
      if ("link" in result) setLink(result.link);
    });
  };
  return { open, setOpen, submit, link, wrong, busy };
}
