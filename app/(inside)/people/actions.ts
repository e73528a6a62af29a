"use server";
import {
  changeRole,
  changeRules,
  changeScope,
  currentPrincipal,
  deactivatePerson,
  type GivenRole,
  type GivenScope,
  inviteAgain,
  invitePerson,
  type MadeLink,
  makeReset,
  type Principal,
  type Role,
  reactivatePerson,
  releaseLockOut,
  resetSecondFactor,
  revokeSession,
  revokeSessions,
  withdrawInvitation,
} from "@/lib/access";
import { Fault } from "@/lib/event";

type Who = Principal | undefined;
type Linked = { link: MadeLink } | { refusal: string };

export async function invite(form: FormData): Promise<Linked> {
  return linking((by) =>
    invitePerson(by, { email: textOf(form, "email"), name: textOf(form, "name"), ...roleIn(form) }),
  );
}

export async function renewInvitation(form: FormData): Promise<Linked> {
  return linking((by) => inviteAgain(by, textOf(form, "id")));
}

export async function resetPassword(form: FormData): Promise<Linked> {
  return linking((by) => makeReset(by, textOf(form, "id")));
}

export async function withdraw(form: FormData): Promise<string | undefined> {
  return attempt((by) => withdrawInvitation(by, textOf(form, "id")));
}

export async function giveRole(form: FormData): Promise<string | undefined> {
  return attempt((by) => changeRole(by, textOf(form, "id"), roleIn(form)));
}

export async function giveScope(form: FormData): Promise<string | undefined> {
  return attempt((by) => changeScope(by, textOf(form, "id"), scopeIn(form)));
}

export async function deactivate(form: FormData): Promise<string | undefined> {
  return attempt((by) => deactivatePerson(by, textOf(form, "id")));
}

export async function reactivate(form: FormData): Promise<string | undefined> {
  return attempt((by) => reactivatePerson(by, textOf(form, "id"), form.has("role") ? roleIn(form) : undefined));
}

export async function release(form: FormData): Promise<string | undefined> {
  return attempt((by) => releaseLockOut(by, textOf(form, "id")));
}

export async function dropSecondFactor(form: FormData): Promise<string | undefined> {
  return attempt((by) => resetSecondFactor(by, textOf(form, "id")));
}

export async function endSession(form: FormData): Promise<string | undefined> {
  return attempt((by) => revokeSession(by, textOf(form, "id"), textOf(form, "session")));
}

export async function endAllSessions(form: FormData): Promise<string | undefined> {
  return attempt((by) => revokeSessions(by, textOf(form, "id")));
}

export async function saveRules(form: FormData): Promise<string | undefined> {
  return attempt((by) => changeRules(by, { secondFactor: form.getAll("role").map(String) as Role[] }));
}

async function attempt(work: (by: Who) => Promise<unknown>): Promise<string | undefined> {
  try {
    await work(await currentPrincipal());
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
}

async function linking(work: (by: Who) => Promise<MadeLink>): Promise<Linked> {
  try {
    return { link: await work(await currentPrincipal()) };
  } catch (fault) {
    if (fault instanceof Fault) return { refusal: fault.message };
    throw fault;
  }
}

function roleIn(form: FormData): GivenRole {
  return { role: textOf(form, "role"), ...(form.has("from") && { scope: scopeIn(form) }) };
}

function scopeIn(form: FormData): GivenScope {
  const some = textOf(form, "which") === "some";
  return {
    from: textOf(form, "from"),
    to: textOf(form, "to"),
    ...(some && { sources: form.getAll("source").map(String) }),
  };
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
