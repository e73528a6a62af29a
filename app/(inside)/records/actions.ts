"use server";
import { currentPrincipal } from "@/lib/access";
import { Fault } from "@/lib/event";
import { type MadeScript, makeRestoreScript, type RestoreAsk } from "@/lib/search";

/** The script, or one sentence that says why there is none. */
export async function restoreScriptOf(ask: RestoreAsk): Promise<{ script: MadeScript } | { refusal: string }> {
  try {
    return { script: await makeRestoreScript(await currentPrincipal(), ask) };
  } catch (fault) {
    if (fault instanceof Fault) return { refusal: fault.message };
    throw fault;
  }
}
