/** What is done with saved searches, as events. Their names and texts are typed by people, and may be about people: erasable. */
import { erasable, legible, targetOf } from "../../access/index.ts";
import type { Field } from "../../event/index.ts";
import type { OwnEvent } from "../../ledger/index.ts";
import type { StoredSearch } from "./saved.ts";

export type Told = Omit<OwnEvent, "actor" | "origin" | "correlation">;

export const vouchItself = { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" } as const;

type Texts = Pick<StoredSearch, "name" | "description" | "query">;

export function searchEvent(
  type: string,
  { id, name, query }: Pick<StoredSearch, "id" | "name" | "query">,
  data: Field[] = [],
): Told {
  return {
    type,
    category: "configuration",
    target: targetOf({ type: "query", id }),
    data: [erasable("name", name), erasable("query", query), ...data],
  };
}

/** A change of its texts, with both sides. */
export function changedSearch(before: StoredSearch, after: Texts): Told {
  const sides = (["name", "description", "query"] as const).map((part) => side(part, before[part], after[part]));
  return {
    type: "query.changed",
    category: "configuration",
    target: targetOf({ type: "query", id: before.id }),
    change: { operation: "update", fields: sides },
    data: [erasable("name", after.name)],
  };
}

function side(name: string, before: string, after: string): Field {
  const field = { name, type: "text", mode: "erasable" } as const;
  const [old, now] = [legible(before, 4_000), legible(after, 4_000)];
  return old === now ? { ...field, changed: false, value: now } : { ...field, changed: true, before: old, after: now };
}
