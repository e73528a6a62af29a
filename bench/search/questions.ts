/**
 * The questions that are measured, each as a search and as SQL that somebody wrote by hand who knows the tables and their indexes. Both
 * read the leaves of what they find, in a transaction of the same kind; both are asked of another actor, record or entry each time.
 */
import type { Read } from "../../lib/access/index.ts";
import { type TermMaker, termsOf } from "../../lib/ledger/index.ts";
import { is, type Tree } from "../../lib/search/index.ts";
import { actorAt, commonWord, rareWord } from "./chance.ts";
import { recordsOf } from "./entries.ts";
import type { Ground } from "./ground.ts";

export interface Question {
  name: string;
  /** What is asked the `n`th time. */
  tree(n: number): Tree;
  cursor?: string;
  hand(read: Read, n: number): Promise<unknown>;
}

const all = (...members: Tree[]): Tree => ({ all: members });
const page = 50;

/** A place in the list, for a page far from its beginning. */
export interface Deep {
  occurredAt: string;
  index: bigint;
  cursor: string;
}

export function questionsOf(ground: Ground, deep: Deep): Question[] {
  const { rows, home } = ground;
  const terms = termsOf(home);
  const actor = (n: number) => actorAt((n * 7) % 60).id;
  const record = (n: number) => `${(n * 131) % Math.floor(recordsOf / 100)}`;
  const entry = (n: number) => Math.floor((rows * ((n * 37) % 100)) / 100);
  return [
    { name: "newest page", tree: () => all(), hand: newest },
    { name: "page 1,000", tree: () => all(), cursor: deep.cursor, hand: (read) => older(read, deep) },
    { name: "by actor", tree: (n) => is("actor", actor(n)), hand: (read, n) => byActor(read, actor(n)) },
    {
      name: "by record",
      tree: (n) => all(is("record", "customers"), is("id", record(n))),
      hand: (read, n) => byRecord(read, record(n)),
    },
    { name: "by index", tree: (n) => is("entry", `${entry(n)}`), hand: (read, n) => byIndex(read, entry(n)) },
    {
      name: "actor, type and 30 days",
      tree: (n) => all(is("actor", actor(n)), is("event", "invoices.updated"), is("after", "30d")),
      hand: (read, n) => byActorAndType(read, actor(n), "invoices.updated"),
    },
    { name: "rare word", tree: () => is("text", rareWord), hand: (read) => byRareWord(read, terms) },
    { name: "common word", tree: () => is("text", commonWord), hand: (read) => byCommonWord(read, terms) },
  ];
}

/** The line of the list at which page 1,000 begins, or the last page where there are not so many. */
export async function deepPlace(
  { owner, ledger, rows }: Ground,
  cursorOf: (place: { occurredAt: string; index: bigint }) => string,
): Promise<Deep> {
  const [place] = await owner<{ occurredAt: string; index: bigint }[]>`
    select occurred_at as "occurredAt", index from ledger.projection
    where ledger = ${ledger} and part_of is null and source_kind <> 'vouch'
    order by occurred_at desc, index desc offset ${Math.min(999 * page, Math.floor(rows / 4))} limit 1`;
  if (!place) throw new Error("There is no such page.");
  return { ...place, cursor: cursorOf(place) };
}

const leafOf = (sql: Read["sql"]) =>
  sql`join ledger.entries e on e.ledger = p.ledger and e.index = p.index and e.recorded_at = p.recorded_at`;
const theirs = (sql: Read["sql"]) => sql`p.source_kind <> 'vouch'`;

const newest = ({ sql, ledger }: Read) => sql`
  select p.*, e.leaf from (
    select * from ledger.projection p where ledger = ${ledger} and part_of is null and ${theirs(sql)}
    order by occurred_at desc, index desc limit ${page}) p ${leafOf(sql)}`;

const older = ({ sql, ledger }: Read, { occurredAt, index }: Deep) => sql`
  select p.*, e.leaf from (
    select * from ledger.projection p
    where ledger = ${ledger} and part_of is null and ${theirs(sql)} and (occurred_at, index) < (${occurredAt}, ${index})
    order by occurred_at desc, index desc limit ${page}) p ${leafOf(sql)}`;

const byActor = ({ sql, ledger }: Read, actor: string) => sql`
  select p.*, e.leaf from (
    select * from ledger.projection p where ledger = ${ledger} and actor = ${actor} and part_of is null and ${theirs(sql)}
    order by occurred_at desc, index desc limit ${page}) p ${leafOf(sql)}`;

const byRecord = ({ sql, ledger }: Read, id: string) => sql`
  select p.*, e.leaf from (
    select * from ledger.projection p where ledger = ${ledger} and record_type = 'customers' and record_id = ${id}
    order by occurred_at desc, index desc limit ${page}) p ${leafOf(sql)}`;

const byIndex = ({ sql, ledger }: Read, index: number) => sql`
  select p.*, e.leaf from ledger.projection p ${leafOf(sql)} where p.ledger = ${ledger} and p.index = ${index}`;

const byActorAndType = async ({ sql, ledger }: Read, actor: string, type: string) => sql`
  select p.*, e.leaf from (
    select * from ledger.projection p
    where ledger = ${ledger} and actor = ${actor} and type = ${type} and part_of is null
      and occurred_at >= (select recorded_at - interval '30 days' from ledger.heads where ledger = ${ledger})
    order by occurred_at desc, index desc limit ${page}) p ${leafOf(sql)}`;

/** Where postings say, and nowhere else. */
const byRareWord = ({ sql, ledger }: Read, terms: TermMaker) => sql`
  with hits as materialized (
    select segment::bigint * 8192 + get_byte(places, 2 * i) * 256 + get_byte(places, 2 * i + 1) as index
    from ledger.postings, generate_series(0, octet_length(places) / 2 - 1) as i
    where ledger = ${ledger} and term = ${terms.of("text", rareWord)}::bigint)
  select p.*, e.leaf from (
    select p.* from hits join ledger.projection p on p.ledger = ${ledger} and p.index = hits.index
    order by p.occurred_at desc, p.index desc limit ${page}) p ${leafOf(sql)}`;

/** It is near, wherever one looks: from the newest on. */
const byCommonWord = ({ sql, ledger }: Read, terms: TermMaker) => sql`
  select p.*, e.leaf from (
    select * from ledger.projection p
    where ledger = ${ledger} and part_of is null and terms @> array[${terms.of("text", commonWord)}::bigint]
    order by occurred_at desc, index desc limit ${page}) p ${leafOf(sql)}`;

/** By day, and by three facets, of what AI agents did: with the counts of every value. */
export const filteredHistogram = {
  name: "filtered histogram with facets",
  tree: (): Tree => is("kind", "agent"),
  hand: ({ sql, ledger }: Read) => sql`
    select date_trunc('day', occurred_at) as day, action, actor, source, grouping(date_trunc('day', occurred_at), action, actor, source) as facet, count(*)
    from ledger.projection
    where ledger = ${ledger} and actor_kind = 'agent' and part_of is null
    group by grouping sets ((date_trunc('day', occurred_at)), (action), (actor), (source))`,
};
