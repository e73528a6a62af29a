/** What Vouch itself keeps about people, their sessions and the sources; ordinary tables, each change of which is an event. */
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
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
    /** argon2id, PHC string. */
    password: text().notNull(),
    /** Period, sources and frameworks a principal is held to; empty: everything. */
    scope: jsonb().notNull().default(sql`'{}'::jsonb`),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    deactivatedAt: instant("deactivated_at"),
  },
  (t) => [check("email_is_lower_case", sql`${t.email} = lower(${t.email})`)],
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
  },
  (t) => [index("sessions_by_person").on(t.person)],
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
