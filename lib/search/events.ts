/**
 * The question: which entries match, newest first? Pages go by (time, index), never by offset. A statement of many rows is
 * one line; its rows are lines only where a record or the statement itself is asked for.
 */
import { and, asc, desc, eq, gte, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import { projection } from "../../drizzle/schema/index.ts";
import { type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import type { SeenEntry } from "../event/index.ts";
import { lookAt } from "./look.ts";
import { cursorOf, dayBounds, type EventQuery, readCursor } from "./query.ts";

export interface EventPage {
  lines: SeenEntry[];
  /** Cursors of the neighbouring pages, where there are any. */
  older?: string;
  newer?: string;
  query: EventQuery;
}

/** Lines of a page. */
const pageSize = 50;

export async function searchEvents(
  principal: Principal | undefined,
  query: EventQuery,
  through: Web = web(),
): Promise<EventPage> {
  const { cursor: _cursor, direction: _direction, own, noTicket, ...asked } = query;
  const data = {
    ...(asked as Record<string, string>),
    ...(noTicket && { ticket: "none recorded" }),
    ...(own && { own: "shown" }),
  };
  const asks = {
    ...(asked.from && { from: dayBounds(asked.from).start }),
    ...(asked.to && { to: dayBounds(asked.to).end }),
  };
  // one that names a record is found where it is asked who looked for that record (looks.ts)
  const target = asked.recordId === undefined ? undefined : { type: "record" };
  return permit(principal, "events.search", { target, data, asks }, (read) => findPage(read, through, query), through);
}

async function findPage(read: Read, { home }: Web, query: EventQuery): Promise<EventPage> {
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const newer = cursor !== undefined && query.direction === "newer";
  const places = await findPlaces(read, query, newer);
  const more = places.length > pageSize;
  const page = places.slice(0, pageSize);
  if (newer) page.reverse();
  const lines = await lookAt(
    read,
    home,
    page.map(({ index }) => index),
  );
  const [first, last] = [page[0], page.at(-1)];
  const hasNewer = newer ? more : cursor !== undefined;
  const hasOlder = newer ? true : more;
  return {
    lines,
    query,
    ...(first && hasNewer && { newer: cursorOf(first) }),
    ...(last && hasOlder && { older: cursorOf(last) }),
  };
}

async function findPlaces(
  { tables, ledger, principal }: Read,
  query: EventQuery,
  newer: boolean,
): Promise<{ occurredAt: string; index: bigint }[]> {
  const { occurredAt, index } = projection;
  const direction = newer ? asc : desc;
  const rows = await tables
    .select({
      occurredAt: sql<string>`to_char(${occurredAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
      index,
    })
    .from(projection)
    .where(and(eq(projection.ledger, ledger), ...conditions(query), ...within(principal), beyondCursor(query, newer)))
    .orderBy(direction(occurredAt), direction(index))
    .limit(pageSize + 1);
  return rows;
}

export function conditions(query: EventQuery): SQL[] {
  const { actor, actorKind, action, recordType, recordId, statement, transaction, category, from, to, own } = query;
  const given: (SQL | false | undefined)[] = [
    actor !== undefined && eq(projection.actor, actor),
    actorKind !== undefined && eq(projection.actorKind, actorKind),
    action !== undefined && eq(projection.action, action),
    category !== undefined && eq(projection.category, category),
    recordType !== undefined && eq(projection.recordType, recordType),
    recordId !== undefined && eq(projection.recordId, recordId),
    transaction !== undefined && eq(projection.transaction, transaction),
    from !== undefined && gte(projection.occurredAt, dayBounds(from).start),
    to !== undefined && lt(projection.occurredAt, dayBounds(to).end),
    query.noTicket && withoutTicket,
    !own && ne(projection.sourceKind, "vouch"),
    statement !== undefined && sql`coalesce(${projection.partOf}, ${projection.statement}) = ${statement}`,
    statement === undefined && recordId === undefined && isNull(projection.partOf),
  ];
  return given.filter((condition): condition is SQL => Boolean(condition));
}

/** What a reader expects a ticket of: a change of data that was carried out. An attempt needs none, nor does what Vouch does itself. */
export const withoutTicket = sql`(${projection.ticket} is null and ${projection.category} in ('record', 'statement')
  and ${projection.sourceKind} <> 'vouch' and ${projection.decision} is distinct from 'denied' and ${projection.action} <> 'failed')`;

export function within({ scope }: Pick<Principal, "scope">): SQL[] {
  const limits: (SQL | false | undefined)[] = [
    scope.from !== undefined && gte(projection.occurredAt, scope.from),
    scope.to !== undefined && lt(projection.occurredAt, scope.to),
    scope.sources !== undefined && sql`${projection.source} = any(${`{${scope.sources.join(",")}}`}::uuid[])`,
  ];
  return limits.filter((limit): limit is SQL => Boolean(limit));
}

function beyondCursor({ cursor: text }: EventQuery, newer: boolean): SQL | undefined {
  const cursor = text === undefined ? undefined : readCursor(text);
  if (!cursor) return undefined;
  const { occurredAt, index } = projection;
  return newer
    ? sql`(${occurredAt}, ${index}) > (${cursor.occurredAt}::timestamptz, ${cursor.index}::bigint)`
    : sql`(${occurredAt}, ${index}) < (${cursor.occurredAt}::timestamptz, ${cursor.index}::bigint)`;
}
