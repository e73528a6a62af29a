/** What people keep of their searches: saved queries, what watches them, and exports of what they found. Each change of a row is an event. */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { app, people } from "./app.ts";
import { bytea, instant } from "./columns.ts";

export const queries = app.table(
  "queries",
  {
    id: uuid().primaryKey(),
    ledger: uuid().notNull(),
    owner: uuid()
      .notNull()
      .references(() => people.id),
    name: text().notNull(),
    description: text().notNull().default(""),
    /** In the words of the search's own language; a rolling range stands in it as it was typed. */
    query: text().notNull(),
    /** The zone in which its days begin: an IANA name. */
    zone: text().notNull(),
    /** What else shapes the list: columns, grouping. */
    view: jsonb().notNull().default(sql`'{}'::jsonb`),
    /** Everybody who may search sees it; each within their own scope. */
    shared: boolean().notNull().default(false),
    createdAt: instant("created_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    removedAt: instant("removed_at"),
    lastRunAt: instant("last_run_at"),
    lastRunBy: uuid("last_run_by").references(() => people.id),
  },
  (t) => [uniqueIndex("queries_by_name").on(t.owner, t.name).where(sql`${t.removedAt} is null`)],
);

/** Saved queries on somebody's Home. */
export const pins = app.table(
  "pins",
  {
    person: uuid()
      .notNull()
      .references(() => people.id),
    query: uuid()
      .notNull()
      .references(() => queries.id),
    pinnedAt: instant("pinned_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.person, t.query] })],
);

/** Addresses that alerts may be sent to. */
export const webhooks = app.table(
  "webhooks",
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    /** The address and the secret that signs, sealed under the home's master key. */
    sealed: bytea().notNull(),
    /** Where it leads, without what may be secret in it: `https://hooks.example.com/…` */
    place: text().notNull(),
    /** It may lead into a private network. */
    inside: boolean().notNull().default(false),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => people.id),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [uniqueIndex("webhooks_by_name").on(t.name).where(sql`${t.endedAt} is null`)],
);

/** Who is told of what a saved query finds from now on, and how far it has been looked at. */
export const subscriptions = app.table(
  "subscriptions",
  {
    id: uuid().primaryKey(),
    query: uuid()
      .notNull()
      .references(() => queries.id),
    person: uuid()
      .notNull()
      .references(() => people.id),
    /** Null: in Vouch alone. */
    webhook: uuid().references(() => webhooks.id),
    /** Entries below this number have been looked at. */
    upTo: bigint("up_to", { mode: "bigint" }).notNull(),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
    lastFoundAt: instant("last_found_at"),
    /** Why it is not evaluated, as a sentence. */
    trouble: text(),
  },
  (t) => [
    index("subscriptions_by_person").on(t.person),
    uniqueIndex("subscriptions_once").on(t.query, t.person, t.webhook).where(sql`${t.endedAt} is null`),
  ],
);

/** What a webhook is to be told, until it has taken it or was tried often enough. */
export const deliveries = app.table(
  "deliveries",
  {
    id: uuid().primaryKey(),
    subscription: uuid()
      .notNull()
      .references(() => subscriptions.id),
    webhook: uuid()
      .notNull()
      .references(() => webhooks.id),
    body: text().notNull(),
    state: text({ enum: ["waiting", "delivered", "failed"] })
      .notNull()
      .default("waiting"),
    attempts: integer().notNull().default(0),
    createdAt: instant("created_at").notNull(),
    nextAt: instant("next_at"),
    endedAt: instant("ended_at"),
    /** What came back last: a status, or why nothing did. */
    answer: text(),
  },
  (t) => [
    index("deliveries_waiting").on(t.nextAt).where(sql`${t.state} = 'waiting'`),
    index("deliveries_by_webhook").on(t.webhook, t.createdAt),
    check("delivery_ended_is_said", sql`(${t.state} = 'waiting') = (${t.endedAt} is null)`),
  ],
);

/** Exports of what a search found: asked for, made in the background, kept for some days. */
export const exports = app.table(
  "exports",
  {
    id: uuid().primaryKey(),
    number: integer().generatedAlwaysAsIdentity().unique(),
    ledger: uuid().notNull(),
    person: uuid()
      .notNull()
      .references(() => people.id),
    /** What the person might see when it was asked for: it holds for the export whatever changes later. */
    scope: jsonb().notNull(),
    /** Word for word, with its times fixed. */
    query: text().notNull(),
    zone: text().notNull(),
    format: text({ enum: ["csv", "leaves"] }).notNull(),
    /** Entries below this number belong to the population. */
    upTo: bigint("up_to", { mode: "bigint" }).notNull(),
    state: text({ enum: ["waiting", "running", "done", "cancelled", "failed"] })
      .notNull()
      .default("waiting"),
    askedAt: instant("asked_at").notNull(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    /** The process that makes it says now and then that it lives; another takes over where it does not. */
    aliveAt: instant("alive_at"),
    /** About how many entries there will be, and how many are written. */
    expected: bigint({ mode: "bigint" }),
    written: bigint({ mode: "bigint" }).notNull().default(sql`0`),
    /** The population certificate: lib/search/export/certificate.ts. */
    certificate: jsonb(),
    /** Until then its file is kept. */
    keptUntil: instant("kept_until"),
    /** Why it failed, as a sentence. */
    trouble: text(),
  },
  (t) => [
    index("exports_by_person").on(t.person, t.askedAt),
    index("exports_open").on(t.askedAt).where(sql`${t.state} in ('waiting', 'running')`),
    check("export_ended_is_said", sql`(${t.state} in ('waiting', 'running')) = (${t.endedAt} is null)`),
    check("done_has_certificate", sql`(${t.state} <> 'done') or (${t.certificate} is not null)`),
  ],
);
