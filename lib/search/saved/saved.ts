/** A saved search: what is asked for when one is saved or changed, what is stored of it, and how it is read back. */
import { type Principal, readName } from "../../access/index.ts";
import type { Sql, Transaction } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { isUuid } from "../../ledger/index.ts";
import { freeze, isRolling, type Mistake, parseQuery, printQuery, type Tree, type View } from "../language/index.ts";

/** As it comes from a page: nothing of it is trusted. */
export interface GivenSearch {
  name: string;
  description?: string;
  /** In the search's own language. */
  query: string;
  zone: string;
  view?: unknown;
  /** `frozen`: rolling times become what they mean now. */
  range?: "rolling" | "frozen";
  shared?: boolean;
  /** On the Home of whoever saves it. */
  pinned?: boolean;
  /** Alert whoever saves it, in Vouch. */
  alert?: boolean;
}

export interface StoredSearch {
  id: string;
  ledger: string;
  owner: string;
  name: string;
  description: string;
  query: string;
  zone: string;
  view: View;
  shared: boolean;
  removedAt: string | null;
}

export const longest = { name: 120, description: 500, query: 4_000 } as const;
export const mostSaved = 200;
const mostColumns = 30;

/** A text of several words with single blanks; line breaks stay. Throws `invalid` where it is too long. */
export function readDescription(given = ""): string {
  const text = given
    .slice(0, longest.description * 4)
    .normalize("NFC")
    .replace(/[^\S\n]+|[\p{Surrogate}]/gu, " ")
    .replace(/(?!\n)\p{Control}/gu, "")
    .trim();
  if (text.length > longest.description || given.length > longest.description * 4) {
    throw new Fault(
      "invalid",
      `Expected a description of at most ${longest.description} letters, got ${given.length}. Shorten it.`,
    );
  }
  return text;
}

/** The query as it is stored. Throws `invalid` for one that is too long, or has a part that cannot be understood. */
export function readQuery(given: string, zone: string, range: GivenSearch["range"], now: string): string {
  if (given.length > longest.query) {
    throw new Fault(
      "invalid",
      `Expected a search of at most ${longest.query.toLocaleString("en")} letters, got ${given.length.toLocaleString("en")}. Shorten it.`,
    );
  }
  const { tree, mistakes } = parseQuery(given);
  const [first] = mistakes;
  if (first) throw new Fault("invalid", `This cannot be searched for as it is written: ${first.sentence}`);
  return range === "frozen" ? printQuery(freeze(tree, zone, now)) : printQuery(tree);
}

/** An IANA name, as it was given. Throws `invalid` for what the platform does not know. */
export function readZoneName(given: string): string {
  try {
    if (given.length <= 64 && new Intl.DateTimeFormat("en", { timeZone: given })) return given;
  } catch {}
  throw new Fault("invalid", "Expected a time zone such as Europe/Berlin, got something else. Choose one again.");
}

/** What may shape a list; what is not understood is left out, since it changes nothing of what is found. */
export function readView(given: unknown): View {
  if (typeof given !== "object" || given === null) return {};
  const { columns, group } = given as Record<string, unknown>;
  const named = Array.isArray(columns)
    ? columns.filter((name): name is string => typeof name === "string" && /^[a-z][a-z-]{0,23}$/.test(name))
    : [];
  return {
    ...(named.length > 0 && { columns: named.slice(0, mostColumns) }),
    ...(group === "transaction" && { group }),
  };
}

export function readGiven(given: GivenSearch, now: string) {
  const zone = readZoneName(given.zone);
  return {
    name: readName(given.name),
    description: readDescription(given.description),
    query: readQuery(given.query, zone, given.range, now),
    zone,
    view: readView(given.view),
  };
}

/** What a stored text asks; one that somebody edited in the database, or that names what is gone, has mistakes and no more. */
export function understand(query: string): { tree: Tree; mistakes: Mistake[]; rolling: boolean } {
  const { tree, mistakes } = parseQuery(query.slice(0, longest.query + 1));
  return { tree, mistakes, rolling: isRolling(tree) };
}

/**
 * A search that this person may know of: their own, or a shared one. Another's private one is not there for them. Held until the
 * transaction ends. Throws `not-found`.
 */
export async function holdSearch(
  sql: Transaction,
  { person }: Principal,
  id: string,
  removed: "present" | "removed" = "present",
): Promise<StoredSearch> {
  if (!isUuid(id)) notThere();
  const [found] = await sql<StoredSearch[]>`
    select id, ledger, owner, name, description, query, zone, view, shared, removed_at as "removedAt" from app.queries
    where id = ${id} and (removed_at is not null) = ${removed === "removed"} and (owner = ${person.id} or shared)
    for update`;
  return found ?? notThere();
}

export async function findSearch(
  sql: Sql | Transaction,
  { person }: Principal,
  id: string,
): Promise<StoredSearch | undefined> {
  if (!isUuid(id)) return undefined;
  const [found] = await sql<StoredSearch[]>`
    select id, ledger, owner, name, description, query, zone, view, shared, removed_at as "removedAt" from app.queries
    where id = ${id} and removed_at is null and (owner = ${person.id} or shared)`;
  return found;
}

export function notThere(): never {
  throw new Fault(
    "not-found",
    "Expected a saved search that is there. It was removed, or is no longer shared. Load the list again.",
  );
}
