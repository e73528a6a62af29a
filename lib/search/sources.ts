/** The questions of the sources pages: which sources are there and how does each stand; what is captured of one, and how. */
import { type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import { type Pause, type SourceSettings, type Where, whereIs } from "../capture/index.ts";
import type { Home } from "../database/index.ts";
import { Fault, type Mode } from "../event/index.ts";
import { type KnownSource, readHealth } from "./health.ts";

export interface ListedSource extends KnownSource {
  /** Who paused it, and why; absent where a command did. */
  pause?: Pause;
  /** Connecting it was begun and not ended: nothing is captured there. */
  unfinished: boolean;
}

export interface SourceList {
  /** When this was read, by our clock. */
  now: string;
  sources: ListedSource[];
}

export interface OpenedSource {
  now: string;
  source: ListedSource;
  /** By name; `modes` are those that somebody chose, the other fields have their defaults. */
  tables: { name: string; captured: boolean; modes: Record<string, Mode>; failing: "fail" | "pass" }[];
  later: "capture" | "report";
  /** Absent where this home cannot open the source's address. */
  where?: Where;
}

type Settings = Partial<SourceSettings> & { pause?: Pause };

/** Everything that reports to Vouch, as far as the person's scope reaches. */
export async function listSourceStates(principal: Principal | undefined, through: Web = web()): Promise<SourceList> {
  return permit(principal, "sources.view", {}, (read) => list(read, through.clock()), through);
}

/** One database. Throws `not-found`. */
export async function openSource(
  principal: Principal | undefined,
  id: string,
  through: Web = web(),
): Promise<OpenedSource> {
  return permit(principal, "sources.view", {}, (read) => open(read, id, through), through);
}

async function list(read: Read, now: string): Promise<SourceList> {
  const known = await readHealth(read.sql, read.ledger, now, { sources: read.principal.scope.sources });
  const settings = await readSettings(read);
  return { now, sources: known.map((source) => listed(source, settings.get(source.id))) };
}

async function open(read: Read, id: string, { home, clock }: Web): Promise<OpenedSource> {
  const { now, sources } = await list(read, clock());
  const source = sources.find((one) => one.id === id && one.kind === "postgres");
  if (!source) throw new Fault("not-found", "There is no such database among the sources. It may have been removed.");
  const { tables = [], modes = {}, later = "capture", failing = {} } = (await readSettings(read)).get(id) ?? {};
  const where = await findWhere(read, home, id);
  return {
    now,
    source,
    later,
    ...(where && { where }),
    tables: tables.map((name) => ({
      name,
      captured: !source.missing.includes(name),
      modes: modes[name] ?? {},
      failing: failing[name] ?? "fail",
    })),
  };
}

function listed(source: KnownSource, { pause, tables = [] }: Settings = {}): ListedSource {
  return { ...source, ...(pause && { pause }), unfinished: source.kind === "postgres" && tables.length === 0 };
}

async function readSettings({ sql, ledger }: Read): Promise<Map<string, Settings>> {
  const rows = await sql<{ id: string; settings: Settings }[]>`
    select id, settings from app.sources where ledger = ${ledger} and removed_at is null`;
  return new Map(rows.map(({ id, settings }) => [id, settings]));
}

async function findWhere({ sql }: Read, home: Home, id: string): Promise<Where | undefined> {
  const [row] = await sql<{ address: Buffer | null }[]>`select address from app.sources where id = ${id}`;
  return row?.address ? whereIs(home, id, row.address) : undefined;
}
