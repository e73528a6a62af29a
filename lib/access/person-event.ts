/** What is done to an account, as events: whom it is about stands among the data, erasable, since ids say nothing to a reader. */
import type { Category, Field } from "../event/index.ts";
import type { OwnEvent } from "../ledger/index.ts";
import { daysOf } from "./period.ts";
import type { Person } from "./principal.ts";
import type { Scope } from "./scope.ts";
import { erasable, legible, targetOf } from "./trace.ts";

type Told = Omit<OwnEvent, "actor" | "origin" | "correlation">;

export function personEvent(
  type: string,
  category: Category,
  { id, name, email }: Pick<Person, "id" | "name" | "email">,
  { data = [], changes = [] }: { data?: Field[]; changes?: Field[] } = {},
): Told {
  return {
    type,
    category,
    target: targetOf({ type: "person", id }),
    ...(changes.length > 0 && { change: { operation: "update", fields: changes } }),
    data: [erasable("name", name), erasable("email", email), ...data],
  };
}

/** A field with both sides; a word of ours, so it stays in the leaf. */
export function changed(name: string, before: string | null, after: string | null, type = "text"): Field {
  const field = { name, type, mode: "keep" } as const;
  return before === after ? { ...field, changed: false, value: after } : { ...field, changed: true, before, after };
}

/** What a scope says, one word of it a field: for entries. `names`: of the sources, by id. */
export function scopeWords(
  scope: Scope,
  names: Map<string, string>,
): { first_day: string | null; last_day: string | null; sources: string } {
  const { from = null, to = null } = daysOf(scope);
  const sources = scope.sources?.map((id) => names.get(id) ?? "a source that is gone").join(", ");
  return { first_day: from, last_day: to, sources: legible(sources ?? "every source", 4_000) };
}

/** The fields of a scope that was given or changed. */
export function scopeChanges(before: Scope, after: Scope, names: Map<string, string>): Field[] {
  const [old, now] = [scopeWords(before, names), scopeWords(after, names)];
  return [
    changed("first_day", old.first_day, now.first_day, "date"),
    changed("last_day", old.last_day, now.last_day, "date"),
    changed("sources", old.sources, now.sources),
  ];
}
