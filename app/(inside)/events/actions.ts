"use server";
import type { RevealAct } from "@/components/entry/reveal-dialog";
import { lineOf } from "@/components/event/line";
import type { OpenRows } from "@/components/event/use-rows";
import { currentPrincipal } from "@/lib/access";
import { Fault } from "@/lib/event";
import { findLines, type RevealWish, readAsk, revealValues } from "@/lib/search";

/** A refusal is an answer: it stands in the dialog, beside the reason that was typed. */
export async function reveal(wish: RevealWish): ReturnType<RevealAct> {
  try {
    return { done: await revealValues(await currentPrincipal(), wish) };
  } catch (fault) {
    if (fault instanceof Fault) return { refused: fault.message };
    throw fault;
  }
}

/** The newest rows of a statement, of all or of those that a query finds: what opens below the line of a bulk statement. */
export async function openRows(query: string, zone: string, statement: string): ReturnType<OpenRows> {
  try {
    const ask = readAsk({ q: String(query), statement: String(statement), zone: String(zone) }, "UTC");
    const { lines, older } = await findLines(await currentPrincipal(), ask);
    const rows = lines.filter(({ entry }) => entry.event.statement?.partOf === statement);
    return {
      opened: { lines: rows.map(({ entry }) => lineOf(entry, new Date(), ask.zone)), more: older !== undefined },
    };
  } catch (fault) {
    if (fault instanceof Fault) return { refused: fault.message };
    throw fault;
  }
}
