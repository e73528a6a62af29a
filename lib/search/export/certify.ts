/** Makes the population certificate of a file that is made. */
import { daysOf, type Read, readAfter, type Scope, type Web } from "../../access/index.ts";
import { countOf, Fault, grouped, months } from "../../event/index.ts";
import { b64, parseCheckpoint, parseNote } from "../../integrity/index.ts";
import { conditionsOf, printQuery, searchAddress, type Tree, timesOf } from "../language/index.ts";
import type { AskedExport } from "./asked.ts";
import { buildName } from "./build.ts";
import { type Certificate, doesNotShow, shows } from "./certificate.ts";
import { gapsWithin } from "./gaps.ts";
import type { Made } from "./make.ts";
import { meaningOf, type Population, populationOf, readerOf } from "./population.ts";

export async function certify(asked: AskedExport, made: Made, web: Web): Promise<Certificate> {
  const principal = readerOf(asked);
  const population = populationOf(asked);
  const at = web.clock();
  const { ledger, checkpoint, sources } = await readAfter(principal, (read) => readAround(read, asked), web);
  const { counted, part, sha256 } = made;
  const times = timesOf(population.tree, asked.zone, asked.askedAt);
  const range = {
    from: later(times.from, asked.scope.from) ?? ledger.createdAt,
    to: earlier(earlier(times.to, asked.scope.to), asked.askedAt) ?? asked.askedAt,
  };
  return {
    certificate: "vouch/population/1",
    export: { number: asked.number, id: asked.id, format: asked.format },
    ledger: { id: asked.ledger, name: ledger.name, demo: ledger.demo },
    population: {
      query: asked.query,
      means: meaningOf(asked.query),
      zone: asked.zone,
      upTo: asked.upTo.toString(),
      ...(part.first !== undefined && { first: part.first, last: part.last }),
      entries: String(part.entries),
      lines: counted.lines.toString(),
      ...(counted.occurred && { occurred: counted.occurred }),
    },
    counted: {
      entries: counted.entries.toString(),
      lines: counted.lines.toString(),
      at,
      how: "One query over the search columns of every entry below the number said, without the indexes that found the entries of the file.",
    },
    file: { name: fileName(asked), bytes: String(part.bytes), sha256, rows: String(part.rows), form: formOf(asked) },
    ...(checkpoint && { checkpoint }),
    asked: { at: asked.askedAt, by: { name: asked.person.name, email: asked.person.email, role: asked.person.role } },
    made: { from: asked.startedAt ?? asked.askedAt, to: at, build: buildName() },
    exclusions: exclusionsOf(asked, population.tree, made, sources),
    scope: asked.scope,
    coverage: await gapsWithin(principal, population.tree, range, web),
    again: addressOfPopulation(asked, population),
    shows,
    doesNotShow,
  };
}

/** "vouch-export-12.csv" */
export function fileName({ number, format }: Pick<AskedExport, "number" | "format">): string {
  return `vouch-export-${number}.${format === "csv" ? "csv" : "leaves.jsonl"}`;
}

export function certificateName({ number }: Pick<AskedExport, "number">): string {
  return `vouch-export-${number}.certificate.json`;
}

interface Around {
  ledger: { name: string; demo: boolean; createdAt: string };
  checkpoint?: NonNullable<Certificate["checkpoint"]>;
  /** Names of the sources of the scope. */
  sources: string[];
}

async function readAround({ sql, ledger }: Read, { upTo, scope }: AskedExport): Promise<Around> {
  const [found] = await sql<Around["ledger"][]>`
    select name, demo, created_at as "createdAt" from ledger.ledgers where id = ${ledger}`;
  if (!found) throw new Fault("not-found", "Expected the ledger of the export, but it is not there.");
  const [covering] = await sql<{ note: string; signedAt: string }[]>`
    select note, signed_at as "signedAt" from ledger.checkpoints
    where ledger = ${ledger} and size >= ${upTo} order by size limit 1`;
  const sources = await sql<{ name: string }[]>`
    select name from app.sources where id = any(${scope.sources ?? []}::uuid[]) order by name`;
  return {
    ledger: found,
    ...(covering && { checkpoint: checkpointOf(covering) }),
    sources: sources.map(({ name }) => name),
  };
}

function checkpointOf({ note, signedAt }: { note: string; signedAt: string }): Certificate["checkpoint"] {
  const { size, root } = parseCheckpoint(parseNote(note).text);
  return { size: size.toString(), root: b64(root), signedAt };
}

/** The search that finds this population and nothing that came later. */
function addressOfPopulation({ zone }: AskedExport, { tree, upTo }: Population): string {
  const until: Tree = { field: "entry", operator: "under", value: upTo.toString() };
  return searchAddress({ text: printQuery({ all: [tree, until] }), zone });
}

function formOf({ format, zone }: AskedExport): string {
  return format === "csv"
    ? `CSV (RFC 4180), UTF-8 with a byte order mark, one head row. One row for each field that changed, with the entry's columns repeated; one row for an entry that changed none. Times in UTC and in ${zone}. A cell that begins with = + - @ or an apostrophe has an apostrophe in front.`
    : "JSON lines in UTF-8: the exact bytes of each leaf, in the order of the ledger. The leaf hash of a line is SHA-256(0x00 followed by the line without its newline).";
}

function exclusionsOf({ upTo, scope, format }: AskedExport, tree: Tree, { part }: Made, sources: string[]): string[] {
  const said = [`Entries from number ${grouped(upTo.toString())} on: they came after the export was asked for.`];
  if (conditionsOf(tree).some(({ field, value }) => field === "own" && value === "hidden"))
    said.push("What Vouch records of itself: the query leaves it out (own:hidden).");
  const limits = scopeWords(scope, sources);
  if (limits) said.push(`Everything beyond what ${limits}.`);
  if (format === "leaves") {
    said.push(
      "Values that stand beside their leaves: a leaf holds their commitments, which prove them to whoever has them.",
    );
  } else {
    said.push("The exact texts of statements: they stand without the values in them.");
    if (part.concealed > 0)
      said.push(
        `Concealed values, which ${entries(part.concealed)} ${have(part.concealed)}: their cells say “concealed”.`,
      );
    if (part.erased > 0)
      said.push(
        `Values that were erased, of ${entries(part.erased)}: their cells say “erased”. The proofs of these entries hold.`,
      );
  }
  if (part.unreadable > 0)
    said.push(
      `What was recorded in ${entries(part.unreadable)}: what is stored is not what was recorded. Verify the ledger before you rely on anything in the file.`,
    );
  return said;
}

const entries = (count: number) => countOf(String(count), "entry", "entries");
const have = (count: number) => (count === 1 ? "has" : "have");

/** “whoever asked may see: 1 May to 31 July 2026, of billing and payroll” */
function scopeWords(scope: Scope, sources: string[]): string | undefined {
  const { from, to } = daysOf(scope);
  const parts = [
    from && `from ${dateInWords(from)}`,
    to && `until ${dateInWords(to)}`,
    scope.sources && (sources.length > 0 ? `of ${sources.join(", ")}` : "of no source"),
  ].filter(Boolean);
  return parts.length > 0 ? `whoever asked may see, which is what happened ${parts.join(" ")}` : undefined;
}

/** "1 May 2026" */
function dateInWords(date: string): string {
  return `${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

const later = (a?: string, b?: string) => (a === undefined || (b !== undefined && b > a) ? b : a);
const earlier = (a?: string, b?: string) => (a === undefined || (b !== undefined && b < a) ? b : a);
