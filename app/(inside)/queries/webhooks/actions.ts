"use server";
import { currentPrincipal, type Principal } from "@/lib/access";
import { Fault } from "@/lib/event";
import { endWebhook, makeWebhook, retryDelivery, testWebhook } from "@/lib/search";

type Answer<T> = T | { refusal: string };

/** The secret comes with it, for the only time. */
export async function make(form: FormData): Promise<Answer<{ id: string; name: string; secret: string }>> {
  return attempt((principal) =>
    makeWebhook(principal, {
      name: textOf(form, "name"),
      address: textOf(form, "address"),
      inside: textOf(form, "inside") === "yes",
      values: textOf(form, "values") === "yes",
    }),
  );
}

export async function test(form: FormData): Promise<Answer<{ taken: boolean; says: string }>> {
  return attempt((principal) => testWebhook(principal, textOf(form, "id")));
}

export async function end(form: FormData): Promise<Answer<{ id: string }>> {
  return about(form, endWebhook);
}

export async function retry(form: FormData): Promise<Answer<{ id: string }>> {
  return about(form, retryDelivery);
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

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
