"use client";
import * as Dialog from "radix-ui/dialog";
import { type ReactNode, useState } from "react";
import type { SavedList, SavedSearch } from "@/lib/search";
import { useAct } from "../account/use-act";
import { Button, buttonStyle } from "../ui/button";
import { Choice } from "../ui/choice";
import { Modal } from "../ui/dialog";
import { FieldError } from "../ui/field";
import type { QueryActs } from "./acts";

interface AlertMeProps {
  of: SavedSearch;
  webhooks: SavedList["webhooks"];
  mayUseWebhooks: boolean;
  alert: QueryActs["alert"];
}

/** Whether, and by which way, the reader is told of what a search finds from now on. */
export function AlertMe({ children, ...props }: AlertMeProps & { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const { of } = props;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        className={buttonStyle({ size: "small" })}
        aria-label={of.alert ? `Alerts of ${of.name}` : `Alert me to ${of.name}`}
      >
        {children}
      </Dialog.Trigger>
      <Modal
        title={
          <>
            Alert me to “<bdi>{of.name}</bdi>”
          </>
        }
        intro="You are told of what is recorded from now on, within seconds and at most once a minute. What alerting itself records sets off no alert."
      >
        <AlertForm {...props} close={() => setOpen(false)} />
      </Modal>
    </Dialog.Root>
  );
}

function AlertForm({ of, webhooks, mayUseWebhooks, alert, close }: AlertMeProps & { close: () => void }) {
  const done = async (form: FormData) => {
    const result = await alert(form);
    if (!("refusal" in result)) close();
    return result;
  };
  const { submit, wrong, busy } = useAct(done);
  const now = of.alert ? (of.alert.webhook ?? "vouch") : "none";
  return (
    <form onSubmit={submit} className="grid gap-4">
      <input type="hidden" name="id" value={of.id} />
      <fieldset>
        <legend className="sr-only">How</legend>
        <Choice name="way" value="none" defaultChecked={now === "none"}>
          Not at all
        </Choice>
        <Choice name="way" value="vouch" defaultChecked={now === "vouch"}>
          In Vouch: the bell above every page
        </Choice>
        {mayUseWebhooks &&
          webhooks.map(({ id, name, place }) => (
            <Choice key={id} name="way" value={id} defaultChecked={now === id}>
              <span className="prose-wrap min-w-0">
                In Vouch, and by the webhook <bdi>{name}</bdi> <span className="text-meta text-ink-3">{place}</span>
              </span>
            </Choice>
          ))}
      </fieldset>
      {mayUseWebhooks && webhooks.length === 0 && (
        <p className="prose-wrap text-dense text-ink-2">
          Nothing can be sent out of Vouch yet: an administrator says where to, under Webhooks.
        </p>
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
