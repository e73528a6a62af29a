/** Verification of the search columns: each row must be the one that follows from its leaf by the rules of its version. */
import { isDeepStrictEqual } from "node:util";
import type { Home, Sql } from "../database/index.ts";
import { Fault, type Measures, measuresOf } from "../event/index.ts";
import { type Finding, type Leaf, readLeaf, seeEvent } from "../integrity/index.ts";
import { entryOf, type Stored, unlessChanged } from "./entries.ts";
import { foundEvent } from "./found.ts";
import { type Projected, project, projectedColumns } from "./projection.ts";
import { mostTerms, termsOf } from "./terms.ts";

/** Entries read at a time. */
const stride = 1_000n;

interface Compared extends Stored {
  /** Columns of the row as JSON, without its terms; null where there is no row. */
  row: Record<string, unknown> | null;
  terms: string | null;
}

/** Rows that are missing, too many, or differ from what follows from their leaf; with `home` also in what they are found by. */
export async function* compareProjection(sql: Sql, ledger: string, home?: Home): AsyncGenerator<Finding> {
  for (let from = await nextIndex(sql, ledger, 0n); from !== null; from = await nextIndex(sql, ledger, from + stride)) {
    for (const compared of await readRows(sql, ledger, from)) {
      const { index } = compared;
      const sentence = compared.leaf
        ? differenceOf(compared, ledger, home)
        : "is in the search columns, but the ledger has no such entry at that time.";
      const at = index.toString();
      if (sentence) yield { kind: "projection", from: at, to: at, sentence: `Entry ${at} ${sentence}` };
    }
  }
}

/** The first index from `at` on that an entry or a row has. */
async function nextIndex(sql: Sql, ledger: string, at: bigint): Promise<bigint | null> {
  const [row] = await sql<{ index: bigint | null }[]>`
    select least(
      (select min(index) from ledger.entries where ledger = ${ledger} and index >= ${at}),
      (select min(index) from ledger.projection where ledger = ${ledger} and index >= ${at})) as index`;
  return row?.index ?? null;
}

async function readRows(sql: Sql, ledger: string, from: bigint): Promise<Compared[]> {
  const within = sql`ledger = ${ledger} and index >= ${from} and index < ${from + stride}`;
  const rows = await sql<Compared[]>`
    select coalesce(e.index, p.index) as index, coalesce(e.recorded_at, p.recorded_at) as "recordedAt", e.leaf, e.leaf_hash as "leafHash",
      e.chain, d.subject, d.sealed, s.salt, p.terms::text, case when p.index is not null then row_to_json(p) end as row
    from (select * from ledger.entries where ${within}) e
    full join (select ${sql.unsafe(plainColumns.join(", "))}, terms::text from ledger.projection where ${within}) p
      on p.index = e.index and p.recorded_at = e.recorded_at
    left join ledger.disclosures d on d.ledger = ${ledger} and d.index = e.index and d.recorded_at = e.recorded_at
    left join ledger.subjects s on s.ledger = ${ledger} and s.subject = d.subject`;
  return rows.toSorted((one, other) => Number(one.index - other.index));
}

const columnsOfLeaf = projectedColumns.filter((column) => column !== "terms" && column !== "measures");
const plainColumns = projectedColumns.filter((column) => column !== "terms").map((column) => `"${column}"`);

function differenceOf(compared: Compared, ledger: string, home?: Home): string | undefined {
  const { row, index } = compared;
  if (!row) return "has no search columns, so no search finds it.";
  let leaf: Leaf;
  try {
    leaf = readLeaf(compared.leaf);
  } catch {
    return undefined; // the leaf itself is a finding already
  }
  let expected: Projected;
  try {
    expected = project(leaf, index, { terms: "{}", measures: null }, Number(row.version));
  } catch (error) {
    if (error instanceof Fault) return "has search columns of an unknown version.";
    throw error;
  }
  const wrong = columnsOfLeaf.filter(
    (column) => !sameColumn(column, expected[column], row[column] ?? (Array.isArray(expected[column]) ? [] : null)),
  );
  if (wrong.length > 0)
    return `shows something else in search than in its leaf: ${wrong.join(", ")}. The leaf is what counts; the search columns were changed.`;
  return home && Number(row.version) >= 2 ? unfoundBy(compared, leaf, ledger, home) : undefined;
}

function sameColumn(column: keyof Projected, expected: Projected[keyof Projected], stored: unknown): boolean {
  if (Array.isArray(expected)) return JSON.stringify(expected) === JSON.stringify(stored);
  if (expected === null || stored === null) return expected === stored;
  if (column === "occurred_at" || column === "recorded_at") return expected === jsonInstant(String(stored));
  return String(expected) === String(stored);
}

/** `2026-11-20T07:03:25.1234+00:00`, as PostgreSQL writes it in JSON, as we write it. */
function jsonInstant(text: string): string {
  const [whole, fraction = ""] = text.replace(/(\+00:00|Z)$/, "").split(".");
  return `${whole}.${fraction.padEnd(6, "0")}Z`;
}

/** Terms and measures follow from the leaf and the values beside it; those of values that were erased may still be there. */
function unfoundBy(compared: Compared, leaf: Leaf, ledger: string, home: Home): string | undefined {
  const { disclosures } = entryOf(compared, home, ledger);
  // sealed for another home, or changed: reading the entry says so
  const seen = disclosures && unlessChanged(() => seeEvent(leaf, disclosures));
  if (!seen || !disclosures) return undefined;
  const event = foundEvent(leaf, disclosures);
  const terms = { expected: termsOf(home).all(event), stored: compared.terms ?? "{}" };
  const measures = { expected: measuresOf(event) ?? {}, stored: (compared.row?.measures ?? {}) as Measures };
  if (terms.expected === terms.stored && isDeepStrictEqual({ ...measures.expected }, measures.stored)) return undefined;
  const erased = JSON.stringify(seen).includes('"state":"erased"');
  if (erased && includesTerms(terms) && includesMeasures(measures)) return undefined;
  return "is found by other words or numbers in search than it has: terms, measures. The leaf is what counts; the search columns were changed.";
}

function includesTerms({ expected, stored }: { expected: string; stored: string }): boolean {
  const [least, there] = [termsIn(expected), new Set(termsIn(stored))];
  // where some were left out for being too many, others may have come in their place
  return least.length >= mostTerms || least.every((term) => there.has(term));
}

function termsIn(text: string): string[] {
  return text === "{}" ? [] : text.slice(1, -1).split(",");
}

function includesMeasures({ expected, stored }: { expected: Measures; stored: Measures }): boolean {
  return Object.entries(expected).every(([field, sides]) => isDeepStrictEqual(stored[field], sides));
}
