/** What Vouch itself keeps about people, their sessions and the sources; ordinary tables, each change of which is an event. */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";

export const app = pgSchema("app");

export const roles = ["administrator", "compliance", "auditor", "approver", "engineer"] as const;

export const people = app.table(
  "people",
  {
    id: uuid().primaryKey(),
    /** Lower case. */
    email: text().notNull().unique(),
    name: text().notNull(),
    role: text({ enum: roles }).notNull(),
    /** argon2id, PHC string; null where somebody was invited and has not come yet, or signs in with a provider alone. */
    password: text(),
    /** The secret of the second factor (RFC 6238), sealed under the home's master key, and since when it counts. */
    totp: bytea(),
    totpSince: instant("totp_since"),
    /** The time step of the last code that was accepted: none is accepted twice. */
    totpStep: bigint("totp_step", { mode: "bigint" }),
    /** Issuer and subject of the provider's account: "https://issuer subject". */
    oidc: text().unique(),
    /** What a person set for their own pages: lib/access/account.ts. */
    preferences: jsonb().notNull().default(sql`'{}'::jsonb`),
    /** Period, sources and frameworks a principal is held to; empty: everything. */
    scope: jsonb().notNull().default(sql`'{}'::jsonb`),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    deactivatedAt: instant("deactivated_at"),
  },
  (t) => [
    check("email_is_lower_case", sql`${t.email} = lower(${t.email})`),
    check("second_factor_is_whole", sql`(${t.totp} is not null) or (${t.totpSince} is null)`),
  ],
);

/** For whoever has lost the second factor: each works once. Only hashes. */
export const recoveryCodes = app.table(
  "recovery_codes",
  {
    /** SHA-256 of person and code, which has 80 random bits. */
    hash: bytea().primaryKey(),
    person: uuid()
      .notNull()
      .references(() => people.id),
    usedAt: instant("used_at"),
  },
  (t) => [index("recovery_codes_by_person").on(t.person)],
);

/** Links that let one person in once, to choose a password: an invitation, or a reset that an administrator made. Only hashes. */
export const links = app.table(
  "links",
  {
    /** SHA-256 of the secret in the link. */
    hash: bytea().primaryKey(),
    person: uuid()
      .notNull()
      .references(() => people.id),
    purpose: text({ enum: ["invitation", "reset"] }).notNull(),
    madeBy: uuid("made_by").references(() => people.id),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    expiresAt: instant("expires_at").notNull(),
    /** Used, or withdrawn by a later one. */
    endedAt: instant("ended_at"),
  },
  (t) => [index("links_by_person").on(t.person)],
);

/** What administrators decide for everybody, by name: lib/access/rules.ts. */
export const rules = app.table("rules", {
  name: text().primaryKey(),
  value: jsonb().notNull(),
  changedAt: instant("changed_at").notNull(),
  changedBy: uuid("changed_by").references(() => people.id),
});

/** Two-person acts: somebody asks, somebody else decides. Each change of a row is an event. */
export const requests = app.table(
  "requests",
  {
    id: uuid().primaryKey(),
    /** How people call it: request 214. */
    number: integer().generatedAlwaysAsIdentity().unique(),
    /** Which act: lib/approval. */
    kind: text().notNull(),
    /** What the act needs to be carried out. */
    params: jsonb().notNull(),
    /** What it would do, as the approver reads it. */
    effect: jsonb().notNull(),
    /** SHA-256 over kind, params and effect: what was approved is what is carried out. */
    digest: bytea().notNull(),
    reason: text().notNull(),
    askedBy: uuid("asked_by")
      .notNull()
      .references(() => people.id),
    askedAt: instant("asked_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    state: text({ enum: ["waiting", "approved", "refused", "withdrawn", "expired", "used", "failed"] })
      .notNull()
      .default("waiting"),
    /** When it was carried out, expired, was withdrawn or failed. */
    endedAt: instant("ended_at"),
    /** Why it could not be carried out, as a sentence. */
    trouble: text(),
  },
  (t) => [
    unique("requests_with_asker").on(t.id, t.askedBy),
    index("requests_by_state").on(t.state, t.expiresAt),
    check("digest_is_sha256", sql`octet_length(${t.digest}) = 32`),
    check("ended_is_said", sql`(${t.state} in ('waiting', 'approved')) = (${t.endedAt} is null)`),
  ],
);

/** Who decided on a request. Nobody decides on their own: the database refuses it. */
export const decisions = app.table(
  "decisions",
  {
    request: uuid().notNull(),
    person: uuid()
      .notNull()
      .references(() => people.id),
    askedBy: uuid("asked_by").notNull(),
    outcome: text({ enum: ["approved", "refused"] }).notNull(),
    reason: text().notNull(),
    decidedAt: instant("decided_at").notNull(),
    /** The digest of what the person saw. */
    saw: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.request, t.person] }),
    foreignKey({ columns: [t.request, t.askedBy], foreignColumns: [requests.id, requests.askedBy] }),
    check("somebody_else_decides", sql`${t.person} <> ${t.askedBy}`),
  ],
);

