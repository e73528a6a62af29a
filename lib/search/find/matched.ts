/** What a line of a bulk statement shows, and how many of the statement's rows were found. */
import type { Read } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { segmentSize } from "../../ledger/index.ts";
import { cursorOf } from "../language/index.ts";
import { lookAt } from "../look.ts";
import { countPlaces } from "./counted-places.ts";
import type { FoundLine, LinePlace } from "./found.ts";
import type { Look } from "./look.ts";

interface Shown extends LinePlace {
  /** Index of the entry that the line shows. */
  shows: bigint;
  matched?: FoundLine["matched"];
}

/** Rows of a statement that are counted for a line. */
const mostRows = 10_000;

interface Named {
  at: number;
  statement: string;
  /** The statement's own entry, and how many rows it affected. */
  own: bigint | null;
  affected: bigint | null;
}

/** The lines with what each of them shows. */
export async function showLines(read: Read, home: Home, look: Look, lines: LinePlace[]): Promise<FoundLine[]> {
  const shown = await describe(look, lines);
  const entries = await lookAt(
    read,
    home,
    shown.map(({ shows }) => shows),
  );
  const known = new Map(entries.map((entry) => [entry.index, entry]));
  return shown.flatMap(({ shows, matched, ...place }) => {
    const entry = known.get(`${shows}`);
    return entry ? [{ entry, cursor: cursorOf(place), ...(matched && { matched }) }] : [];
  });
}

/** In the order of `lines`. Where all rows of a statement are found, or none of them, nothing is counted. */
async function describe(look: Look, lines: LinePlace[]): Promise<Shown[]> {
  const plain = lines.map((line) => ({ ...line, shows: line.index }));
  if (look.heads || look.oneByOne || lines.length === 0) return plain;
  const named = await readStatements(look, lines);
  const rows = await countRows(look, named);
  const counted = new Map(named.map((one) => [one.at - 1, { ...one, rows: rows.get(one.statement) ?? 0 }]));
  return plain.map((line, at): Shown => {
    const of = counted.get(at);
    if (!of || of.rows === 0) return line;
    if (line.rowsOf !== undefined && of.rows === 1) return line;
    const shows = of.own ?? line.index;
    if (of.affected !== null && BigInt(of.rows) >= of.affected) return { ...line, shows };
    const { statement } = of;
    return { ...line, shows, matched: { rows: Math.min(of.rows, mostRows), more: of.rows > mostRows, statement } };
  });
}

/** The statements of those lines that are of one. */
async function readStatements(look: Look, lines: LinePlace[]): Promise<Named[]> {
  const { sql, ledger } = look.read;
  return sql<Named[]>`
    select w.at::int, coalesce(w.rows_of, p.statement) as statement,
      case when w.rows_of is null then p.index else h.index end as own,
      case when w.rows_of is null then p.rows else h.rows end as affected
    from unnest(${lines.map(({ index }) => `${index}`)}::bigint[], ${lines.map(({ rowsOf }) => rowsOf ?? null)}::uuid[])
      with ordinality as w (index, rows_of, at)
    join ledger.projection p on p.ledger = ${ledger} and p.index = w.index
    left join lateral (
      select h.index, h.rows from ledger.projection h
      where h.ledger = ${ledger} and w.rows_of is not null and h.statement = w.rows_of and h.part_of is null
        and h.index < w.index and h.index >= w.index - ${segmentSize}::int
      order by h.index desc limit 1
    ) as h on true
    where w.rows_of is not null or (p.statement is not null and p.part_of is null and p.category = 'statement')`;
}

/** By postings, as far as they tell; the others row by row. */
async function countRows(look: Look, named: Named[]): Promise<Map<string, number>> {
  const counted = (await countPlaces(look, named)) ?? new Map<string, number>();
  const others = named.map(({ statement }) => statement).filter((statement) => !counted.has(statement));
  if (others.length === 0) return counted;
  const { sql, ledger } = look.read;
  const rows = await sql<{ statement: string; rows: number }[]>`
    select s.statement, (
      select count(*)::int from (
        select from ledger.projection p
        where p.ledger = ${ledger} and p.part_of = s.statement and p.index < ${look.upTo} and ${look.condition()}
        limit ${mostRows + 1}) as rows) as rows
    from unnest(${others}::uuid[]) as s (statement)`;
  for (const { statement, rows: count } of rows) counted.set(statement, count);
  return counted;
}
