/** Testing a connection: which database is there, what its user may do, and what could be captured. Changes nothing there. */
import { setTimeout as pause } from "node:timers/promises";
import { authorise, erasable, eventBy, keep, type Principal, record, type Web, web } from "../../access/index.ts";
import { connect, connectFault, type Sql } from "../../database/index.ts";
import { Fault, type Mode } from "../../event/index.ts";
import { modeOfName } from "../fields.ts";
import { defaultMode } from "./fields.ts";
import { type GivenAddress, placeOfGiven, readGivenAddress } from "./given.ts";
import { type Failing, type Later, type PlannedTable, triggers } from "./plan.ts";
import { planProtection } from "./protect.ts";
import { listSources, type RegisteredSource } from "./sources.ts";
import { counting } from "./tries.ts";

export interface FoundField {
  name: string;
  type: string;
  key: boolean;
  /** As it is recorded now, or would be if nobody chose. */
  mode: Mode;
  default: Mode;
  /** Its name looks like a secret, or like what identifies a person. */
  looksLike?: "secret" | "person";
}

export interface FoundTable {
  name: string;
  /** As the server estimates it, decimal; absent where it never counted. */
  rows?: string;
  fields: FoundField[];
  captured: boolean;
  failing: Failing;
  /** How many triggers capture it. */
  triggers: number;
  /** Tables that are captured with it, or not at all: a statement on one changes rows of the others. */
  relatives: string[];
  notes: string[];
}

export interface FoundDatabase {
  /** `postgres://app@db.example:5432/billing` */
  place: string;
  database: string;
  user: string;
  superuser: boolean;
  /** "18.4" */
  version: string;
  canMakeLogin: boolean;
  /** The source that this database is already. */
  source?: { id: string; name: string; paused: boolean; later: Later };
  tables: FoundTable[];
  leftOut: { name: string; reason: string }[];
}

/** Milliseconds for everything that the server is asked. */
const patience = 20_000;

/**
 * Recorded with where and whether, before the person is told. `source`: the one that the database must be. Throws `forbidden`,
 * `invalid`, `unauthenticated` (the server refused the user), `not-found`, `conflict`, `held` and `unavailable`.
 */
export async function inspectDatabase(
  principal: Principal | undefined,
  given: GivenAddress,
  source: string | undefined = undefined,
  through: Web = web(),
): Promise<FoundDatabase> {
  const by = await authorise(principal, "sources.manage", { target: { type: "source" } }, through);
  return counting(by, through, async () => {
    const tested = (outcome: string) =>
      record(
        through,
        eventBy(by, {
          type: "source.tested",
          category: "configuration",
          target: { system: "vouch", type: "source" },
          data: [erasable("address", placeOfGiven(given)), keep("outcome", outcome)],
        }),
      );
    try {
      const found = await inTime(look(given, source, through));
      await tested("answered");
      return found;
    } catch (error) {
      await tested("failed");
      throw error;
    }
  });
}

async function look(given: GivenAddress, wanted: string | undefined, through: Web): Promise<FoundDatabase> {
  const url = await readGivenAddress(given);
  const plan = await planProtection({ url });
  const sources = await listSources(through.sql);
  const known = sources.find(({ id, settings }) => id === plan.installed || settings.system === plan.system);
  refuseAnother(sources, known, plan, wanted);
  const { user, version } = await asking(url, readAbout);
  const names = new Map(plan.tables.map(({ name, table }) => [table.oid, name]));
  return {
    place: placeOfGiven(given),
    database: plan.database,
    user,
    superuser: plan.superuser,
    version,
    canMakeLogin: plan.canMakeLogin,
    ...(known && { source: sourceOf(known) }),
    tables: plan.tables.map((planned) => foundTable(planned, known, names)),
    leftOut: plan.leftOut,
  };
}

function refuseAnother(
  sources: RegisteredSource[],
  known: RegisteredSource | undefined,
  plan: { installed?: string; database: string },
  wanted: string | undefined,
): void {
  if (plan.installed !== undefined && plan.installed !== known?.id)
    throw new Fault(
      "conflict",
      `Expected ${plan.database} to be free, but another Vouch protects it. Remove it there first.`,
    );
  if (wanted === undefined || known?.id === wanted) return;
  const name = sources.find(({ id }) => id === wanted)?.name ?? "this source";
  throw new Fault(
    "conflict",
    `Expected the database of ${name}, but ${plan.database} at this address is another one. Correct the address.`,
  );
}

function sourceOf({ id, name, paused, settings }: RegisteredSource): FoundDatabase["source"] {
  return { id, name, paused: paused && settings.tables.length > 0, later: settings.later ?? "capture" };
}

function foundTable(
  { name, table, captured, failing, notes }: PlannedTable,
  known: RegisteredSource | undefined,
  names: Map<string, string>,
): FoundTable {
  const chosen = known?.settings.modes[name] ?? {};
  const fields = table.columns
    .filter(({ virtual }) => !virtual) // they are not recorded: they follow from the others
    .map((column): FoundField => {
      const named = modeOfName(column.name);
      return {
        name: column.name,
        type: column.type,
        key: column.key,
        mode: chosen[column.name] ?? defaultMode(column),
        default: defaultMode(column),
        ...(named && { looksLike: named === "omit" ? "secret" : "person" }),
      };
    });
  return {
    name,
    ...(table.estimate >= 0 && { rows: String(Math.round(table.estimate)) }),
    fields,
    captured,
    failing,
    triggers: triggers[table.manner],
    relatives: table.relatives.flatMap((oid) => names.get(oid) ?? []),
    notes,
  };
}

/** Who is connected, and the server's version as people say it. */
async function readAbout(sql: Sql): Promise<{ user: string; version: string }> {
  const [server] = await sql<{ user: string; version: string }[]>`
    select current_user::text as user, split_part(current_setting('server_version'), ' ', 1) as version`;
  if (!server) throw new Fault("unavailable", "Expected the server to say who is connected, but it did not.");
  return server;
}

/** One short connection for questions. Every error becomes one sentence without the password. */
export async function asking<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connect(url, { application: "vouch pages", max: 1, statementTimeout: 5_000 });
  try {
    return await work(sql);
  } catch (error) {
    throw error instanceof Fault ? error : connectFault(error, url);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** A server that takes the connection and then says nothing must not keep a person waiting. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new AbortController();
  work.catch(() => {}); // one that is given up fails when nobody waits for it any more
  try {
    return await Promise.race([
      work,
      pause(patience, undefined, { signal: late.signal }).then(() => {
        throw new Fault(
          "unavailable",
          `Expected an answer within ${patience / 1_000} seconds, but none came. Check host and port, and that the server is not overloaded.`,
        );
      }),
    ]);
  } finally {
    late.abort();
  }
}
