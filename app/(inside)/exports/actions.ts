"use server";
import { currentPrincipal } from "@/lib/access";
import { Fault } from "@/lib/event";
import { askExport, cancelExport, type ExportWish } from "@/lib/search";

/** The number of the export, or one sentence that says why there is none. */
export async function askForExport(wish: ExportWish): Promise<{ number: number } | { refusal: string }> {
  try {
    const { query, zone, format } = wish ?? {};
    return {
      number: await askExport(await currentPrincipal(), {
        query: String(query ?? ""),
        zone: String(zone ?? ""),
        format: String(format ?? ""),
      }),
    };
  } catch (fault) {
    if (fault instanceof Fault) return { refusal: fault.message };
    throw fault;
  }
}

/** Undefined when it was done. */
export async function endExport(number: string): Promise<string | undefined> {
  try {
    await cancelExport(await currentPrincipal(), String(number));
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
}
