import { refusalSentence } from "./refusal";

/** Signs in with a password, in the browser. Returns "in", or why not. */
export async function enter(email: string, password: string): Promise<string> {
  try {
    const { signIn } = await import("next-auth/react");
    const outcome = await signIn("credentials", { redirect: false, email, password });
    return outcome?.ok && !outcome.error ? "in" : refusalSentence(outcome?.error ?? undefined);
  } catch {
    return refusalSentence("unavailable");
  }
}
