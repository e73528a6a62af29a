"use server";
import type { RevealAct } from "@/components/entry/reveal-dialog";
import { currentPrincipal } from "@/lib/access";
import { Fault } from "@/lib/event";
import { type RevealWish, revealValues } from "@/lib/search";

/** A refusal is an answer: it stands in the dialog, beside the reason that was typed. */
export async function reveal(wish: RevealWish): ReturnType<RevealAct> {
  try {
    return { done: await revealValues(await currentPrincipal(), wish) };
  } catch (fault) {
    if (fault instanceof Fault) return { refused: fault.message };
    throw fault;
  }
}
