/** Which record, and which part of its history: as it stands in the address of its page. Pure. */
import { Fault, isInstant } from "../event/index.ts";
import { readCursor } from "./language/index.ts";
import type { Problem } from "./parameters.ts";

/** What names one record. */
export interface RecordKey {
  /** Id of the source. */
  source: string;
  /** Absent where the source has none, as over HTTP. */
  schema?: string;
  type: string;
  /** As entries carry it (docs/format.md §2.3). */
  id: string;
}

export interface RecordQuery {
  record: RecordKey;
  /** The record as it stood at this time: UTC, six decimals. */
  at?: string;
  /** The record as one version left it: the number of its entry. */
  version?: string;
  /** Two versions side by side, each by the number of its entry. */
  compare?: string;
  with?: string;
  /** The state without marks at what the version changed. */
  plain?: boolean;
  /** Where a page of the list begins: made by `cursorOf`. */
  cursor?: string;
  direction?: "older" | "newer";
}

/** A kind of record as it stands in an address. */
export function kindOf({ source, schema, type }: Pick<RecordKey, "source" | "schema" | "type">): string {
  return JSON.stringify(schema === undefined ? [source, type] : [source, schema, type]);
}

/** The type in it; nothing where somebody changed it. */
export function typeOfKind(kind: string): string {
  try {
    const parts: unknown = JSON.parse(kind);
    return Array.isArray(parts) ? String(parts.at(-1)) : "";
  } catch {
    return "";
  }
}

type Params = Record<string, string | string[] | undefined>;

const longest = 2_000;
const number = /^(0|[1-9]\d{0,17})$/;

/** Throws `not-found` where no record is named. What else is wrong is left out and said. */
export function parseRecordQuery(params: Params): { query: RecordQuery; problems: Problem[] } {
  const text = (name: string) => {
    const [value] = [params[name]].flat();
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const query: RecordQuery = { record: readKey(text) };
  const problems: Problem[] = [];
  for (const name of ["version", "compare", "with"] as const) {
    const value = text(name);
    if (value === undefined) continue;
    if (number.test(value)) query[name] = value;
    else problems.push({ field: name, sentence: "The link to this version is damaged, so the newest one is shown." });
  }
  const at = text("at");
  if (at !== undefined) {
    const time = wholeInstant(at.trim());
    if (time) query.at = time;
    else
      problems.push({
        field: "at",
        sentence: `Expected a day and a time such as 2026-06-12 09:00, got ${at.slice(0, 40)}. The newest version is shown.`,
      });
  }
  if (text("plain") === "yes") query.plain = true;
  const cursor = text("cursor");
  if (cursor && readCursor(cursor)) {
    query.cursor = cursor;
    query.direction = text("direction") === "newer" ? "newer" : "older";
  } else if (cursor)
    problems.push({ field: "cursor", sentence: "The link to this page is damaged, so the first page is shown." });
  return { query, problems };
}

function readKey(text: (name: string) => string | undefined): RecordKey {
  const [source, schema, type, id] = ["source", "schema", "type", "id"].map(text);
  const wrong = [source, schema, type, id].some(
    (part) => part && (part.length > longest || /\0/.test(part) || !part.isWellFormed()),
  );
  if (wrong || !type || !id || !source || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(source))
    throw new Fault(
      "not-found",
      "Expected the address of a record: its source, table and id. Look it up on the page Records.",
    );
  return { source, ...(schema !== undefined && { schema }), type, id };
}

/** A time that may leave out its seconds, as such an instant. */
function wholeInstant(text: string): string | undefined {
  const [, day, minute, second = "00", fraction = ""] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?Z$/.exec(text) ?? [];
  if (!day) return undefined;
  const time = `${day}T${minute}:${second}.${fraction.padEnd(6, "0")}Z`;
  const real = isInstant(time) && new Date(time).toISOString().slice(0, 19) === time.slice(0, 19);
  return real && time >= "1970" ? time : undefined;
}
