/** Why a sign-in was refused, as one sentence. */
import { countOf } from "@/lib/event";

/** `error`: what lib/access/auth.ts answered to a password: `wrong`, `locked:MINUTES`, `unavailable`. */
export function refusalSentence(error: string | undefined): string {
  const [, minutes] = /^locked(?:[^\d]+(\d+))?/.exec(error ?? "") ?? [];
  if (error?.startsWith("locked")) return lockedSentence(minutes);
  if (error === undefined || error === "wrong" || error === "CredentialsSignin") {
    return "E-mail or password is not right. Check both and try again.";
  }
  return unavailable;
}

export function lockedSentence(minutes: number | string | undefined): string {
  const wait = minutes === undefined ? "later" : `in ${countOf(String(minutes), "minute")}`;
  return `Too many attempts. Try again ${wait}.`;
}

const unavailable = "Sign-in is not possible right now, because Vouch could not record it. Try again in a minute.";

/** Why the provider's answer let nobody in; `error` stands in the address. Undefined where the address has none. */
export function providerSentence(error: unknown, provider: string): string | undefined {
  if (typeof error !== "string") return undefined;
  const sentences: Record<string, string> = {
    "provider-claims": `${provider} did not say who you are in a form that Vouch can use. Whoever runs Vouch has to look at its settings.`,
    "provider-email": `${provider} has not verified your e-mail address, so Vouch does not know whose account this is. Have it verified there and try again.`,
    "provider-group": `${provider} let you in, but none of your groups has a role in Vouch. Ask an administrator to give you one.`,
    "provider-taken": `The account with your e-mail address belongs to another account of ${provider}. Ask an administrator.`,
    "provider-deactivated": "Your account is deactivated. Ask an administrator.",
    "provider-locked": "Too many attempts. Try again in 15 minutes.",
    OAuthSignin: `${provider} does not answer, so nobody can sign in with it right now. Try again in a minute.`,
    OAuthCallback: `What ${provider} answered could not be used: it was too old, or for another browser. Try again.`,
    Callback: `${provider} did not sign you in. Try again.`,
    unavailable,
  };
  return Object.hasOwn(sentences, error) ? sentences[error] : "You were not signed in. Try again.";
}
