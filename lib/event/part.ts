/** The parts of a sentence: they say what they are, never how they look. Pure. */
import type { Value } from "./event.ts";
import type { SeenEvent } from "./seen.ts";

export type PartKind = "actor" | "text" | "field" | "old" | "new" | "record" | "count";
export interface Part {
  kind: PartKind;
  text: string;
}

/** The longest value that a sentence quotes, in characters; longer ones stand on the entry's page alone. */
export const longestQuoted = 48;

export const text = (said: string): Part => ({ kind: "text", text: said });
export const field = (name: string): Part => ({ kind: "field", text: name });
export const record = (name: string): Part => ({ kind: "record", text: name });
export const count = (said: string): Part => ({ kind: "count", text: said });

/** A value of the event's data, where it may be shown. */
export function shownData(event: SeenEvent, name: string): Value | undefined {
  const seen = event.data?.find((one) => one.name === name)?.value;
  return seen?.state === "shown" ? seen.value : undefined;
}
