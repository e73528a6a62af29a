/**
 * What is searched: entries of half a year of a company, the same for the same numbers. People and tables are skewed, as they are;
 * now and then one statement changes thousands of rows, and some events come late.
 */
import { anEventId } from "../../lib/event/builders.ts";
import { type Event, type Field, instant, microseconds } from "../../lib/event/index.ts";
import { actorAt, chance, commonWord, rareWord, skewed, tables, word } from "./chance.ts";

/** Microseconds. */
const day = 86_400_000_000n;
const span = 180n * day;

/** Entries of which one statement is followed by its rows. */
const stretch = 65_536;
const bulkRows = 4_000;

export interface Told {
  event: Event;
  recordedAt: string;
}

const source = { id: "0190f7d2-6f1e-7000-8000-00000000d001", kind: "postgres", name: "harbor_billing" } as const;
const portal = { id: "0190f7d2-6f1e-7000-8000-00000000d002", kind: "http", name: "Portal" } as const;
export const sources = [source, portal];

/** The entry of number `n` of `count`, of which the last happens at `now`. */
export function entryAt(n: number, count: number, now: bigint): Told {
  const recorded = now - span + (span * BigInt(n)) / BigInt(count);
  const place = n % stretch;
  const rows = Math.min(bulkRows, count - (n - place) - 1);
  const late =
    place > bulkRows && chance(n, 1) < 0.005 ? BigInt(Math.floor(chance(n, 2) * 40 * 3_600)) * 1_000_000n : 0n;
  // all of a statement happens at once
  const occurred =
    place <= bulkRows ? now - span + (span * BigInt(n - place)) / BigInt(count) : recorded - 90_000n - late;
  const event = place <= rows ? bulk(n, place, rows) : single(n);
  return { event: { ...event, id: anEventId(n), occurredAt: instant(occurred) }, recordedAt: instant(recorded) };
}

type Unplaced = Omit<Event, "id" | "occurredAt">;

const origin = { channel: "automation", login: "batch_rw", application: "nightly", address: "10.2.0.40" } as const;

/** A statement, and after it each of its rows. */
function bulk(n: number, place: number, rows: number): Unplaced {
  const first = n - place;
  const id = anEventId(0x7000_0000 + first);
  const actor = { kind: "service", id: "nightly", name: "Nightly run", attribution: "verified" } as const;
  const shared = { type: "prices.updated", actor, source, origin, retention: "standard" };
  const correlation = { transaction: `${first}` };
  if (place === 0) {
    const statement = {
      id,
      text: "update prices set amount = amount * $1 where tariff = $2",
      tables: ["prices"],
      rows: `${rows}`,
    };
    return {
      ...shared,
      category: "statement",
      statement,
      correlation,
      target: { system: "harbor_billing", type: "prices" },
    };
  }
  const target = { system: "harbor_billing", schema: "public", type: "prices", id: `${place}` };
  const change = { operation: "update" as const, fields: [keyField(place), amountField(n)] };
  return { ...shared, category: "record", target, change, statement: { partOf: id }, correlation };
}

function single(n: number): Unplaced {
  const kind = chance(n, 3);
  if (kind < 0.1) return signIn(n);
  if (kind < 0.13) return agentDecision(n);
  if (kind < 0.15) return ownEntry(n);
  return recordChange(n);
}

function signIn(n: number): Unplaced {
  const failed = chance(n, 4) < 0.06;
  return {
    type: failed ? "user.login_failed" : "user.signed_in",
    category: "authentication",
    source: portal,
    actor: { kind: "human", ...actorAt(skewed(chance(n, 5), 156)), attribution: "verified" },
    origin: { channel: "ui", address: `10.1.${n % 40}.${n % 200}` },
    target: { type: "session", id: `s-${n}` },
    decision: { outcome: failed ? "denied" : "allowed" },
    correlation: { session: `s-${n}` },
    retention: "standard",
  };
}

