// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: no element says "a labelled block of text"
"use client";
import { FileCode2 } from "lucide-react";
import { usePathname } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, useState, useTransition } from "react";
import { restoreScriptOf } from "@/app/(inside)/records/actions";
import type { LeftOut, MadeScript, RecordKey } from "@/lib/search";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy";
import { Modal } from "../ui/dialog";
import { TextField } from "../ui/field";
import { Note } from "../ui/note";

interface Restore {
  record: RecordKey;
  /** Entry of the version to bring back, and its number; the number of the newest. */
  version: string;
  number: number;
  newest: number;
  called: string;
}

/** The script that would make the record again what it was: to be read and run by an engineer, never by Vouch. */
export function RestoreButton(props: Restore) {
  const [made, setMade] = useState<MadeScript>();
  const [open, setOpen] = useState(false);
  const path = usePathname();
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) setMade(undefined);
  };
  return (
    <Dialog.Root key={path} open={open} onOpenChange={change}>
      <Dialog.Trigger asChild>
        <Button>
          <FileCode2 size={14} /> Restore script…
        </Button>
      </Dialog.Trigger>
      <Modal
        title={`Bring ${props.called} back to version ${props.number}`}
        intro="Vouch makes a script and never runs it. You read it, and run it in the database yourself; your change is then recorded like any other, with this reason."
      >
        {made ? <Script made={made} /> : <Ask {...props} done={setMade} />}
      </Modal>
    </Dialog.Root>
  );
}

function Ask({ record, version, number, newest, done }: Restore & { done: (made: MadeScript) => void }) {
  const [refusal, setRefusal] = useState<string>();
  const [pending, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setRefusal(undefined);
    start(async () => {
      const answer = await restoreScriptOf({ record, version, reason: text("reason"), ticket: text("ticket") });
      if ("refusal" in answer) setRefusal(answer.refusal);
      else done(answer.script);
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <p className="prose-wrap text-dense text-ink-2">
        It changes nothing unless the row still is as version {newest}, the newest, left it. Making it becomes an entry
        with your name.
      </p>
      <TextField
        name="reason"
        label="Reason"
        help="It stands in the entry, in the script, and in the change when the script is run."
        required
        maxLength={500}
        defaultValue={`Back to version ${number}: `}
        autoComplete="off"
      />
      <TextField name="ticket" label="Ticket, if there is one" maxLength={100} autoComplete="off" />
      {refusal && (
        <Note look="attention" alert>
          {refusal}
        </Note>
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={pending}>
          Make the script
        </Button>
      </div>
    </form>
  );
}

const whys: Record<LeftOut["why"], string> = {
  concealed: "concealed, so its values are not in the script",
  erased: "erased: nobody has its value any more",
  hashed: "kept as a keyed hash",
  omitted: "not recorded",
  large: "too large to have been recorded whole",
};

function Script({ made }: { made: MadeScript }) {
  const { text, leftOut, changes, from, to } = made;
  return (
    <div className="grid min-w-0 gap-3">
      <p role="status" className="prose-wrap text-dense">
        {changes.length === 0
          ? `It deletes the row, as it was in version ${to}.`
          : `It sets ${changes.length === 1 ? "1 field" : `${changes.length} fields`} back from version ${from} to version ${to}: ${changes.join(", ")}.`}
      </p>
      {leftOut.length > 0 && (
        <Note look="attention">
          <p>It cannot bring back:</p>
          <ul className="list-disc pl-5">
            {leftOut.map(({ name, why, differs }) => (
              <li key={name}>
                <bdi>{name}</bdi>: {whys[why]}
                {differs && ", and it differs now"}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <pre
        tabIndex={0}
        role="group"
        aria-label="The script"
        className="max-h-80 overflow-auto rounded-control border border-line bg-sunken px-3.5 py-3 text-meta leading-5"
      >
        {text}
      </pre>
      <div className="flex justify-end">
        <CopyButton value={text} what="the script" />
      </div>
    </div>
  );
}
