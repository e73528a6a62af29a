"use server";
import { currentPrincipal, markRead } from "@/lib/access";
import { Fault, isInstant } from "@/lib/event";

/** Marks what the bell has shown as read. Where that fails, it shows it again. */
export async function readNotices(until: string): Promise<void> {
  try {
    if (isInstant(String(until))) await markRead(await currentPrincipal(), until);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
  }
}
