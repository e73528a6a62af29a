/** The question: of which kinds of record is there anything, and where does one find a certain record? */
import { type Act, type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import { instant, microseconds, words } from "../event/index.ts";
import type { Problem } from "./parameters.ts";
import { kindOf, typeOfKind } from "./record-query.ts";
import { type FoundRecord, findNamed } from "./records-find.ts";

/** Lines that are looked at for the kinds, newest first. */
const mostLines = 20_000;
/** Where a record is looked for, the kinds that were heard of lately are enough. */
const fewLines = 2_000;
const days = 30;
const longest = 500;

export interface RecordsQuery {
  /** A key, or a name, with or without the kind before it: "customers 10482". Without it those of a kind that changed last. */
  find?: string;
  /** As `kindOf` writes it. */
  kind?: string;
}

/** One kind of record: a table of a database, or what a system reports about. */
export interface Kind {
  key: string;
  source: { id: string; name: string };
  schema?: string;
  type: string;
  /** Changes and records seen in the last 30 days, as far as was looked. */
  changes: number;
  records: number;
  lastAt?: string;
}

export interface Records {
  query: RecordsQuery;
  kinds: Kind[];
  days: number;
  /** From here on everything was looked at for the kinds, where it was not all of those days. */
  countedFrom?: string;
  /** Absent where nothing was asked. By key, else by name, newest first. */
  found?: FoundRecord[];
  /** Names were looked for from here on; absent where a key was found. */
  namesFrom?: string;
}

export function parseRecordsQuery(params: Record<string, string | string[] | undefined>): {
  query: RecordsQuery;
  problems: Problem[];
} {
  const query: RecordsQuery = {};
  const problems: Problem[] = [];
  for (const field of ["find", "kind"] as const) {
    const text = [params[field]].flat()[0]?.trim();
    if (!text) continue;
    if (text.length > longest)
      problems.push({ field, sentence: `Expected at most ${longest} characters, got ${text.length}.` });
    else if (text.includes("\0") || !text.isWellFormed())
      problems.push({ field, sentence: "This contains characters that no record’s key can contain." });
    else query[field] = text;
  }
  return { query, problems };
}

/** The list of kinds is no act of its own; what is looked for is, and is recorded before it is found. */
export async function findRecords(
  principal: Principal | undefined,
  query: RecordsQuery,
  through: Web = web(),
): Promise<Records> {
  const { find, kind } = query;
  if (find === undefined && kind === undefined)
    return permit(principal, "records.view", {}, (read) => list(read, through, query), through);
  const act: Act = {
    // one that names a record is found where it is asked who looked for that record (looks.ts)
    ...(find !== undefined && { target: { type: "record" } }),
    data: { ...(find !== undefined && { find }), ...(kind !== undefined && { kind: typeOfKind(kind) }) },
  };
  const work = async (read: Read) => {
    const listed = await list(read, through, query, fewLines);
    const among = listed.kinds.filter(({ key }) => kind === undefined || key === kind);
    const { found, ...rest } = await findNamed(read, through.home, find, among);
    // a table of another schema may have the same name
    const isMeant = ({ record: { source, type, ...one } }: FoundRecord) =>
      kind === undefined || [kindOf({ source, type }), kindOf({ source, type, ...one })].includes(kind);
    return { ...listed, ...rest, found: found.filter(isMeant) };
  };
  return permit(principal, "record.find", act, work, through);
}

async function list(read: Read, { clock }: Web, query: RecordsQuery, most = mostLines): Promise<Records> {
  const start = instant(microseconds(clock()) - BigInt(days) * 86_400_000_000n);
  const { sql, ledger, principal } = read;
  const { from, to, sources } = principal.scope;
  const asked = from !== undefined && from > start ? from : start;
  const rows = await sql<
    { source: string; type: string; changes: number; records: number; lastAt: string; seen: number; oldest: string }[]
  >`
    with lines as materialized ( -- limited before anything is filtered: what is read is bounded, whatever it is
      select source, source_kind, category, record_type, record_id, coalesce(rows, 1) as rows, occurred_at from ledger.projection
      where ledger = ${ledger} and part_of is null and occurred_at >= ${asked} and occurred_at < ${to ?? "infinity"}
      order by occurred_at desc, index desc limit ${most}
    )
    select source, record_type as type, sum(rows)::float8 as changes, count(distinct record_id)::int as records,
      max(occurred_at) as "lastAt", (select count(*)::int from lines) as seen, (select min(occurred_at) from lines) as oldest
    from lines
    where source_kind <> 'vouch' and record_type is not null
      and (category = 'record' or category = 'statement' and record_id is null) -- of a bulk statement the rows are counted
      and (${sources ?? null}::uuid[] is null or source = any(${sources ?? []}::uuid[]))
    group by source, record_type`;
  const seen = new Map(rows.map((row) => [`${row.source} ${row.type}`, row]));
  const kinds = await readKinds(read, rows);
  return {
    query,
    days,
    kinds: kinds
      .map((kind) => {
        const { changes = 0, records = 0, lastAt } = seen.get(`${kind.source.id} ${kind.type}`) ?? {};
        return { ...kind, changes, records, ...(lastAt && { lastAt }) };
      })
      .sort((a, b) => b.changes - a.changes || (words(a.type) < words(b.type) ? -1 : 1)),
    ...(rows[0] && rows[0].seen >= most && { countedFrom: rows[0].oldest }),
  };
}

/** Every table that is captured, and whatever else was heard of. */
async function readKinds(
  read: Read,
  heard: { source: string; type: string }[],
): Promise<Omit<Kind, "changes" | "records">[]> {
  const { sql, ledger, principal } = read;
  const { sources } = principal.scope;
  const known = await sql<{ id: string; name: string; tables: string[] | null }[]>`
    select id, name, settings -> 'tables' as tables from app.sources
    where ledger = ${ledger} and kind <> 'vouch' and (${sources ?? null}::uuid[] is null or id = any(${sources ?? []}::uuid[]))
    order by name`;
  return known.flatMap(({ id, name, tables }) => {
    const captured = (tables ?? []).map((table) => {
      const at = table.indexOf(".");
      return { schema: table.slice(0, at), type: table.slice(at + 1) };
    });
    const types = new Set(captured.map(({ type }) => type));
    const others = heard.filter((one) => one.source === id && !types.has(one.type)).map(({ type }) => ({ type }));
    return [...captured, ...others].map((kind) => ({
      ...kind,
      key: kindOf({ source: id, ...kind }),
      source: { id, name },
    }));
  });
}
