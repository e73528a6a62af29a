"use client";
import { Bookmark } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { isRolling, printQuery, queryWords, type SearchAsk } from "@/lib/search/language";
import { useAct } from "../account/use-act";
import { Button, buttonStyle } from "../ui/button";
import { Check, Choice } from "../ui/choice";
import { Modal } from "../ui/dialog";
import { FieldError, TextField } from "../ui/field";
import { Link, linkStyle } from "../ui/link";
import type { MayQueries, QueryActs } from "./acts";
import { DescriptionField } from "./description";

export interface SaveSearchProps {
  ask: SearchAsk;
  save: QueryActs["save"];
  may: Pick<MayQueries, "share" | "alert">;
}

/** Keeps what is searched for under a name; beside the results. */
export function SaveSearch({ ask, save, may }: SaveSearchProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ size: "small" })}>
        <Bookmark size={13} /> Save this search
      </Dialog.Trigger>
      <Modal title="Save this search">
        <SaveForm ask={ask} save={save} may={may} close={() => setOpen(false)} />
      </Modal>
    </Dialog.Root>
  );
}

function SaveForm({ ask, save, may, close }: SaveSearchProps & { close: () => void }) {
  const { submit, wrong, done, busy } = useAct(save, true);
  if (done) return <Saved name={done.name} close={close} />;
  const { tree, zone, view, mistakes } = ask;
  const words = queryWords(tree);
  return (
    <form onSubmit={submit} className="grid gap-4">
      <p className="prose-wrap text-dense text-ink-2">{words === "" ? "Every entry." : <bdi>{capital(words)}.</bdi>}</p>
      {mistakes.length > 0 && <FieldError>What is marked in the query is not saved. Correct it first.</FieldError>}
      <input type="hidden" name="query" value={printQuery(tree)} />
      <input type="hidden" name="zone" value={zone} />
      <input type="hidden" name="view" value={JSON.stringify(view)} />
      <TextField
        name="name"
        label="Name"
        required
        maxLength={120}
        autoComplete="off"
        placeholder="Deletions by AI agents"
      />
      <DescriptionField />
      {isRolling(tree) && <Range />}
      <fieldset className="grid">
        <legend className="pb-1 text-dense font-[560]">Then</legend>
        <Check name="pinned" value="yes">
          Show it on my Home, with its count
        </Check>
        {may.alert && (
          <Check name="alert" value="yes">
            Alert me in Vouch when it finds something new
          </Check>
        )}
        {may.share && (
          <Check name="shared" value="yes">
            Share it with everybody who may search; each sees what they may
          </Check>
        )}
      </fieldset>
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={busy || mistakes.length > 0}>
          {busy ? "Saving" : "Save this search"}
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
    </form>
  );
}

function Range() {
  return (
    <fieldset>
      <legend className="pb-1 text-dense font-[560]">Its times</legend>
      <Choice name="range" value="rolling" defaultChecked>
        Rolling: they move on, so that it always means the time up to now
      </Choice>
      <Choice name="range" value="frozen">
        Frozen: they stay what they mean today
      </Choice>
    </fieldset>
  );
}

function Saved({ name, close }: { name: string; close: () => void }) {
  return (
    <div className="grid gap-4" role="status">
      <p className="prose-wrap text-dense">
        “<bdi>{name}</bdi>” is saved. It stands under{" "}
        <Link href="/queries" className={linkStyle}>
          Saved searches
        </Link>
        .
      </p>
      <div>
        <Button look="primary" onClick={close}>
          Back to the results
        </Button>
      </div>
    </div>
  );
}

function capital(words: string): string {
  return words.replace(/^./u, (letter) => letter.toUpperCase());
}
