"use server";
import { currentPrincipal, type KeyWish, type MadeKey, makeKey, revokeKey, rotateKey } from "@/lib/access";
import { Fault } from "@/lib/event";

/** What came of it: the key with its secret, for the only time, or one sentence that says why there is none. */
export type Made = { key: MadeKey } | { refusal: string };

export async function newKey(form: FormData): Promise<Made> {
  return attempt(async () => makeKey(await currentPrincipal(), readForm(form)));
}

export async function replaceKey(form: FormData): Promise<Made> {
  return attempt(async () => rotateKey(await currentPrincipal(), textOf(form, "id"), Number(textOf(form, "hours"))));
}

/** Undefined when it was done. */
export async function endKey(form: FormData): Promise<string | undefined> {
  try {
    await revokeKey(await currentPrincipal(), textOf(form, "id"));
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
}

async function attempt(work: () => Promise<MadeKey>): Promise<Made> {
  try {
    return { key: await work() };
  } catch (fault) {
    if (fault instanceof Fault) return { refusal: fault.message };
    throw fault;
  }
}

function readForm(form: FormData): KeyWish {
  const system = textOf(form, "system");
  const identity = textOf(form, "identity");
  const days = textOf(form, "days");
  const flagged = textOf(form, "reads") === "some" ? textOf(form, "flagged").split("\n") : ["*"];
  return {
    system: system ? { id: system } : { name: textOf(form, "systemName"), flagged },
    identity: identity
      ? { id: identity }
      : { actor: textOf(form, "actor"), kind: textOf(form, "kind"), name: textOf(form, "identityName") },
    name: textOf(form, "name"),
    categories: form.getAll("category").map(String),
    ...(days && { days: Number(days) }),
  };
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
