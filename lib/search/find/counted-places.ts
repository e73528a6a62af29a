/** How many rows of some statements are found, from postings alone: for as many statements as a page has, however long they are. */
import { segmentSize } from "../../ledger/index.ts";
import { and, type Bits, bitsBetween, count, none, not } from "./bits.ts";
import { seesAll } from "./blocks.ts";
import type { Look } from "./look.ts";
import { rangeOf } from "./pieces.ts";
import type { Known } from "./plan.ts";
import { listed, readKnown } from "./postings.ts";
import { readRecent } from "./recent.ts";

interface Wanted {
  statement: string;
  /** Index of the statement's own entry, which is none of its rows. */
  own: bigint | null;
}

/** By statement; not those of which postings do not tell exactly. Nothing for readers of a part, whose rows the database counts. */
export async function countPlaces(look: Look, wanted: Wanted[]): Promise<Map<string, number> | undefined> {
  if (!seesAll(look.read) || wanted.length === 0) return undefined;
  const terms = new Map(wanted.map(({ statement }) => [statement, look.termOf(statement)]));
  const known = await readAll(look, [...terms.values()]);
  if (!known) return undefined;
  const counted = new Map<string, number>();
  for (const { statement, own } of wanted) {
    const rows = known.map((one) => rowsIn(look, one, one.places.get(terms.get(statement) ?? 0n) ?? none, own));
    if (rows.every((found) => found !== undefined))
      counted.set(
        statement,
        rows.reduce((sum, found) => sum + found, 0),
      );
  }
  return counted;
}

/** All that is known of where these statements are; nothing where some of it is not known. */
async function readAll({ read, plan, ground }: Look, statements: bigint[]): Promise<Known[] | undefined> {
  const { sql, ledger } = read;
  const rows = await sql<{ segment: number }[]>`
    select distinct segment from ledger.postings where ledger = ${ledger} and term = any(${listed(statements)}::text::bigint[])`;
  const where = new Set(rows.map(({ segment }) => segment));
  const terms = [...new Set([...plan.terms, ...statements])];
  const known = await readKnown(
    read,
    { ...plan, terms },
    ground.settled.filter(({ segment }) => where.has(segment)),
  );
  if (ground.open.length > 1) return undefined;
  for (const range of ground.open) {
    const recent = await readRecent(read, range, terms);
    if (!recent) return undefined;
    const anywhen = { firstOccurred: "", lastOccurred: "~", firstRecorded: "", lastRecorded: "" };
    known.push({ segment: { segment: Number(range.from) / segmentSize, ...anywhen }, places: recent.places });
  }
  return known;
}

/** Nothing where it is not certain. */
function rowsIn(look: Look, known: Known, places: Bits, own: bigint | null): number | undefined {
  if (places === none) return 0;
  const { from, to } = rangeOf(known.segment, look.upTo);
  const at = own === null ? -1 : Number(own - from);
  const rows = and(and(places, not(bitsBetween(at, at + 1))), bitsBetween(0, Number(to - from)));
  const { may, must } = look.plan.tell(known);
  const [most, least] = [count(and(rows, may)), count(and(rows, must))];
  return most === least ? most : undefined;
}
