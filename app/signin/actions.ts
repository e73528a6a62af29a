"use server";
import { currentSecret, enrol, enterCode, type GivenOffer, keepSecret, whenceOfRequest } from "@/lib/access";
import { Fault } from "@/lib/event";
import { lockedSentence } from "./refusal";

/** `ended`: the password has to be given again. */
export type Step = { refusal: string } | { ended: true } | { done: true };

/** A code of the authenticator, or a recovery code. */
export async function giveCode(code: string): Promise<Step> {
  return attempt<Step>(async (secret) => {
    const result = await enterCode(secret, String(code), await whenceOfRequest());
    if (result.outcome === "locked") return { refusal: lockedSentence(result.minutes) };
    if (result.outcome === "wrong") {
      return { refusal: "That code is not right, or it was used before. Wait for the next one, or check the letters." };
    }
    if (result.outcome === "ended") return { ended: true };
    await keepSecret(result.secret);
    return { done: true };
  });
}

/** Sets up the second factor that the rules demand. Answers with the recovery codes, for the only time. */
export async function giveEnrolment({ token, code }: GivenOffer): Promise<Step | { codes: string[] }> {
  return attempt<Step | { codes: string[] }>(async (secret) => {
    const result = await enrol(secret, { token: String(token), code: String(code) }, await whenceOfRequest());
    if (result.outcome === "ended") return { ended: true };
    await keepSecret(result.secret);
    return { codes: result.codes };
  });
}

async function attempt<T>(work: (secret: string) => Promise<T>): Promise<T | Step> {
  try {
    const secret = await currentSecret();
    return secret ? await work(secret) : { ended: true };
  } catch (fault) {
    if (fault instanceof Fault) return { refusal: fault.message };
    throw fault;
  }
}
