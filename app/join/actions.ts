"use server";
import { type Joined, join, type OpenedLink, openLink } from "@/lib/access";
import { Fault } from "@/lib/event";

/** What a link is good for, or one sentence that says why that could not be found out. */
export async function readLink(form: FormData): Promise<OpenedLink | { refusal: string }> {
  return attempt(() => openLink(textOf(form, "secret")));
}

/** Sets the password that was chosen; one sentence where it will not do. */
export async function choosePassword(form: FormData): Promise<Joined | { refusal: string }> {
  const [secret, name, password] = [textOf(form, "secret"), textOf(form, "name"), textOf(form, "password")];
  return attempt(() => join({ secret, name, password }));
}

async function attempt<T>(work: () => Promise<T>): Promise<T | { refusal: string }> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof Fault) return { refusal: fault.message };
    throw fault;
  }
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