/** What a person should know when they come by; never the only place where it stands. */
export const notices = app.table(
  "notices",
  {
    id: uuid().primaryKey(),
    person: uuid()
      .notNull()
      .references(() => people.id),
    /** Which notice: lib/access/notices.ts says it as a sentence. */
    type: text().notNull(),
    data: jsonb().notNull().default(sql`'{}'::jsonb`),
    /** The page it is about. */
    address: text().notNull(),
    createdAt: instant("created_at").notNull(),
    readAt: instant("read_at"),
  },
  (t) => [index("notices_by_person").on(t.person, t.createdAt)],
);

export const sessions = app.table(
  "sessions",
  {
    /** SHA-256 of the secret in the cookie: a copy of this table signs nobody in. */
    id: bytea().primaryKey(),
    person: uuid()
      .notNull()
      .references(() => people.id),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    address: text(),
    userAgent: text("user_agent"),
    via: text({ enum: ["password", "oidc"] })
      .notNull()
      .default("password"),
    /** Until then the session opens nothing but the page that asks for it: the second factor's code, or setting one up. */
    waitsFor: text("waits_for", { enum: ["code", "enrolment"] }),
    lastSeenAt: instant("last_seen_at"),
  },
  (t) => [index("sessions_by_person").on(t.person)],
);

/** With which a person's own scripts read what the person may read: GET /api/entries. The secret is shown once; only its hash is stored. */
export const tokens = app.table(
  "tokens",
  {
    id: uuid().primaryKey(),
    person: uuid()
      .notNull()
      .references(() => people.id),
    name: text().notNull(),
    /** SHA-256 of the secret, which has 256 random bits. */
    hash: bytea().notNull().unique(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [index("tokens_by_person").on(t.person)],
);

/** Failed attempts at a door, per account and per address; the count starts anew after `until`. */
export const attempts = app.table(
  "attempts",
  {
    door: text().notNull(),
    key: text().notNull(),
    failures: integer().notNull(),
    until: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.door, t.key] })],
);

/** One-time setup codes and the like: only their hash, gone when used. */
export const codes = app.table("codes", {
  purpose: text().primaryKey(),
  hash: bytea().notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
});

/**
 * Who a job, script, service or agent is: a stable id and a name for a database login, an application name or an API key.
 * What a login says is verified by the database; an application name is only claimed.
 */
export const identities = app.table(
  "identities",
  {
    id: uuid().primaryKey(),
    /** What entries carry as the actor's id: `nightly-billing`. */
    actor: text().notNull(),
    kind: text({ enum: ["human", "service", "agent"] }).notNull(),
    name: text().notNull(),
    /** Database logins and application names that are it, as `{"login": […], "application": […]}`. */
    matches: jsonb().notNull().default(sql`'{}'::jsonb`),
    note: text().notNull().default(""),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    removedAt: instant("removed_at"),
  },
  (t) => [uniqueIndex("identities_by_actor").on(t.actor).where(sql`${t.removedAt} is null`)],
);

/** API keys of HTTP sources. The secret is shown once; only its hash is stored. */
export const keys = app.table(
  "keys",
  {
    id: uuid().primaryKey(),
    source: uuid()
      .notNull()
      .references(() => sources.id),
    identity: uuid()
      .notNull()
      .references(() => identities.id),
    name: text().notNull(),
    /** Categories of events that it may report. */
    categories: text().array().notNull(),
    /** SHA-256 of the secret, which has 256 random bits. */
    hash: bytea().notNull().unique(),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [index("keys_by_source").on(t.source)],
);

/** Where events come from. */
export const sources = app.table(
  "sources",
  {
    id: uuid().primaryKey(),
    ledger: uuid().notNull(),
    kind: text({ enum: ["postgres", "gateway", "mongodb", "http", "vouch"] }).notNull(),
    name: text().notNull(),
    /** The address with which the reader connects, sealed under the home's master key. Null for Vouch itself. */
    address: bytea(),
    /** What is captured, and how each field is treated: lib/capture/postgres/fields.ts. */
    settings: jsonb().notNull().default(sql`'{}'::jsonb`),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    paused: boolean().notNull().default(false),
    removedAt: instant("removed_at"),
  },
  (t) => [uniqueIndex("sources_by_name").on(t.name).where(sql`${t.removedAt} is null`)],
);
