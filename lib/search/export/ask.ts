/** Asking for an export: the population is fixed here, the file is made in the background. */
import { randomUUID } from "node:crypto";
import { authorise, countAttempt, guard, minutesUntil, type Principal, type Web, web } from "../../access/index.ts";
import type { Transaction } from "../../database/index.ts";
import { countOf, Fault, knownZone } from "../../event/index.ts";
import { post, readHead, theLedger } from "../../ledger/index.ts";
import { freeze, parseQuery, printQuery, type Times, timesOf, withOwn } from "../language/index.ts";
import { type ExportFormat, exportFormats } from "./asked.ts";
import { stepBy } from "./step.ts";

/** As it comes from a page. */
export interface ExportWish {
  /** The text of the search. */
  query: string;
  /** IANA name: where its days begin. */
  zone: string;
  format: string;
}

/** Exports of one person that may wait or be made at the same time. */
export const mostOpen = 5;

/** Characters of a query. */
const longestQuery = 20_000;

/**
 * Asks for an export of all that a search finds among the entries that there are now, within the asker's scope. Returns its number.
 * Throws `invalid` for a query that is not understood whole, `conflict` where too many wait, `forbidden`.
 */
export async function askExport(
  principal: Principal | undefined,
  wish: ExportWish,
  through: Web = web(),
): Promise<number> {
  const target = { type: "export" };
  const known = await authorise(principal, "exports.make", { target }, through);
  const { text, zone, format, asks } = readWish(wish, through.clock());
  const by = await authorise(known, "exports.make", { target, data: { query: text, zone }, asks }, through);
  return guard(async () => {
    const { locked, until } = await through.sql.begin((sql) =>
      countAttempt(sql, { door: "export", key: by.person.id }, through.clock()),
    );
    if (locked) {
      const minutes = countOf(String(minutesUntil(until, through.clock())), "minute");
      throw new Fault("conflict", `You have asked for very many exports. Ask again in ${minutes}.`);
    }
    return through.sql.begin((sql) => insert(sql, by, { text, zone, format }, through));
  });
}

interface Understood {
  text: string;
  zone: string;
  format: ExportFormat;
}

/** What was typed as what it means now: relative times become instants, and what is left out is said. */
function readWish({ query, zone, format }: ExportWish, now: string): Understood & { asks: Times } {
  const known = exportFormats.find((one) => one === format);
  if (!known) throw new Fault("invalid", "Expected an export as csv or as leaves. Load the page again.");
  const place = knownZone(zone);
  if (!place) throw new Fault("invalid", `Expected a time zone such as Europe/Berlin, got ${zone.slice(0, 40)}.`);
  if (query.length > longestQuery) {
    throw new Fault("invalid", `Expected a query of at most ${longestQuery} characters, got ${query.length}.`);
  }
  const { tree, mistakes } = parseQuery(query);
  const [first] = mistakes;
  if (first) {
    throw new Fault(
      "invalid",
      `${first.sentence} Correct the query first: an export holds exactly what its query says.`,
    );
  }
  const frozen = withOwn(freeze(tree, place, now));
  const text = printQuery(frozen);
  if (parseQuery(text).mistakes.length > 0) {
    throw new Fault("invalid", "With its times fixed the query is longer than a query may be. Ask for less at once.");
  }
  return { text, zone: place, format: known, asks: timesOf(frozen, place, now) };
}

async function insert(
  sql: Transaction,
  by: Principal,
  { text, zone, format }: Understood,
  { clock }: Web,
): Promise<number> {
  const { person, scope } = by;
  await sql`select from app.people where id = ${person.id} for no key update`; // one after the other
  const [open] = await sql<{ count: number }[]>`
    select count(*)::int as count from app.exports where person = ${person.id} and state in ('waiting', 'running')`;
  if ((open?.count ?? 0) >= mostOpen) {
    throw new Fault(
      "conflict",
      `${mostOpen} of your exports are still being made. Wait until one is done, or cancel one.`,
    );
  }
  const ledger = await theLedger(sql);
  const { size } = await readHead(sql, ledger);
  const [row] = await sql<{ number: number }[]>`
    insert into app.exports (id, ledger, person, scope, query, zone, format, up_to, asked_at)
    values (${randomUUID()}, ${ledger}, ${person.id}, ${JSON.stringify(scope)}::text::jsonb, ${text}, ${zone}, ${format}, ${size}, ${clock()})
    returning number`;
  if (!row) throw new Error("an insert returned nothing");
  const kept = { zone, format, up_to: size.toString() };
  await post(sql, stepBy(by, "asked", row.number, { kept, erasable: { query: text } }), clock);
  return row.number;
}
