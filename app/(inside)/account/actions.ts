"use server";
import {
  changeName,
  changePassword,
  currentPrincipal,
  type MadeToken,
  makeToken,
  type Offer,
  offerSecondFactor,
  type Principal,
  removeSecondFactor,
  renewRecoveryCodes,
  revokeOtherSessions,
  revokeSession,
  revokeToken,
  setUpSecondFactor,
} from "@/lib/access";
import { countOf, Fault } from "@/lib/event";

/** What came of it, as a sentence, or why it was refused. */
export type Said = { said: string } | { refusal: string };

export async function rename(form: FormData): Promise<Said> {
  return attempt(async (by) => ({ said: `You are called ${await changeName(by, textOf(form, "name"))} from now on.` }));
}

export async function newPassword(form: FormData): Promise<Said> {
  return attempt(async (by) => {
    const ended = await changePassword(by, { old: textOf(form, "old"), password: textOf(form, "password") });
    const others = ended > 0 ? ` ${countOf(String(ended), "other session")} of yours ended.` : "";
    return { said: `The new password holds.${others}` };
  });
}

export async function offer(): Promise<{ offer: Offer } | { refusal: string }> {
  return attempt(async (by) => ({ offer: offerSecondFactor(by) }));
}

export async function setUp(form: FormData): Promise<{ codes: string[] } | { refusal: string }> {
  const given = { token: textOf(form, "token"), code: textOf(form, "code"), password: textOf(form, "password") };
  return attempt(async (by) => ({ codes: await setUpSecondFactor(by, given) }));
}

export async function newCodes(form: FormData): Promise<{ codes: string[] } | { refusal: string }> {
  return attempt(async (by) => ({ codes: await renewRecoveryCodes(by, textOf(form, "password")) }));
}

export async function turnOff(form: FormData): Promise<string | undefined> {
  return refusalOf((by) => removeSecondFactor(by, textOf(form, "password")));
}

export async function endSession(form: FormData): Promise<string | undefined> {
  return refusalOf((by) => revokeSession(by, by?.person.id ?? "", textOf(form, "session")));
}

export async function endOthers(): Promise<string | undefined> {
  return refusalOf((by) => revokeOtherSessions(by));
}

export async function newToken(form: FormData): Promise<{ token: MadeToken } | { refusal: string }> {
  const wish = { name: textOf(form, "name"), days: Number(textOf(form, "days")), password: textOf(form, "password") };
  return attempt(async (by) => ({ token: await makeToken(by, wish) }));
}

export async function endToken(form: FormData): Promise<string | undefined> {
  return refusalOf((by) => revokeToken(by, textOf(form, "id")));
}

async function refusalOf(work: (by: Principal | undefined) => Promise<unknown>): Promise<string | undefined> {
  const result = await attempt(async (by) => ({ done: await work(by) }));
  return "refusal" in result ? result.refusal : undefined;
}

async function attempt<T>(work: (by: Principal | undefined) => Promise<T>): Promise<T | { refusal: string }> {
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
