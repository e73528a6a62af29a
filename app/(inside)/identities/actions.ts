"use server";
import { changeIdentity, createIdentity, currentPrincipal, type GivenIdentity, removeIdentity } from "@/lib/access";
import { Fault } from "@/lib/event";

/** A new identity, or a change of the one whose row `id` names. Undefined when it was done, else one sentence that says why not. */
export async function saveIdentity(form: FormData): Promise<string | undefined> {
  return attempt(async () => {
    const principal = await currentPrincipal();
    const id = textOf(form, "id");
    const given = readForm(form);
    await (id ? changeIdentity(principal, id, given) : createIdentity(principal, given));
  });
}

export async function dropIdentity(form: FormData): Promise<string | undefined> {
  return attempt(async () => removeIdentity(await currentPrincipal(), textOf(form, "id")));
}

async function attempt(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
}

function readForm(form: FormData): GivenIdentity {
  return {
    actor: textOf(form, "actor"),
    kind: textOf(form, "kind"),
    name: textOf(form, "name"),
    note: textOf(form, "note"),
    matches: {
      login: textOf(form, "logins").split("\n"),
      application: textOf(form, "applications").split("\n"),
      source: form.getAll("source").map(String),
    },
  };
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
