"use server";
import { currentPrincipal, type Principal } from "@/lib/access";
import { Fault } from "@/lib/event";
import {
  changeSearch,
  pinSearch,
  removeSearch,
  restoreSearch,
  saveSearch,
  shareSearch,
  subscribe,
  unsubscribe,
} from "@/lib/search";

type Answer<T> = T | { refusal: string };

export async function save(form: FormData): Promise<Answer<{ id: string; name: string }>> {
  return attempt((principal) =>
    saveSearch(principal, {
      ...textsOf(form),
      zone: textOf(form, "zone"),
      view: viewOf(textOf(form, "view")),
      range: textOf(form, "range") === "frozen" ? "frozen" : "rolling",
      shared: isYes(form, "shared"),
      pinned: isYes(form, "pinned"),
      alert: isYes(form, "alert"),
    }),
  );
}

export async function change(form: FormData): Promise<Answer<{ id: string }>> {
  return about(form, (principal, id) => changeSearch(principal, id, textsOf(form)));
}

export async function share(form: FormData): Promise<Answer<{ id: string }>> {
  return about(form, (principal, id) => shareSearch(principal, id, isYes(form, "shared")));
}

export async function pin(form: FormData): Promise<Answer<{ id: string }>> {
  return about(form, (principal, id) => pinSearch(principal, id, isYes(form, "pinned")));
}

export async function remove(form: FormData): Promise<Answer<{ id: string }>> {
  return about(form, (principal, id) => removeSearch(principal, id));
}

export async function restore(form: FormData): Promise<Answer<{ id: string }>> {
  return about(form, (principal, id) => restoreSearch(principal, id));
}

/** `way`: none, vouch, or the id of a webhook. */
export async function alert(form: FormData): Promise<Answer<{ id: string }>> {
  const way = textOf(form, "way");
  return about(form, (principal, id) =>
    way === "none"
      ? unsubscribe(principal, id)
      : subscribe(principal, id, ["vouch", ""].includes(way) ? undefined : way),
  );
}

function about(form: FormData, work: (principal: Principal | undefined, id: string) => Promise<void>) {
  const id = textOf(form, "id");
  return attempt(async (principal) => {
    await work(principal, id);
    return { id };
  });
}

async function attempt<T>(work: (principal: Principal | undefined) => Promise<T>): Promise<Answer<T>> {
  try {
    return await work(await currentPrincipal());
  } catch (fault) {
    if (fault instanceof Fault) return { refusal: fault.message };
    throw fault;
  }
}

function textsOf(form: FormData) {
  return { name: textOf(form, "name"), description: textOf(form, "description"), query: textOf(form, "query") };
}

function viewOf(text: string): unknown {
  try {
    return JSON.parse(text.slice(0, 4_000));
  } catch {
    return undefined;
  }
}

function isYes(form: FormData, field: string): boolean {
  return textOf(form, field) === "yes";
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
