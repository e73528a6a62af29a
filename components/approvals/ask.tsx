"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import type { Preview } from "@/lib/approval";
import { countOf } from "@/lib/event";
import { Button, ButtonLink, type ButtonLook, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError } from "../ui/field";
import { Link, linkStyle } from "../ui/link";
import { Note } from "../ui/note";
import type { AskActs } from "./acts";
import { requestAddress } from "./address";
import { ReasonField } from "./decide";
import { Impact } from "./impact";
import { anyOf } from "./words";

const lost = { refusal: "This could not be sent. Load the page again and try once more." };

/** A button, and the dialog in which one sees what an act would do and asks somebody else for it. */
export function AskButton<Given>({
  given,
  acts,
  says,
  title,
  does,
  children,
  ...look
}: {
  given: Given;
  acts: AskActs<Given>;
  /** On the button. */
  says: ReactNode;
  title: string;
  /** On the button that asks. */
  does: string;
  /** Under what it would do. */
  children?: ReactNode;
} & ButtonLook) {
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<Preview>();
  const [asked, setAsked] = useState<number>();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const show = (wanted: boolean) => {
    setOpen(wanted);
    setFound(undefined);
    setAsked(undefined);
    setWrong(undefined);
    if (!wanted) return;
    start(async () => {
      const came = await acts.preview(given).catch(() => lost);
      if ("refusal" in came) setWrong(came.refusal);
      else setFound(came.preview);
    });
  };
  const ask = (reason: string) =>
    start(async () => {
      if (!found) return;
      const came = await acts.ask(found.params, reason, found.digest).catch(() => lost);
      if ("refusal" in came) setWrong(came.refusal);
      else setAsked(came.number);
    });
  return (
    <Dialog.Root open={open} onOpenChange={show}>
      <Dialog.Trigger className={buttonStyle(look)}>{says}</Dialog.Trigger>
      <Modal title={asked === undefined ? title : `Request ${asked} waits for somebody else`}>
        {asked !== undefined && found ? (
          <Waits number={asked} found={found} close={() => show(false)} />
        ) : found ? (
          <AskForm found={found} wrong={wrong} busy={busy} ask={ask} does={does} cancel={() => show(false)}>
            {children}
          </AskForm>
        ) : (
          <Looking wrong={wrong} close={() => show(false)} />
        )}
      </Modal>
    </Dialog.Root>
  );
}

function Looking({ wrong, close }: { wrong?: string; close: () => void }) {
  if (!wrong) {
    return (
      <p role="status" className="py-6 text-dense text-ink-2">
        Looking what it would do
      </p>
    );
  }
  return (
    <div className="grid justify-items-start gap-4 pt-1">
      <FieldError>{wrong}</FieldError>
      <Button onClick={close}>Close</Button>
    </div>
  );
}

function AskForm({
  found: { effect, deciders, needed },
  wrong,
  busy,
  ask,
  does,
  cancel,
  children,
}: {
  found: Preview;
  wrong?: string;
  busy: boolean;
  ask: (reason: string) => void;
  does: string;
  cancel: () => void;
  children?: ReactNode;
}) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    ask(String(new FormData(event.currentTarget).get("reason") ?? ""));
  };
  const possible = deciders.length >= needed;
  return (
    <form onSubmit={submit} className="grid gap-4 pt-1">
      <div className="-mx-5 max-md:-mx-4">
        <Impact effect={effect} id="preview" />
      </div>
      {children}
      <Deciders names={deciders.map(({ name }) => name)} needed={needed} />
      <ReasonField
        label="Reason"
        help="What it is needed for, in a sentence. Whoever decides reads it, and it is kept in the ledger."
      />
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={busy || !possible}>
          {busy ? "Asking" : does}
        </Button>
        <Button onClick={cancel}>Cancel</Button>
      </div>
    </form>
  );
}

function Deciders({ names, needed }: { names: string[]; needed: number }) {
  if (names.length >= needed) {
    return (
      <p className="prose-wrap text-dense text-ink-2">
        {needed === 1 ? "One of them decides: " : `${needed} of them decide: `}
        <bdi>{anyOf(names)}</bdi>. Nothing is done before.
      </p>
    );
  }
  return (
    <Note look="attention">
      Nobody else can decide on this: it takes {countOf(String(needed), "other person", "other people")} with the role
      administrator, compliance officer or approver.{" "}
      <Link href="/people" className={linkStyle}>
        Invite somebody
      </Link>
    </Note>
  );
}

function Waits({ number, found, close }: { number: number; found: Preview; close: () => void }) {
  const router = useRouter();
  const done = () => {
    close();
    router.refresh();
  };
  return (
    <div className="grid gap-4 pt-1">
      <p role="status" className="prose-wrap text-dense text-ink-2">
        <bdi>{anyOf(found.deciders.map(({ name }) => name))}</bdi> can decide on it and was told. Nothing has been done
        yet; you are told what came of it.
      </p>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={requestAddress(number)} look="primary">
          Open request {number}
        </ButtonLink>
        <Button onClick={done}>Close</Button>
      </div>
    </div>
  );
}
