/** An export as it is stored: what was asked for, how far it is, and what came of it. */
import { type Person, type Principal, readScope, type Scope } from "../../access/index.ts";
import type { Sql, Transaction } from "../../database/index.ts";
import { Fault, instant, microseconds } from "../../event/index.ts";
import type { Fragment } from "../find/index.ts";
import type { Certificate } from "./certificate.ts";

export const exportFormats = ["csv", "leaves"] as const;
export type ExportFormat = (typeof exportFormats)[number];
export type ExportState = "waiting" | "running" | "done" | "cancelled" | "failed";

/** Days that the file of an export is kept; the certificate stays. */
export const daysKept = 30;

export interface AskedExport {
  /** UUID; names the files. */
  id: string;
  /** What people call it by. */
  number: number;
  ledger: string;
  person: Person;
  /** The account of whoever asked is no longer active. */
  deactivated: boolean;
  /** What that person may see now; nothing where it cannot be read. */
  scopeNow?: Scope;
  /** What the person might see when asking. */
  scope: Scope;
  query: string;
  zone: string;
  format: ExportFormat;
  /** Entries below this number belong to the population. */
  upTo: bigint;
  state: ExportState;
  askedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  aliveAt: string | null;
  expected: bigint | null;
  written: bigint;
  certificate: Certificate | null;
  keptUntil: string | null;
  trouble: string | null;
}

type Stored = Omit<AskedExport, "person" | "scope" | "scopeNow"> &
  Record<"scope" | "scopeNow", unknown> & { personId: string } & Omit<Person, "id">;

/** Exports that `which` chooses of `app.exports x`, the newest first. */
export async function findExports(sql: Sql | Transaction, which: Fragment, most: number): Promise<AskedExport[]> {
  const rows = await sql<Stored[]>`
    select x.id, x.number, x.ledger, p.id as "personId", p.email, p.name, p.role, p.deactivated_at is not null as deactivated,
      p.scope as "scopeNow", x.scope, x.query, x.zone, x.format, x.up_to as "upTo", x.state, x.asked_at as "askedAt",
      x.started_at as "startedAt", x.ended_at as "endedAt", x.alive_at as "aliveAt", x.expected, x.written, x.certificate,
      x.kept_until as "keptUntil", x.trouble
    from app.exports x join app.people p on p.id = x.person
    where ${which}
    order by x.number desc limit ${most}`;
  return rows.map(({ personId, email, name, role, scope, scopeNow, ...rest }) => ({
    ...rest,
    person: { id: personId, email, name, role },
    scope: readScope(scope),
    scopeNow: legible(scopeNow),
  }));
}

function legible(scope: unknown): Scope | undefined {
  try {
    return readScope(scope);
  } catch {
    return undefined;
  }
}

/** What stands in an address, where it may be the number of an export. Throws `not-found`. */
export function exportNumber(text: string): string {
  if (/^[1-9]\d{0,8}$/.test(text)) return text;
  throw new Fault("not-found", `Expected the number of an export, got ${text.slice(0, 20)}.`);
}

/** Throws `not-found`. */
export async function getExport(sql: Sql | Transaction, number: string): Promise<AskedExport> {
  const [found] = await findExports(sql, sql`x.number = ${Number(exportNumber(number))}`, 1);
  if (!found) throw new Fault("not-found", `Expected the number of an export, but there is no export ${number}.`);
  return found;
}

/** Whether everything that `wanted` lets through, `has` lets through too. */
export function covers(has: Scope, wanted: Scope): boolean {
  if (has.from !== undefined && (wanted.from === undefined || wanted.from < has.from)) return false;
  if (has.to !== undefined && (wanted.to === undefined || wanted.to > has.to)) return false;
  const { sources } = has;
  return sources === undefined || (wanted.sources?.every((id) => sources.includes(id)) ?? false);
}

/**
 * Whether this person may see that there is such an export: their own; an administrator and a compliance officer see
 * everybody's, as far as their own scope reaches.
 */
export function maySee({ person, scope }: Principal, asked: AskedExport): boolean {
  if (asked.person.id === person.id) return true;
  return (person.role === "administrator" || person.role === "compliance") && covers(scope, asked.scope);
}

const day = 86_400_000_000n;

/** So many days after an instant. */
export function later(now: string, days: number): string {
  return instant(microseconds(now) + BigInt(days) * day);
}
