/** Pausing, resuming and renaming a source. While it is paused, capture goes on: changes wait in the source's outbox. */
import {
  authorise,
  eventBy,
  guard,
  keep,
  legible,
  type Principal,
  readName,
  type Web,
  web,
} from "../../access/index.ts";
import { sqlState, type Transaction } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { type OwnEvent, post } from "../../ledger/index.ts";
import type { SourceSettings } from "./sources.ts";

/** Who paused a source, and why; in its settings while it is paused. */
export interface Pause {
  /** The person's name. */
  by: string;
  at: string;
  reason: string;
}

const longestReason = 500;

interface Known {
  id: string;
  name: string;
  paused: boolean;
  settings: SourceSettings;
}

/** Throws `forbidden`, `invalid` for a reason that is missing or too long, `not-found`, and `conflict` where it is paused already. */
export async function pauseSource(
  principal: Principal | undefined,
  id: string,
  reason: string,
  through: Web = web(),
): Promise<void> {
  const why = readReason(reason);
  await changing(principal, id, through, async (sql, source, by) => {
    if (source.paused)
      throw new Fault("conflict", `${source.name} is paused already. Load the page again to see who paused it.`);
    const pause: Pause = { by: by.person.name, at: through.clock(), reason: why };
    await sql`
      update app.sources set paused = true, settings = settings || ${JSON.stringify({ pause })}::text::jsonb where id = ${source.id}`;
    return { type: "source.paused", reason: why };
  });
}

/** Throws `forbidden`, `not-found`, and `conflict` where it is not paused. */
export async function resumeSource(principal: Principal | undefined, id: string, through: Web = web()): Promise<void> {
  await changing(principal, id, through, async (sql, source) => {
    if (!source.paused)
      throw new Fault("conflict", `${source.name} is not paused: somebody resumed it. Load the page again.`);
    if (source.settings.tables.length === 0)
      throw new Fault("conflict", `${source.name} was never connected to the end. Connect the database again.`);
    await sql`update app.sources set paused = false, settings = settings - 'pause' where id = ${source.id}`;
    return { type: "source.resumed" };
  });
}

/** The new name stands in what is recorded from now on. Throws `forbidden`, `invalid`, `not-found`, and `conflict` where it is taken. */
export async function renameSource(
  principal: Principal | undefined,
  id: string,
  name: string,
  through: Web = web(),
): Promise<void> {
  const wanted = readName(name);
  await changing(principal, id, through, async (sql, source) => {
    if (wanted === source.name)
      throw new Fault("invalid", `The source is called ${wanted} already. Type another name.`);
    try {
      await sql.savepoint((inner) => inner`update app.sources set name = ${wanted} where id = ${source.id}`);
    } catch (error) {
      if (sqlState(error) !== "23505") throw error;
      throw new Fault("conflict", `Another source is called ${wanted}. Choose a name that tells them apart.`);
    }
    return { type: "source.renamed", renamed: wanted };
  });
}

/** The change and its event, in one transaction that holds the source's row. */
async function changing(
  principal: Principal | undefined,
  id: string,
  through: Web,
  change: (
    sql: Transaction,
    source: Known,
    by: Principal,
  ) => Promise<{ type: string; reason?: string; renamed?: string }>,
): Promise<void> {
  const by = await authorise(principal, "sources.manage", { target: { type: "source" } }, through);
  await guard(async () => {
    await through.sql.begin(async (sql) => {
      const source = await getSource(sql, id, by);
      const { type, reason, renamed } = await change(sql, source, by);
      const data = [keep("source", source.name), ...(renamed === undefined ? [] : [keep("renamed", renamed)])];
      const event: OwnEvent = eventBy(by, {
        type,
        category: "configuration",
        target: { system: "vouch", type: "source", id: source.id },
        data,
      });
      const said = reason === undefined ? event : { ...event, correlation: { ...event.correlation, reason } };
      await post(sql, said, through.clock);
    });
  });
}

/** Held until the transaction ends. A source outside the person's scope is not there for them. */
async function getSource(sql: Transaction, id: string, { scope }: Principal): Promise<Known> {
  const [source] = await sql<Known[]>`
    select id, name, paused, settings from app.sources
    where id::text = ${id} and kind = 'postgres' and removed_at is null
      and (${scope.sources ?? null}::uuid[] is null or id = any(${scope.sources ?? []}::uuid[]))
    for update`;
  if (source) return source;
  throw new Fault("not-found", "This source is not there any more: somebody removed it. Load the page again.");
}

function readReason(reason: string): string {
  const why = typeof reason === "string" ? legible(reason.replace(/\s+/g, " ").trim(), longestReason + 1) : "";
  if (why.length === 0 || why.length > longestReason)
    throw new Fault(
      "invalid",
      `Expected a reason of 1 to ${longestReason} characters: it stands in the entry. Write one.`,
    );
  return why;
}
