"use client";
import * as Dialog from "radix-ui/dialog";
import type { SavedSearch } from "@/lib/search";
import { useAct } from "../account/use-act";
import { Button } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError, FieldLabel, FieldNotes, inputStyle, TextField } from "../ui/field";
import type { QueryActs } from "./acts";
import { DescriptionField } from "./description";

interface ChangeProps {
  of: SavedSearch;
  change: QueryActs["change"];
  open: boolean;
  setOpen: (open: boolean) => void;
}

/** Name, description and the query itself. */
export function ChangeSearch({ of, change, open, setOpen }: ChangeProps) {
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Modal
        title={
          <>
            Change “<bdi>{of.name}</bdi>”
          </>
        }
      >
        <ChangeForm of={of} change={change} close={() => setOpen(false)} />
      </Modal>
    </Dialog.Root>
  );
}

function ChangeForm({ of, change, close }: Pick<ChangeProps, "of" | "change"> & { close: () => void }) {
  const done = async (form: FormData) => {
    const result = await change(form);
    if (!("refusal" in result)) close();
    return result;
  };
  const { submit, wrong, busy } = useAct(done);
  return (
    <form onSubmit={submit} className="grid gap-4">
      <input type="hidden" name="id" value={of.id} />
      <TextField name="name" label="Name" required maxLength={120} autoComplete="off" defaultValue={of.name} />
      <DescriptionField given={of.description} />
      <div className="grid gap-1.5">
        <FieldLabel id="query">Query</FieldLabel>
        <textarea
          id="query"
          name="query"
          rows={3}
          maxLength={4_000}
          defaultValue={of.query}
          spellCheck={false}
          aria-describedby="query-help"
          className={`${inputStyle} h-auto! py-1.5 font-mono text-meta`}
        />
        <FieldNotes id="query" help="As it stands in the search bar of Events." />
      </div>
      {of.alert && (
        <p className="text-dense text-ink-2">Alerts go on with the changed query, for what is recorded from then on.</p>
      )}
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          Save
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
    </form>
  );
}
