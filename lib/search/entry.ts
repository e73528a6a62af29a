/** The question: what exactly does this entry say, and how is it proven? */
import { holdTo, outsideScope, type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import { Fault, type SeenEntry } from "../event/index.ts";
import { type Entry, findEntries, readHead } from "../ledger/index.ts";
import { readProven, seen } from "./look.ts";
import { withNames } from "./names.ts";
import { countRelated, type Related } from "./related.ts";

export interface OpenedEntry {
  entry: SeenEntry;
  /** The exact text of the leaf. */
  leafText: string;
  /** Base64. */
  leafHash: string;
  chain: string;
  /** Indexes of the neighbours, where there are any. */
  previous?: string;
  next?: string;
  /** The statement that this change is one of many of. */
  statementEntry?: SeenEntry;
  related: Related;
}

/** `index` as it stands in the address. Throws `not-found` for what is no entry, `forbidden` for one outside the scope. */
export async function openEntry(
  principal: Principal | undefined,
  index: string,
  through: Web = web(),
): Promise<OpenedEntry> {
  if (!/^(0|[1-9]\d{0,17})$/.test(index))
    throw new Fault("not-found", `Expected the number of an entry, got ${index.slice(0, 40)}.`);
  return permit(
    principal,
    "entry.open",
    { target: { type: "entry", id: index } },
    (read) => readEntry(read, through, BigInt(index)),
    through,
  );
}

async function readEntry(read: Read, { home }: Web, index: bigint): Promise<OpenedEntry> {
  const { sql, ledger, principal } = read;
  const found = await getVisible(read, home, index);
  const proven = await readProven(read);
  const entry = seen(found, proven);
  holdTo(principal.scope, { occurredAt: entry.event.occurredAt, source: entry.event.source.id });
  const [checkpoint] = await sql<{ size: bigint; signedAt: string }[]>`
    select size, signed_at as "signedAt" from ledger.checkpoints where ledger = ${ledger} and size > ${index} order by size limit 1`;
  if (checkpoint)
    entry.proof = { ...entry.proof, checkpointSize: checkpoint.size.toString(), signedAt: checkpoint.signedAt };
  const statementEntry = await findStatement(read, home, entry);
  const [last] = await sql<{ size: bigint }[]>`select size from ledger.heads where ledger = ${ledger}`;
  const [named = entry] = await withNames(read, home, [entry], "all");
  return {
    entry: named,
    related: await countRelated(read, entry),
    leafText: found.bytes.toString("utf8"),
    leafHash: found.leafHash.toString("base64"),
    chain: found.chain.toString("base64"),
    ...(index > 0n && { previous: (index - 1n).toString() }),
    ...(last && index + 1n < last.size && { next: (index + 1n).toString() }),
    ...(statementEntry && { statementEntry }),
  };
}

/** To whom a part of the ledger is shown, the database shows no other (drizzle/sql/vouch/4-scope.sql): what exists but is not seen is denied. */
async function getVisible({ sql, ledger }: Read, home: Web["home"], index: bigint): Promise<Entry> {
  const [found] = await findEntries(sql, home, ledger, [index]);
  if (found) return found;
  const { size } = await readHead(sql, ledger);
  if (index < size) throw outsideScope();
  throw new Fault("not-found", `Expected entry ${index}, but the ledger has no entry of that number.`);
}

async function findStatement(read: Read, home: Web["home"], { event }: SeenEntry): Promise<SeenEntry | undefined> {
  const { sql, ledger } = read;
  const partOf = event.statement?.partOf;
  if (partOf === undefined) return undefined;
  const [place] = await sql<{ index: bigint }[]>`
    select index from ledger.projection
    where ledger = ${ledger} and statement = ${partOf} and part_of is null and occurred_at between ${event.occurredAt}::timestamptz - interval '1 hour' and ${event.occurredAt}::timestamptz
    order by index limit 1`;
  const [entry] = place ? await findEntries(sql, home, ledger, [place.index]) : [];
  return entry && seen(entry, await readProven(read));
}
