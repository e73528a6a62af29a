/** The steps of an export as entries: asked for, made, downloaded, cancelled, failed. */
import { erasable, eventBy, keep, type Principal, targetOf } from "../../access/index.ts";
import type { Field } from "../../event/index.ts";
import type { OwnEvent } from "../../ledger/index.ts";

type Step = "asked" | "made" | "downloaded" | "cancelled" | "failed";

/** Words of ours stay in the leaf; what people typed, and what they are called, can be erased. */
export interface Said {
  kept?: Record<string, string>;
  erasable?: Record<string, string>;
}

/** A step that a person took. */
export function stepBy(principal: Principal, step: Step, number: number, said: Said): OwnEvent {
  return eventBy(principal, eventOf(step, number, said));
}

/** A step that Vouch took for whoever had asked. */
export function stepOfVouch(step: Step, number: number, said: Said): OwnEvent {
  return {
    ...eventOf(step, number, said),
    actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
    origin: { channel: "automation" },
  };
}

function eventOf(step: Step, number: number, { kept = {}, erasable: typed = {} }: Said) {
  const data: Field[] = [
    ...Object.entries(kept).map(([name, value]) => keep(name, value)),
    ...Object.entries(typed).map(([name, value]) => erasable(name, value)),
  ];
  return {
    type: `export.${step}`,
    category: "export",
    target: targetOf({ type: "export", id: String(number) }),
    ...(data.length > 0 && { data }),
  } as const;
}
