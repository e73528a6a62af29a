/** An API key and the system it belongs to: what is asked for when one is made, and what is stored of it. Pure. */
import { createHash } from "node:crypto";
import { type Category, Fault } from "../event/index.ts";
import type { GivenIdentity, Identity } from "./identity.ts";
import { readName } from "./people.ts";

/** What may come in over HTTP; the other categories are what Vouch alone says of itself. */
export const reportable = [
  "authentication",
  "permission",
  "sensitive_read",
  "agent_decision",
  "statement",
  "record",
  "export",
  "approval",
] as const satisfies Category[];

/** `app.sources.settings` of an HTTP source. */
export interface HttpSettings {
  /** Types of records whose reads are recorded; `*`: every type. */
  flagged: string[];
  /** Events a second, and how many may come at once. */
  rate?: { sustained: number; burst: number };
}

/** A system that reports over HTTP, with its keys, the newest first. */
export interface KeyedSystem {
  id: string;
  name: string;
  flagged: string[];
  paused: boolean;
  keys: ApiKey[];
}

export interface ApiKey {
  id: string;
  source: string;
  name: string;
  identity: Pick<Identity, "actor" | "kind" | "name">;
  categories: Category[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  state: "works" | "expired" | "revoked";
}

export interface KeyWish {
  /** A system that reports already, or a new one. */
  system: { id: string } | { name: string; flagged: string[] };
  identity: { id: string } | GivenIdentity;
  name: string;
  categories: string[];
  /** Days until it ends by itself; without, it does not. */
  days?: number;
}

/** The only time that the secret is seen. */
export interface MadeKey {
  id: string;
  secret: string;
  system: string;
  categories: Category[];
  expiresAt: string | null;
}

const longestDays = 3_650;
const mostTypes = 200;
const longestType = 200;

/** What is stored of a secret, and looked for when it is shown. It has 256 random bits, so a plain hash tells nothing. */
export function keyHash(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/** A wish whose parts are checked, but for what only the database knows. Throws `invalid`. */
export function readWish({ system, name, categories, days }: KeyWish) {
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= longestDays)) {
    throw new Fault("invalid", `Expected a key to last 1 to ${longestDays} days, or for ever. Choose how long.`);
  }
  return {
    system: "id" in system ? system : readSystem(system),
    name: readName(name),
    categories: readCategories(categories),
    days,
  };
}

function readCategories(given: string[]): Category[] {
  const chosen = reportable.filter((category) => given.includes(category));
  if (chosen.length === 0 || chosen.length !== new Set(given).size) {
    throw new Fault(
      "invalid",
      "Expected at least one kind of event that the key may report. Choose what the system sends.",
    );
  }
  return chosen;
}

function readSystem({ name, flagged }: { name: string; flagged: string[] }): { name: string; flagged: string[] } {
  const types = [...new Set(flagged.map((type) => type.trim()).filter(Boolean))];
  if (types.length > mostTypes || types.some((type) => type.length > longestType)) {
    throw new Fault(
      "invalid",
      `Expected at most ${mostTypes} types of records of at most ${longestType} letters each. Shorten the list.`,
    );
  }
  return { name: readName(name), flagged: types };
}
