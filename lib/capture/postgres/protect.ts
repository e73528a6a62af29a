/** Installing capture in somebody else's database and registering it as a source. */
import { createHash, randomBytes } from "node:crypto";
import { type Home, type Sql, scramVerifier, sqlFiles, sqlState, type Transaction } from "../../database/index.ts";
import {
  type Clock,
  eventId,
  Fault,
  type Hints,
  type Member,
  microseconds,
  readHints,
  systemClock,
} from "../../event/index.ts";
import { canonical } from "../../integrity/index.ts";
import { type OwnEvent, post } from "../../ledger/index.ts";
import { sealAddress } from "./address.ts";
import { findHints, withHints } from "./hints.ts";
import { installedFormat, type Plan, type ProtectWish, plan, withOwner } from "./plan.ts";
import { listSources, type RegisteredSource, type SourceSettings } from "./sources.ts";

export interface Protecting {
  /** Vouch's own database, with the login of the application. */
  sql: Sql;
  home: Home;
  ledger: string;
  /** Who does it, for the entry. */
  actor: OwnEvent["actor"];
  clock?: Clock;
  /** The demo adds a database of its own; nobody else adds any to a ledger in which nothing happened. */
  demo?: true;
  /** Milliseconds that the worker is given to take what still waits when the source is removed; 20 seconds. */
  patience?: number;
}

export interface Protected {
  plan: Plan;
  source: string;
  name: string;
  /** Whether anything was changed in the source's database. */
  changed: boolean;
}

/** What would be done; changes nothing. */
export function planProtection(wish: ProtectWish): Promise<Plan> {
  return withOwner(wish.url, (owner) => plan(owner, wish));
}

/**
 * Protects a database. Registers first, installs then, in one transaction of the source's database: a crash in between
 * leaves a paused source, and the same command finishes it. Doing it twice changes nothing.
 */
export async function protect(wish: ProtectWish, to: Protecting): Promise<Protected> {
  return withOwner(wish.url, async (owner) => {
    const planned = await plan(owner, wish);
    const known = (await listSources(to.sql)).find(({ settings }) => settings.system === planned.system);
    if (planned.installed && planned.installed !== known?.id) {
      throw new Fault(
        "conflict",
        `Expected ${planned.database} to be free or protected by this Vouch, but another one protects it. Remove that first: vouch unprotect.`,
      );
    }
    if (!known && !to.demo) await refuseDemo(to);
    const source = known ?? (await register(wish, planned, to));
    const settings = settingsAfter(source.settings, planned, wish, await findHints(owner, planned.tables));
    const address = await install(owner, wish.url, source.id, planned);
    const changed = address !== undefined || planned.tables.some(({ captured }) => !captured);
    const same = canonical({ ...settings }) === canonical({ ...source.settings });
    if (changed || !same || source.paused) await activate(source, settings, address, planned, to);
    return { plan: planned, source: source.id, name: source.name, changed };
  });
}

async function refuseDemo({ sql, ledger }: Protecting): Promise<void> {
  const [demo] = await sql`select 1 from ledger.ledgers where id = ${ledger} and demo`;
  if (!demo) return;
  throw new Fault(
    "conflict",
    "Expected a Vouch of your own, but this is the demo, which takes no other databases. Start one with npm start -- --no-demo. Nothing was changed.",
  );
}

async function register(wish: ProtectWish, planned: Plan, to: Protecting): Promise<RegisteredSource> {
  const id = eventId(microseconds((to.clock ?? systemClock)()), randomBytes(10));
  const names = await to.sql<{ name: string }[]>`select name from app.sources where removed_at is null`;
  let name = planned.database;
  for (let n = 2; names.some((taken) => taken.name === name); n++) name = `${planned.database} ${n}`;
  const settings: SourceSettings = { system: planned.system, tables: [], modes: {} };
  const address = sealAddress(to.home, id, wish.url);
  await to.sql`
    insert into app.sources (id, ledger, kind, name, address, settings, paused)
    values (${id}, ${to.ledger}, 'postgres', ${name}, ${address}, ${to.sql.json(settings as never)}, true)`;
  return { id, name, address, settings, paused: true };
}

function settingsAfter(before: SourceSettings, planned: Plan, wish: ProtectWish, found: Hints): SourceSettings {
  const tables = [...new Set([...before.tables, ...planned.tables.map(({ name }) => name)])].sort();
  const hints = withHints(readHints(before.hints), found);
  return {
    system: planned.system,
    tables,
    modes: wish.fields === undefined ? before.modes : { ...before.modes, ...planned.modes },
    ...((wish.later ?? before.later) && { later: wish.later ?? before.later }),
    failing: {
      ...before.failing,
      ...Object.fromEntries(planned.tables.map(({ name, failing }) => [name, failing] as const)),
    },
    ...(before.outboxLimit !== undefined && { outboxLimit: before.outboxLimit }),
    ...(hints && { hints }),
  };
}

