/** Whose looking is asked for, or looking at what: as it stands in the address of the page "who looked". Pure. */
import { readCursor } from "./language/index.ts";
import { type Params, type Problem, readDay, readText } from "./parameters.ts";

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
export function parseLookQuery(params: Params): { query: LookQuery; problems: Problem[] } {
  const problems: Problem[] = [];
  const [person, type, id] = ["person", "type", "id"].map((field) => readText(params, field, problems));
  const { from, to } = readPeriod(params, problems);
  const cursor = readText(params, "cursor", problems);
  const damaged = cursor !== undefined && readCursor(cursor) === undefined;
  if (damaged)
    problems.push({
      field: "cursor",
      sentence: "The link to this page of results is damaged, so the first page is shown.",
    });
  const query: LookQuery = {
    ...(person && { person: person.toLowerCase() }),
    ...(type && id && { type, id }),
    ...(from && { from }),
    ...(to && { to }),
    ...(cursor && !damaged && { cursor }),
  };
  if (Boolean(type) !== Boolean(id) && !problems.some(({ field }) => field === "type" || field === "id"))
    problems.push({
      field: type ? "id" : "type",
      sentence: "A record is named by its kind and its id. Add the other of the two.",
    });
  if (query.person && query.id) {
    problems.push({ field: "person", sentence: "Ask for a person or for a record. The record is shown." });
    delete query.person;
  }
  return { query, problems };
}

function readPeriod(params: Params, problems: Problem[]): { from?: string; to?: string } {
  const [from, to] = ["from", "to"].map((field) => readDay(params, field, problems));
  if (!from || !to || from <= to) return { from, to };
  const sentence = `The last day, ${to}, is before the first, ${from}. Both are left out; correct one of them.`;
  problems.push({ field: "to", sentence });
  return {};
}
