/** A named identity: who a job, a script, a service, an agent or a person is; reading what an administrator gave; its events. Pure. */
import { Fault, type Field, type Member, namesNobody } from "../event/index.ts";
import type { OwnEvent } from "../ledger/index.ts";
import { readName } from "./people.ts";
import { targetOf } from "./trace.ts";

export const identityKinds = ["human", "service", "agent"] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** Exact texts. An empty list of sources means every source. */
export interface Matches {
  /** Database logins: what they did is verified, since the database authenticated them. */
  login: string[];
  /** Application names (`application_name`): anybody may set one, so what they did is claimed. */
  application: string[];
  /** Ids of the sources in which the logins and application names are meant. */
  source: string[];
}

export interface Identity {
  id: string;
  /** What entries carry as the actor's id: `nightly-billing`. Never changes. */
  actor: string;
  kind: IdentityKind;
  name: string;
  matches: Matches;
  note: string;
  createdAt: string;
}

export interface GivenIdentity {
  actor: string;
  kind: string;
  name: string;
  matches?: Partial<Matches>;
  note?: string;
}

const longestActor = 120;
const longestNote = 500;
/** Bytes of a PostgreSQL name, and of what it keeps of an application name. */
const longestMatch = 63;
const mostMatches = 20;

/** Throws `invalid` for what no entry could carry, and for what would name nobody. */
export function readActor(given: string): string {
  const actor = given.trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._@+:/-]*$/.test(actor) || actor.length > longestActor) {
    throw new Fault(
      "invalid",
      `Expected an id of at most ${longestActor} letters, digits and . _ - @ + : / without blanks, such as nightly-billing. Correct it.`,
    );
  }
  if (namesNobody(actor)) {
    throw new Fault(
      "invalid",
      `The id ${actor} would name nobody. Say which job, script or service it is: nightly-billing.`,
    );
  }
  return actor;
}

/** Everything but the id, checked and in its normal form. Throws `invalid`. */
export function readGiven({ kind, name, matches = {}, note = "" }: Omit<GivenIdentity, "actor">) {
  if (!identityKinds.includes(kind as IdentityKind)) {
    throw new Fault(
      "invalid",
      `Expected one of ${identityKinds.join(", ")} as what it is, got something else. Choose one.`,
    );
  }
  const said = note
    .normalize("NFC")
    .replace(/[\p{Control}\p{Surrogate}]+/gu, " ")
    .trim();
  if (said.length > longestNote) {
    throw new Fault("invalid", `Expected a note of at most ${longestNote} letters, got ${said.length}. Shorten it.`);
  }
  const read = {
    login: readMatches(matches.login, "login"),
    application: readMatches(matches.application, "application name"),
    source: readMatches(matches.source, "source"),
  };
  return { kind: kind as IdentityKind, name: readName(name), matches: read, note: said };
}

/** Each text once, without blanks round it. */
function readMatches(given: readonly string[] = [], what: string): string[] {
  const texts = [...new Set(given.map((text) => text.trim()).filter(Boolean))];
  if (texts.length > mostMatches) {
    throw new Fault(
      "invalid",
      `Expected at most ${mostMatches} ${what}s, got ${texts.length}. Make another identity for the rest.`,
    );
  }
  for (const text of texts) {
    if (Buffer.byteLength(text) > longestMatch || /[\p{Control}\p{Surrogate}]/u.test(text)) {
      throw new Fault(
        "invalid",
        `Expected a ${what} of at most ${longestMatch} bytes without line breaks, as PostgreSQL keeps it. Correct it.`,
      );
    }
    if (what === "application name" && /[^ -~]/.test(text)) {
      throw new Fault(
        "invalid",
        `PostgreSQL replaces letters such as ä in application names, so ${text} would never match. Use plain letters.`,
      );
    }
  }
  return texts;
}

const operations = { created: "insert", changed: "update", removed: "delete" } as const;

/** What a change of an identity is in the ledger. */
export function identityEvent(
  verb: keyof typeof operations,
  before: Identity | undefined,
  after: Identity | undefined,
): Omit<OwnEvent, "actor" | "origin" | "correlation"> {
  const sides = { before, after };
  return {
    type: `identity.${verb}`,
    category: "configuration",
    target: targetOf({ type: "identity", id: (after ?? before)?.actor }),
    change: {
      operation: operations[verb],
      fields: [
        field("kind", sides, ({ kind }) => kind),
        field("name", sides, ({ name }) => name),
        field("logins", sides, ({ matches }) => members(matches.login)),
        field("application_names", sides, ({ matches }) => members(matches.application)),
        field("sources", sides, ({ matches }) => members(matches.source)),
        field("note", sides, ({ note }) => note),
      ],
    },
  };
}

const members = (texts: string[]): Member[] => texts.map((value) => ({ type: "text", value }));

/** All of it stands in entries anyway, but for the note, which may say something about a person. */
function field(
  name: string,
  { before, after }: { before: Identity | undefined; after: Identity | undefined },
  of: (identity: Identity) => string | Member[],
): Field {
  const [old, now] = [before && of(before), after && of(after)];
  const mode = name === "note" ? "erasable" : "keep";
  const type = Array.isArray(now ?? old) ? "array" : "text";
  if (!before) return { name, type, mode, after: now };
  if (!after) return { name, type, mode, before: old };
  if (JSON.stringify(old) === JSON.stringify(now)) return { name, type, mode, changed: false, value: now };
  return { name, type, mode, changed: true, before: old, after: now };
}
