/** Why a sign-in was refused, as one sentence. `error` is what lib/access/auth.ts answered: `wrong`, `locked:MINUTES`, `unavailable`. */
export function refusalSentence(error: string | undefined): string {
  const [, minutes] = /^locked(?:[^\d]+(\d+))?/.exec(error ?? "") ?? [];
  if (error?.startsWith("locked")) {
    const wait = minutes === undefined ? "later" : `in ${minutes} ${minutes === "1" ? "minute" : "minutes"}`;
    return `Too many attempts. Try again ${wait}.`;
  }
  if (error === undefined || error === "wrong" || error === "CredentialsSignin") {
    return "E-mail or password is not right. Check both and try again.";
  }
  return "Sign-in is not possible right now, because Vouch could not record it. Try again in a minute.";
}
