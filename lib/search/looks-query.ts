/** Whose looking is asked for, or looking at what: as it stands in the address of the page "who looked". Pure. */
import { type Problem, parseEventQuery } from "./query.ts";

export interface LookQuery {
  /** E-mail of a person who uses Vouch: what did they look at? */
  person?: string;
  /** A record, by its type and its id as entries carry it: who looked at it? */
  type?: string;
  id?: string;
  /** Days in UTC, both inclusive. */
  from?: string;
  to?: string;
  /** Where a page begins: made by `cursorOf`. */
  cursor?: string;
}

/** Reads an address. What is wrong is left out and said. */
export function parseLookQuery(params: Record<string, string | string[] | undefined>): {
  query: LookQuery;
  problems: Problem[];
} {
  const { person, type, id, from, to, cursor } = params;
  const parsed = parseEventQuery({ actor: person, recordType: type, recordId: id, from, to, cursor });
  const names: Record<string, keyof LookQuery> = { actor: "person", recordType: "type", recordId: "id" };
  const problems = parsed.problems.map(({ field, sentence }) => ({ field: names[field] ?? field, sentence }));
  const { actor, recordType, recordId, ...rest } = parsed.query;
  const query: LookQuery = {
    ...(actor && { person: actor.toLowerCase() }),
    ...(recordType && recordId && { type: recordType, id: recordId }),
    ...(rest.from && { from: rest.from }),
    ...(rest.to && { to: rest.to }),
    ...(rest.cursor && { cursor: rest.cursor }),
  };
  if (Boolean(recordType) !== Boolean(recordId) && !problems.some(({ field }) => field === "type" || field === "id"))
    problems.push({
      field: recordType ? "id" : "type",
      sentence: "A record is named by its kind and its id. Add the other of the two.",
    });
  if (query.person && query.id) {
    problems.push({ field: "person", sentence: "Ask for a person or for a record. The record is shown." });
    delete query.person;
  }
  return { query, problems };
}