function agentDecision(n: number): Unplaced {
  const reasoning = `The claim of ${word(chance(n, 6))} ${word(chance(n, 7))} matches tariff ${word(chance(n, 8))}`;
  return {
    type: "claim.assessed",
    category: "agent_decision",
    source: portal,
    actor: {
      kind: "agent",
      id: "triage-agent",
      name: "Triage agent",
      attribution: "claimed",
      onBehalfOf: { ...actorAt(n % 20), attribution: "claimed" },
    },
    target: { type: "claims", id: `${n % 50_000}` },
    agent: { model: "assessor-2", reasoning },
    decision: { outcome: chance(n, 9) < 0.1 ? "denied" : "approved" },
    retention: "standard",
  };
}

function ownEntry(n: number): Unplaced {
  return {
    type: "events.searched",
    category: "sensitive_read",
    source: { id: "00000000-0000-7000-8000-000000000001", kind: "vouch", name: "Vouch" },
    actor: { kind: "human", ...actorAt(n % 9), attribution: "verified" },
    retention: "standard",
    data: [{ name: "query", type: "text", mode: "keep", value: `actor:${actorAt(n % 50).id}` }],
  };
}

/** Records of a table. */
export const recordsOf = 200_000;

function recordChange(n: number): Unplaced {
  const table = tables[skewed(chance(n, 10), tables.length)] ?? "";
  const id = skewed(chance(n, 11), recordsOf);
  const operation = chance(n, 12) < 0.2 ? "insert" : chance(n, 12) < 0.23 ? "delete" : "update";
  const verbs = { insert: "created", update: "updated", delete: "deleted" };
  const person = chance(n, 13) < 0.7;
  const ticket = chance(n, 14) < 0.3 ? { ticket: `HCP-${1_000 + Math.floor(n / 900)}` } : {};
  return {
    type: `${table}.${verbs[operation]}`,
    category: "record",
    source,
    actor: person
      ? { kind: "human", ...actorAt(skewed(chance(n, 15), 156)), attribution: "claimed" }
      : { kind: "service", id: "payments-api", name: "Payments API", attribution: "verified" },
    origin: { channel: person ? "ui" : "api", login: "app_rw", application: "portal", address: `10.0.0.${n % 30}` },
    target: { system: "harbor_billing", schema: "public", type: table, id: `${id}` },
    change: { operation, fields: fieldsOf(n, id, operation) },
    correlation: { transaction: `${n}`, ...ticket },
    retention: "standard",
  };
}

type Sides = "insert" | "update" | "delete";

function fieldsOf(n: number, id: number, operation: Sides): Field[] {
  const note = `${word(chance(n, 16))} ${word(chance(n, 17))} ${chance(n, 18) < 0.12 ? commonWord : word(chance(n, 19))}`;
  const rare = n % 400_009 === 400_000 ? ` ${rareWord}` : "";
  // one in ten has a value that may have to be erased
  const mode = chance(n, 20) < 0.1 ? "erasable" : "keep";
  const all: Field[] = [
    keyField(id),
    amountField(n),
    {
      name: "tier",
      type: "text",
      mode: "keep",
      changed: true,
      before: "basic",
      after: n % 3 === 0 ? "gold" : "silver",
    },
    { name: "note", type: "text", mode, changed: true, before: word(chance(n, 21)), after: `${note}${rare}` },
    { name: "iban", type: "text", mode: "conceal", changed: false, value: `DE${n}` },
  ];
  const chosen =
    operation === "update" && n % 2 === 0
      ? all.slice(0, 2)
      : operation === "insert"
        ? all.slice(0, 4)
        : all.slice(0, 4);
  return operation === "update" ? chosen : chosen.map((field) => onOneSide(field, operation));
}

function onOneSide({ name, type, mode, before, after, value }: Field, operation: "insert" | "delete"): Field {
  const said = (operation === "insert" ? after : before) ?? value ?? null;
  return operation === "insert" ? { name, type, mode, after: said } : { name, type, mode, before: said };
}

function keyField(id: number): Field {
  return { name: "id", type: "bigint", mode: "keep", changed: false, value: `${id}` };
}

function amountField(n: number): Field {
  const cents = (share: number) => (share ** 2 * 20_000).toFixed(2);
  return {
    name: "amount",
    type: "numeric(12,2)",
    mode: "keep",
    changed: true,
    before: cents(chance(n, 22)),
    after: cents(chance(n, 23)),
  };
}

export function endOf(now: string): bigint {
  return microseconds(now);
}
