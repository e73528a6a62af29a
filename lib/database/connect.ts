/** Connections. Times come as UTC text with six decimals, 64-bit integers as bigint, so that nothing is rounded. */
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "../../drizzle/schema/index.ts";
import { Fault } from "../event/index.ts";

const timestamptz = {
  to: 1184,
  from: [1184],
  serialize: (time: string) => time,
  parse: (text: string) => instantOf(text),
};

/** `2026-11-20 07:03:25.1234+00`, as PostgreSQL prints it under TimeZone UTC, with a T, six decimals and a Z. */
export function instantOf(text: string): string {
  const [whole, fraction = ""] = text.replace(/\+00$/, "").split(".");
  return `${whole?.replace(" ", "T")}.${fraction.padEnd(6, "0")}Z`;
}

export type Sql = postgres.Sql<{ bigint: bigint; timestamptz: string }>;
export type Transaction = postgres.TransactionSql<{ bigint: bigint; timestamptz: string }>;

export interface ConnectOptions {
  /** How the connection names itself to the server. */
  application: string;
  /** At most so many connections. */
  max?: number;
  /** Milliseconds after which the server gives up on a statement; 0: never. */
  statementTimeout?: number;
  /** More settings of the session. */
  settings?: Record<string, string>;
  onClose?: () => void;
}

export function connect(url: string, options: ConnectOptions): Sql {
  return postgres(url, {
    max: options.max ?? 4,
    idle_timeout: 0,
    connect_timeout: 10,
    onnotice: () => {},
    onclose: options.onClose,
    types: { bigint: postgres.BigInt, timestamptz },
    connection: {
      application_name: options.application,
      TimeZone: "UTC",
      DateStyle: "ISO, MDY",
      client_encoding: "UTF8",
      statement_timeout: options.statementTimeout ?? 0,
      ...options.settings,
    },
  }) as unknown as Sql;
}

/** A client of its own, of one connection, to where another one leads: for what is held by a session. Whoever opens it ends it. */
export function connectLike(sql: Sql, application: string): Sql {
  const { options } = sql;
  const connection = { ...options.connection, application_name: application };
  return postgres({ ...options, max: 1, connection } as unknown as postgres.Options<never>) as unknown as Sql;
}

/**
 * Drizzle over a connection or a transaction. It wants to overwrite the parsers of what it is given, and a transaction of
 * postgres.js has none: it gets a stand-in, so that ours stay.
 */
export function tables(sql: Sql | Transaction) {
  const client = new Proxy(sql, {
    get: (target, key) => (key === "options" ? { parsers: {}, serializers: {} } : Reflect.get(target, key, target)),
  });
  return drizzle(client as unknown as postgres.Sql, { schema });
}
export type Tables = ReturnType<typeof tables>;

/** SQLSTATE of an error of postgres.js or Drizzle, if it has one; network errors have their `code` of Node. */
export function sqlState(error: unknown): string | undefined {
  for (let e = error as { code?: unknown; cause?: unknown } | undefined; e; e = e.cause as typeof e) {
    if (typeof e.code === "string") return e.code;
  }
  return undefined;
}

const unreachable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "EAI_AGAIN",
  "57P01",
  "57P02",
  "57P03",
  "53300",
]);

/** Whether an error means that the database cannot be reached just now, so that waiting may help. */
export function isUnreachable(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && (unreachable.has(state) || state.startsWith("08"));
}

/** Where an address points, without its password: `postgres://app@db.example:5432/billing`. */
export function placeOf(url: string): string {
  try {
    const { protocol, username, host, pathname } = new URL(url);
    return `${protocol}//${username ? `${username}@` : ""}${host}${pathname}`;
  } catch {
    return "an address that is not a URL";
  }
}

/** Checks an address that a person gave before anything is done with it. */
export function readAddress(url: string): URL {
  let address: URL;
  try {
    address = new URL(url);
  } catch (cause) {
    throw new Fault(
      "invalid",
      "Expected an address such as postgres://user:password@host:5432/database, got something that is not a URL. Correct the address and try again.",
      { cause },
    );
  }
  if (!["postgres:", "postgresql:"].includes(address.protocol) || address.pathname.length < 2) {
    throw new Fault(
      "invalid",
      `Expected an address such as postgres://user:password@host:5432/database, got ${placeOf(url)}. Name a PostgreSQL server and a database.`,
    );
  }
  return address;
}

/** Says in one sentence why a database cannot be used, without its password. */
export function connectFault(error: unknown, url: string): Fault {
  const place = placeOf(url);
  const state = sqlState(error);
  const say = (code: Fault["code"], sentence: string) => new Fault(code, sentence, { cause: error });
  if (state === "28P01" || state === "28000")
    return say(
      "unauthenticated",
      `Expected to sign in at ${place}, but the server refused the user name or password. Check both in the address.`,
    );
  if (state === "3D000")
    return say(
      "not-found",
      `Expected a database at ${place}, but the server has none of that name. Check the name in the address.`,
    );
  if (state === "42501")
    return say(
      "forbidden",
      `Expected more rights at ${place}: ${(error as Error).message}. Connect as the owner of the tables.`,
    );
  if (isUnreachable(error))
    return say(
      "unavailable",
      `Expected a PostgreSQL server at ${place}, but none answered (${state}). Check host and port, and that the server runs.`,
    );
  return say(
    "unavailable",
    `The database at ${place} answered with an error (${state ?? "no code"}). Its log says more.`,
  );
}