/** Returns the address of the login that was made for reading; nothing if capture was there already. */
async function install(owner: Sql, url: string, source: string, planned: Plan): Promise<string | undefined> {
  try {
    return await owner.begin(async (sql) => {
      await sql`set local lock_timeout = '10s'`;
      let address: string | undefined;
      if (!planned.installed) {
        for (const file of sqlFiles("source")) await sql.unsafe(file.text);
        await sql`insert into vouch.installation (source, format, later) values (${source}, ${installedFormat}, ${planned.later ?? "capture"})`;
        address = planned.canMakeLogin ? await makeReader(sql, url, source, planned.database) : url;
      } else if (planned.later) {
        await sql`update vouch.installation set later = ${planned.later} where later <> ${planned.later}`;
      }
      for (const { table, captured, failing } of planned.tables) {
        if (!captured) await sql`select vouch.attach(${table.oid}::oid::regclass, ${failing})`;
      }
      // last, since it would report what was done here
      if (!planned.installed) await sql`select vouch.watch_schema()`;
      return address;
    });
  } catch (cause) {
    if (sqlState(cause) !== "55P03") throw cause;
    throw new Fault(
      "held",
      "Expected to lock the tables within 10 seconds, but a transaction holds one of them. Nothing has been installed; try again when it has ended.",
      { cause },
    );
  }
}

/** A name as SQL writes it; several, with dots between. */
export function quoted(...names: string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join(".");
}

export function readerName(source: string): string {
  return `vouch_reader_${createHash("sha256").update(source).digest("hex").slice(0, 12)}`;
}

/** A login that can read and empty the outbox and attach capture to a table, and nothing else. */
async function makeReader(sql: Transaction, url: string, source: string, database: string): Promise<string> {
  const name = readerName(source);
  const password = randomBytes(24).toString("hex");
  // a role command takes no parameters: the name is letters, digits and underscores, the verifier b64 and punctuation
  await sql.unsafe(`create role "${name}" login connection limit 4 password '${scramVerifier(password)}'`);
  await sql.unsafe(`grant connect on database ${quoted(database)} to ${quoted(name)}`);
  await sql`grant usage on schema vouch to ${sql(name)}`;
  await sql`grant select on vouch.outbox, vouch.missed to ${sql(name)}`;
  await sql`grant execute on function vouch.empty(pg_snapshot), vouch.shapes_of(oid[]), vouch.attach(regclass, text) to ${sql(name)}`;
  const address = new URL(url);
  address.username = name;
  address.password = password;
  return address.href;
}

async function activate(
  source: RegisteredSource,
  settings: SourceSettings,
  address: string | undefined,
  planned: Plan,
  to: Protecting,
): Promise<void> {
  const sealed = address === undefined ? source.address : sealAddress(to.home, source.id, address);
  await to.sql.begin(async (sql) => {
    await sql`update app.sources set settings = ${sql.json(settings as never)}, address = ${sealed}, paused = false where id = ${source.id}`;
    for (const tables of inEvents(planned.tables)) {
      await post(
        sql,
        {
          type: "source.protected",
          category: "configuration",
          actor: to.actor,
          target: { type: "source", id: source.id },
          data: [
            { name: "source", type: "text", mode: "keep", value: source.name },
            { name: "tables", type: "document", mode: "keep", value: tables },
            { name: "schema changes", type: "text", mode: "keep", value: `by ${planned.schemaChanges}` },
          ],
        },
        to.clock,
      );
    }
  });
}

/** Characters of names and modes in one event, which has a limit (drizzle/schema/inbox.ts). */
const mostSaid = 100_000;

/** What each table's fields are treated as, in as many events as that takes. */
function inEvents(tables: Plan["tables"]): Member[][] {
  const events: Member[][] = [[]];
  let said = 0;
  for (const { name, modes } of tables) {
    const value = Object.entries(modes).map(([field, mode]) => ({ name: field, type: "text", value: mode }));
    const length = JSON.stringify(value).length + name.length;
    if (said + length > mostSaid && events.at(-1)?.length) {
      events.push([]);
      said = 0;
    }
    said += length;
    events.at(-1)?.push({ name, type: "document", value });
  }
  return events;
}
