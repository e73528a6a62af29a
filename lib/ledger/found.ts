/**
 * What of an entry may be found, taken from its leaf and the values beside it: the event as a source reported it, without whatever
 * was concealed, hashed, left out or erased. Of such an event the same terms follow as followed when it was appended.
 */
import type { Event, Field, Seen, SeenField, Value } from "../event/index.ts";
import { type Disclosure, type Leaf, seeEvent } from "../integrity/index.ts";

/** `disclosures` by path, as `Entry` has them. Throws `conflict` where one is not what the leaf binds. */
export function foundEvent(leaf: Leaf, disclosures: ReadonlyMap<string, Disclosure>): Event {
  const { change, statement, correlation, agent, data, ...rest } = seeEvent(leaf, disclosures);
  const event: Event = rest;
  if (change) event.change = { ...change, fields: change.fields.map(fieldOf) };
  if (statement) event.statement = { ...statement, exact: textOf(statement.exact), error: textOf(statement.error) };
  if (correlation) event.correlation = { ...correlation, reason: textOf(correlation.reason) };
  if (agent) event.agent = { ...agent, reasoning: textOf(agent.reasoning) };
  if (data) event.data = data.map(fieldOf);
  return event;
}

function fieldOf({ before, after, value, ...field }: SeenField): Field {
  return { ...field, before: shownValue(before), after: shownValue(after), value: shownValue(value) };
}

function shownValue(seen: Seen | undefined): Value | undefined {
  return seen?.state === "shown" ? seen.value : undefined;
}

function textOf(seen: Seen | undefined): string | undefined {
  const value = shownValue(seen);
  return typeof value === "string" ? value : undefined;
}
