/**
 * The vocabulary of Vouch: what a source reports. Pure; shared by the browser, the verifier and the server.
 * The members are those of docs/format.md §2. Here every value is still raw: the ledger turns what may have to be
 * erased into bindings when it makes the leaf.
 */

export const categories = [
  "record",
  "authentication",
  "permission",
  "sensitive_read",
  "statement",
  "approval",
  "agent_decision",
  "export",
  "review",
  "retention",
  "integrity",
  "coverage",
  "configuration",
] as const;
export type Category = (typeof categories)[number];

export const actorKinds = ["human", "service", "agent", "unknown"] as const;
export type ActorKind = (typeof actorKinds)[number];

/** `verified`: Vouch or the database authenticated it; `claimed`: somebody said so. A claim is never dressed as a fact. */
export const attributions = ["verified", "claimed", "none"] as const;
export type Attribution = (typeof attributions)[number];

export const channels = ["ui", "api", "automation", "agent", "migration", "direct_sql"] as const;
export type Channel = (typeof channels)[number];

export const operations = ["insert", "update", "delete", "truncate"] as const;
export type Operation = (typeof operations)[number];

/** What becomes of a field's values: in the leaf, beside it, beside it and hidden, keyed hash, or nothing but "changed". */
export const modes = ["keep", "erasable", "conceal", "hash", "omit"] as const;
export type Mode = (typeof modes)[number];

export const sourceKinds = ["postgres", "gateway", "mongodb", "http", "vouch"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** A value never is a JSON number: integers and decimals are their exact text (docs/format.md §2.2). */
export type Value = string | boolean | null | Member[];
export interface Member {
  name?: string;
  type: string;
  value: Value;
}

/** One field of a change or of free data. Which sides exist is said in docs/format.md §2.1. */
export interface Field {
  name: string;
  type: string;
  /** The type of `before` where an update changed the type too, as a field of a document may. */
  typeBefore?: string;
  mode: Mode;
  changed?: boolean;
  before?: Value;
  after?: Value;
  value?: Value;
}

export interface Source {
  id: string;
  kind: SourceKind;
  name: string;
  position?: string;
}

export interface Principal {
  kind?: ActorKind;
  id: string;
  name?: string;
  attribution: Attribution;
}

export interface Actor extends Principal {
  kind: ActorKind;
  onBehalfOf?: Principal;
}

export interface Origin {
  channel?: Channel;
  login?: string;
  role?: string;
  application?: string;
  address?: string;
  userAgent?: string;
  server?: string;
}

export interface Target {
  system?: string;
  schema?: string;
  type: string;
  id?: string;
}

export interface Change {
  operation: Operation;
  fields: Field[];
}

/**
 * `text` has its literals replaced; `exact` is the text as it was sent and stands beside the leaf: erasable, or concealed
 * where `exactMode` says so. `omit`: it was left out, since it may hold values that are not to be recorded.
 */
export interface Statement {
  id?: string;
  text?: string;
  exact?: string;
  exactMode?: "conceal" | "omit";
  tables?: string[];
  rows?: string;
  duration?: string;
  error?: string;
  partOf?: string;
}

export interface Decision {
  outcome: "allowed" | "denied" | "approved";
  rule?: string;
  policy?: string;
  request?: string;
  approvers?: { id: string; name?: string; at: string; reason?: string }[];
}

export interface AgentContext {
  model?: string;
  run?: string;
  prompt?: string;
  reasoning?: string;
}

export interface Correlation {
  transaction?: string;
  session?: string;
  request?: string;
  ticket?: string;
  reason?: string;
}

export interface Event {
  id: string;
  type: string;
  category: Category;
  /** The source's clock: UTC, six decimals, `2026-11-20T07:03:25.123456Z`. */
  occurredAt: string;
  source: Source;
  actor: Actor;
  origin?: Origin;
  target?: Target;
  change?: Change;
  statement?: Statement;
  decision?: Decision;
  agent?: AgentContext;
  correlation?: Correlation;
  /** Id of the retention class. */
  retention: string;
  data?: Field[];
}
