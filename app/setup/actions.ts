"use server";
import { createFirstAdministrator, type Setup, whenceOfRequest } from "@/lib/access";
import { Fault } from "@/lib/event";

/** Undefined when the administrator was made, else one sentence that says why not. */
export async function setUp(given: Setup): Promise<string | undefined> {
  try {
    await createFirstAdministrator(given, await whenceOfRequest());
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
}
