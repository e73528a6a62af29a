"use server";
import { acts } from "@/app/acts";
import type { Asked, Opened, Previewed } from "@/components/approvals/acts";
import { currentPrincipal } from "@/lib/access";
import { type Act, ask, decide, grantAdministrator, previewAct, use, withdraw } from "@/lib/approval";
import { Fault } from "@/lib/event";
import { type RevealedValue, revealMany } from "@/lib/search";

/** Undefined when it was decided, else one sentence that says why not. */
export async function decideRequest(
  number: string,
  outcome: "approved" | "refused",
  reason: string,
  saw: string,
): Promise<string | undefined> {
  return refusalOf(async () => {
    const decision = { outcome, reason: String(reason), saw: String(saw) };
    await decide(await currentPrincipal(), acts, String(number), decision);
  });
}

export async function withdrawRequest(number: string): Promise<string | undefined> {
  return refusalOf(async () => withdraw(await currentPrincipal(), acts, String(number)));
}

/** What was approved to be seen, once; it goes to whoever asked and nowhere else. */
export async function openRevealed(number: string): Promise<Opened> {
  return attempt(async () => ({
    values: (await use(await currentPrincipal(), acts, String(number))) as RevealedValue[],
  }));
}

export async function previewAdministrator(person: string): Promise<Previewed> {
  return preview(grantAdministrator, { person });
}

export async function askAdministrator(params: unknown, reason: string, saw: string): Promise<Asked> {
  return asked(grantAdministrator, params, reason, saw);
}

export async function previewReveal(query: unknown): Promise<Previewed> {
  return preview(revealMany, query);
}

export async function askReveal(params: unknown, reason: string, saw: string): Promise<Asked> {
  return asked(revealMany, params, reason, saw);
}

async function preview(act: Act, given: unknown): Promise<Previewed> {
  return attempt(async () => ({ preview: await previewAct(await currentPrincipal(), act, given) }));
}

async function asked(act: Act, params: unknown, reason: string, saw: string): Promise<Asked> {
  const wish = { params, reason: String(reason), saw: String(saw) };
  return attempt(async () => ({ number: await ask(await currentPrincipal(), act, wish) }));
}

async function attempt<T>(work: () => Promise<T>): Promise<T | { refusal: string }> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof Fault) return { refusal: fault.message };
    throw fault;
  }
}

async function refusalOf(work: () => Promise<void>): Promise<string | undefined> {
  const done = await attempt(async () => {
    await work();
    return {};
  });
  return "refusal" in done ? done.refusal : undefined;
}
