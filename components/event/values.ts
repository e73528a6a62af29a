/** What the search can be narrowed to from an entry: by whom, which record, which field, which ticket. Pure. */
import { actorName, capitalised, fieldLabel, keyText, outcomeOf, recordName, type SeenEntry, words } from "@/lib/event";
import type { Value } from "./columns";

/** Fields of a change that are offered; the entry has them all. */
const mostFields = 5;

export function valuesOf(entry: SeenEntry): Value[] {
  const { event, names } = entry;
  const { actor, target, correlation, source, decision } = event;
  if (event.type === "entry.unreadable") return [];
  const values: (Value | false | undefined)[] = [
    (actor.kind !== "unknown" || actor.attribution === "verified") && {
      field: "actor",
      value: actor.id,
      says: actor.kind === "unknown" ? actor.id : actorName(event),
    },
    actor.onBehalfOf && {
      field: "behalf",
      value: actor.onBehalfOf.id,
      says: actor.onBehalfOf.name ?? actor.onBehalfOf.id,
    },
    { field: "action", value: actionOf(event.type), says: words(actionOf(event.type)) },
    target && { field: "record", value: target.type, says: capitalised(words(target.type)) },
    target?.id !== undefined && {
      field: "id",
      value: target.id,
      says: names?.record ?? (source.kind === "vouch" ? keyText(target.id) : recordName(target)),
    },
    ...changedFields(entry)
      .slice(0, mostFields)
      .map((field): Value => ({ field: "field", value: field, says: fieldLabel(field, names) })),
    correlation?.ticket !== undefined && { field: "ticket", value: correlation.ticket, says: correlation.ticket },
    correlation?.transaction !== undefined && {
      field: "transaction",
      value: correlation.transaction,
      says: correlation.transaction,
    },
    decision !== undefined && {
      field: "decision",
      value: decision.outcome,
      says: { done: "allowed", refused: "denied", failed: "failed" }[outcomeOf(event)],
    },
    { field: "source", value: source.name, says: source.name },
  ];
  return values.filter((value): value is Value => Boolean(value));
}

function actionOf(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1);
}

/** Names of the fields that an update changed. */
export function changedFields({ event: { change } }: SeenEntry): string[] {
  if (change?.operation !== "update") return [];
  return change.fields.filter(({ changed }) => changed).map(({ name }) => name);
}
