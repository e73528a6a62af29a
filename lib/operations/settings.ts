/**
 * The settings that Vouch reads from its environment, each declared once: what it means, what form it has, what holds without it.
 * A process reads them all as it starts and says everything that is wrong at once; docs/operations.md has the table that
 * `settingsTable` makes. read-settings.ts reads them.
 */
import { z } from "zod";
import { roles } from "../access/index.ts";
import { database, flag, groupRoles, https, onOff, port, secret, text, url } from "./forms.ts";

export interface Setting {
  name: string;
  /** What it is for, as the table says it. */
  means: string;
  /** What a value looks like: completes "should be …". */
  form: string;
  /** What holds without it. */
  fallback: string;
  /** Never printed; may come from a file. */
  secret?: true;
  /** Set by Vouch for its own processes, or by tests; nobody needs to. */
  own?: true;
  takes: z.ZodType<unknown, string>;
}

const aDatabase = "an address such as postgres://user:password@host:5432/database";

export const settings: Setting[] = [
  { name: "PORT", means: "port of the pages", form: "a number from 1 to 65535", fallback: "3000", takes: port },
  {
    name: "HOST",
    means: "address on which they listen",
    form: "an address of this machine such as 127.0.0.1 or 0.0.0.0",
    fallback: "127.0.0.1",
    takes: text(255).regex(/^[\w.:%-]+$/),
  },
  {
    name: "VOUCH_HOME",
    means: "folder of keys, checkpoints and the embedded database",
    form: "a folder that can be written",
    fallback: ".vouch",
    takes: text(4_000),
  },
  {
    name: "DATABASE_URL",
    means:
      "another PostgreSQL (15 or newer) instead of the embedded one; for `vouch migrate` its user needs CREATEROLE, for `vouch web` and `vouch worker` host and database are enough",
    form: aDatabase,
    fallback: "the embedded PostgreSQL",
    secret: true,
    takes: database,
  },
  {
    name: "NEXTAUTH_URL",
    means: "the address people type, where a reverse proxy stands in front",
    form: "an address such as https://vouch.example",
    fallback: "HOST and PORT",
    takes: https,
  },
  {
    name: "NEXTAUTH_SECRET",
    means: "seals session cookies",
    form: "at least 32 characters",
    fallback: "derived from the home's master key",
    secret: true,
    takes: secret(32),
  },
  {
    name: "VOUCH_TRUST_PROXY",
    means: "1: the last address in X-Forwarded-For is the client's",
    form: "1 or 0",
    fallback: "0",
    takes: flag,
  },
  {
    name: "VOUCH_DEMO",
    means: "whether `npm start` serves the demo or the real thing",
    form: "on or off",
    fallback: "the demo in an empty home, else what the home holds",
    takes: onOff,
  },
  {
    name: "VOUCH_DEMO_SCALE",
    means: "how much of the demo's story is told, for tests",
    form: "a number above 0, at most 1",
    fallback: "1",
    own: true,
    takes: text(10),
  },
  {
    name: "VOUCH_DEMO_LIFE",
    means: "where the demo goes on living, for the process that does it",
    form: "JSON of bin/demo.ts",
    fallback: "none",
    secret: true,
    own: true,
    takes: text(4_000),
  },
  {
    name: "VOUCH_TRY",
    means: "who can be tried in the demo, for its pages",
    form: "JSON of bin/demo.ts",
    fallback: "nobody",
    secret: true,
    own: true,
    takes: text(4_000),
  },
  {
    name: "VOUCH_GALLERY",
    means: "1: the page /gallery exists in production too",
    form: "1 or 0",
    fallback: "0",
    takes: flag,
  },
  {
    name: "VOUCH_DURABLE",
    means: "off: the embedded database does not wait for the disk; for tests",
    form: "on or off",
    fallback: "on",
    takes: onOff,
  },
  {
    name: "VOUCH_LOG",
    means: "form of the log",
    form: "json or text",
    fallback: "text in a terminal, else json",
    takes: z.enum(["json", "text"]),
  },
  {
    name: "VOUCH_LOG_LEVEL",
    means: "the least that is logged",
    form: "debug, info, warn, error or silent",
    fallback: "info; warn in a terminal",
    takes: z.enum(["debug", "info", "warn", "error", "silent"]),
  },
  {
    name: "VOUCH_METRICS_TOKEN",
    means: "opens /metrics, and the details of /readyz",
    form: "at least 16 characters without spaces",
    fallback: "there is no /metrics",
    secret: true,
    takes: secret(16).regex(/^\S+$/),
  },
  {
    name: "VOUCH_SMTP_URL",
    means: "mail server for invitations",
    form: "an address such as smtps://user:password@mail.example:465",
    fallback: "links are copied by hand",
    secret: true,
    takes: url("smtp:", "smtps:"),
  },
  {
    name: "VOUCH_MAIL_FROM",
    means: "sender of mails",
    form: "an address such as vouch@mail.example or Vouch <vouch@mail.example>",
    fallback: "none: required with VOUCH_SMTP_URL",
    takes: text(320).regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/),
  },
  {
    name: "VOUCH_OIDC_ISSUER",
    means: "OpenID Connect provider for sign-in",
    form: "an address such as https://login.example",
    fallback: "e-mail and password alone",
    takes: https,
  },
  {
    name: "VOUCH_OIDC_CLIENT_ID",
    means: "Vouch's name at that provider",
    form: "text",
    fallback: "none: required with VOUCH_OIDC_ISSUER",
    takes: text(),
  },
  {
    name: "VOUCH_OIDC_CLIENT_SECRET",
    means: "Vouch's secret there",
    form: "text",
    fallback: "none: required with VOUCH_OIDC_ISSUER",
    secret: true,
    takes: text(1_000),
  },
  {
    name: "VOUCH_OIDC_NAME",
    means: "what the button calls the provider",
    form: "at most 60 characters",
    fallback: "the issuer's host",
    takes: text(60),
  },
  {
    name: "VOUCH_OIDC_SCOPES",
    means: "what Vouch asks the provider for",
    form: "names with spaces between, openid among them",
    fallback: "openid email profile",
    takes: text().regex(/^(?=.*\bopenid\b)[\w:./ -]+$/),
  },
  {
    name: "VOUCH_OIDC_GROUPS_CLAIM",
    means: "claim that lists a person's groups",
    form: "the name of a claim",
    fallback: "groups",
    takes: text(200),
  },
  {
    name: "VOUCH_OIDC_ROLES",
    means: "which group has which role; the first that fits counts",
    form: `a list such as auditors=auditor,staff=compliance, of the roles ${roles.join(", ")}`,
    fallback: "none: required with VOUCH_OIDC_ISSUER",
    takes: groupRoles,
  },
  {
    name: "VOUCH_OIDC_ONLY",
    means: "1: passwords are for administrators alone",
    form: "1 or 0",
    fallback: "0",
    takes: flag,
  },
  {
    name: "VOUCH_WEB_URL",
    means: "the database as the pages' login",
    form: aDatabase,
    fallback: "derived",
    secret: true,
    own: true,
    takes: database,
  },
  {
    name: "VOUCH_SEQUENCER_URL",
    means: "the database as the worker's login",
    form: aDatabase,
    fallback: "derived",
    secret: true,
    own: true,
    takes: database,
  },
  {
    name: "VOUCH_INDEXER_URL",
    means: "the database as the login with which the worker settles what search uses",
    form: aDatabase,
    fallback: "derived",
    secret: true,
    own: true,
    takes: database,
  },
  {
    name: "VOUCH_FAILPOINT",
    means: "a place at which the worker dies, for tests",
    form: "a name of lib/ledger/failpoint.ts, with :count or without",
    fallback: "none",
    own: true,
    takes: text(60),
  },
  {
    name: "VOUCH_STARTER",
    means: "process with which this one ends",
    form: "a number",
    fallback: "none",
    own: true,
    takes: text(12),
  },
];
