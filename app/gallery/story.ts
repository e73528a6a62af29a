/** What the gallery shows, made of the builders of the tests: a handful of entries in every state. */
import type { Event, Field, ProofState, Seen, SeenEntry, SeenField, Value } from "@/lib/event";
import { aLedger, anEvent, anEventId, anUpdate, aTime } from "@/lib/event/builders.ts";

/** The moment at which the gallery is looked at. */
export const now = new Date("2026-11-20T14:32:00Z");

const fields: Field[] = [
  { name: "id", type: "bigint", mode: "keep", changed: false, value: "10482" },
  { name: "plan", type: "text", mode: "erasable", changed: true, before: "Gold", after: "Basic" },
  { name: "credit_limit", type: "numeric(12,2)", mode: "keep", changed: true, before: "5000.00", after: "50000.00" },
  {
    name: "note",
    type: "text",
    mode: "erasable",
    changed: true,
    before: "Contact front desk first",
    after: "Contact Dana Lee first",
  },
  { name: "next_review", type: "date", mode: "keep", changed: true, before: null, after: "2026-09-30" },
  { name: "nickname", type: "text", mode: "erasable", changed: true, before: "Ortho", after: "" },
  { name: "active", type: "boolean", mode: "keep", changed: true, before: true, after: false },
  { name: "bank_account", type: "text", mode: "conceal", changed: true, before: "x", after: "y" },
  { name: "api_token", type: "text", mode: "omit", changed: true },
  { name: "city", type: "text", mode: "erasable", changed: false, value: "Hamburg" },
];

const agent: Event["actor"] = {
  kind: "agent",
  id: "collections",
  name: "Collections agent",
  attribution: "claimed",
  onBehalfOf: { kind: "human", id: "dana.lee@harbor.example", name: "Dana Lee", attribution: "claimed" },
};

export const change = anUpdate(
  { table: "customers", id: "10482", fields },
  { actor: agent, correlation: { ticket: "HCP-2231" } },
);

const events: [Event, ProofState][] = [
  [change, "waiting"],
  [
    anUpdate({ table: "customers", id: "10482", fields: fields.slice(0, 3) }, { correlation: { ticket: "HCP-2229" } }),
    "signed",
  ],
  [
    anUpdate(
      { table: "customers", fields: [] },
      {
        change: undefined,
        actor: { kind: "agent", id: "hygiene", name: "Data hygiene agent", attribution: "verified" },
        decision: { outcome: "denied", rule: "no more than 100 rows per statement" },
        statement: { id: anEventId(90), text: "update customers set status = ?", tables: ["customers"], rows: "3912" },
      },
    ),
    "anchored",
  ],
  [
    anUpdate(
      { table: "price_list", fields: [] },
      {
        change: undefined,
        type: "price_list.created",
        actor: { kind: "service", id: "import", name: "Price list import", attribution: "verified" },
        decision: { outcome: "approved", approvers: [{ id: "i.solberg", name: "I. Solberg", at: aTime() }] },
        statement: { id: anEventId(91), text: "insert into price_list", tables: ["price_list"], rows: "20000" },
      },
    ),
    "anchored",
  ],
  [
    anUpdate(
      { table: "customers", id: "7", fields: fields.slice(0, 2) },
      { actor: { kind: "unknown", id: "report_ro", attribution: "none" } },
    ),
    "tampered",
  ],
  [anEvent({ type: "user.login_failed" }), "anchored"],
];

/** Newest first, two days. */
export const entries: SeenEntry[] = events.map(([event, state], at) =>
  entryOf({ ...event, id: anEventId(at), occurredAt: aTime(26_000 - at * 9_000, 214_906) }, state, 1_204_331 - at),
);

export function entryOf(event: Event, state: ProofState, index = 1_204_331): SeenEntry {
  const { change: changed, correlation, statement, agent: _agent, data: _data, ...rest } = event;
  const { exact: _exact, error: _error, ...ran } = statement ?? {};
  return {
    ledger: aLedger,
    index: String(index),
    recordedAt: event.occurredAt.replace("214906", "246117"),
    event: {
      ...rest,
      ...(changed && { change: { operation: changed.operation, fields: changed.fields.map(seenField) } }),
      ...(correlation?.ticket && { correlation: { ticket: correlation.ticket } }),
      ...(statement && { statement: ran }),
    },
    proof: { state, checkpointSize: "1204340", signedAt: aTime(27_000), checkedAt: aTime(27_060) },
  };
}

function seenField({ before, after, value, ...field }: Field): SeenField {
  const see = (side: Value | undefined): Seen =>
    field.mode === "omit"
      ? { state: "omitted" }
      : field.mode === "conceal"
        ? { state: "hidden" }
        : { state: "shown", value: side ?? null };
  const { changed } = field;
  return changed ? { ...field, before: see(before), after: see(after) } : { ...field, value: see(value) };
}
