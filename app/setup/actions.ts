"use server";
import { createFirstAdministrator } from "@/lib/access";
import { Fault } from "@/lib/event";

/** Undefined when the administrator was made, else one sentence that says why not. */
export async function setUp(given: { code: string; name: string; email: string; password: string }): Promise<string | undefined> {
  try {
    await createFirstAdministrator(given);
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
}
