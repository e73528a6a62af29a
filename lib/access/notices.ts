/**
 * Notices: what a person should know when they come by. They are written in the transaction of what they tell, are never the
 * only place where it stands, and go after 90 days.
 */
import { randomBytes } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { countOf, eventId, Fault, instant, microseconds } from "../event/index.ts";
import { type Web, web } from "./connection.ts";
import type { Principal } from "./principal.ts";
import { legible } from "./trace.ts";
import { guard } from "./trouble.ts";

/** What each type of notice needs in order to be said. `what` follows “to”: “make Ada Marsh an administrator”. */
interface Told {
  "approval.waiting": { who: string; what: string };
  "approval.approved": { who: string; what: string; next?: string };
  "approval.refused": { who: string; what: string; reason: string };
  "approval.expired": { what: string };
  "approval.failed": { what: string; trouble: string };
  "role.changed": { who: string; role: string };
  "administrator.added": { name: string; who: string };
  "password.reset": { who: string };
  "second_factor.reset": { who: string };
  /** Of a saved search: its name, and how many entries it found, from which on. */
  "alert.found": { name: string; count: string; subscription: string; from: string };
  "alert.troubled": { name: string; trouble: string };
  "alert.ended": { who: string; name: string };
  "search.removed": { who: string; name: string };
  "alert.webhook_removed": { who: string; webhook: string };
  "alert.undelivered": { name: string; webhook: string; why: string };
}
export type NoticeType = keyof Told;

const sentences: { [Type in NoticeType]: (told: Told[Type]) => string } = {
  "approval.waiting": ({ who, what }) => `${who} asks for your decision: to ${what}.`,
  "approval.approved": ({ who, what, next }) => `${who} approved your request to ${what}.${next ? ` ${next}` : ""}`,
  "approval.refused": ({ who, what, reason }) => `${who} refused your request to ${what}: “${reason}”`,
  "approval.expired": ({ what }) => `Your request to ${what} expired. Ask again if it is still needed.`,
  "approval.failed": ({ what, trouble }) => `Your request to ${what} was not carried out. ${trouble}`,
  "role.changed": ({ who, role }) => `${who} changed your role: you are ${role} now.`,
  "administrator.added": ({ name, who }) => `${name} is an administrator now, at the request of ${who}.`,
  "password.reset": ({ who }) => `${who} made a link with which your password can be set anew.`,
  "second_factor.reset": ({ who }) => `${who} removed your second factor. Set up a new one.`,
  "alert.found": ({ name, count }) => `${countOf(count, "new entry", "new entries")} for “${name}”.`,
  "alert.troubled": ({ name, trouble }) => `“${name}” does not alert you as you asked just now. ${trouble}`,
  "alert.ended": ({ who, name }) =>
    `${who} removed “${name}” or no longer shares it: you are not alerted to it any more.`,
  "search.removed": ({ who, name }) => `${who} removed “${name}”, which you had saved and shared.`,
  "alert.webhook_removed": ({ who, webhook }) =>
    `${who} removed the webhook ${webhook}: alerts of yours that went there have ended.`,
  "alert.undelivered": ({ name, webhook, why }) => `What “${name}” found could not be sent to ${webhook}. ${why}`,
};

/** A notice as it is handed in; `address` is the page it is about. */
export type NewNotice = { [Type in NoticeType]: { type: Type; data: Told[Type]; address: string } }[NoticeType];

export interface Notice {
  id: string;
  type: string;
  sentence: string;
  /** The page it is about. */
  address: string;
  createdAt: string;
  read: boolean;
}

export interface Notices {
  /** Newest first, at most 30. */
  notices: Notice[];
  unread: number;
}

const daysKept = 90;
const mostKept = 200;
const mostShown = 30;
const longest = 500;

/** Tells `people`, by their ids, in the caller's transaction; each once, whoever is named twice. */
export async function notify(sql: Transaction, people: string[], notice: NewNotice, now: string): Promise<void> {
  const to = [...new Set(people)];
  if (to.length === 0) return;
  const texts = Object.entries(notice.data).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const data = JSON.stringify(Object.fromEntries(texts.map(([name, text]) => [name, legible(text, longest)])));
  const ids = to.map(() => eventId(microseconds(now), randomBytes(10)));
  await sql`
    insert into app.notices (id, person, type, data, address, created_at)
    select id, person, ${notice.type}, ${data}::text::jsonb, ${notice.address}, ${now}
    from unnest(${ids}::uuid[], ${to}::uuid[]) as told(id, person)`;
  await forgetOld(sql, to, now);
}

/** Takes back what nobody need be told any more: of one type, about one page. */
export async function takeBackNotices(sql: Transaction, type: NoticeType, address: string): Promise<void> {
  await sql`delete from app.notices where type = ${type} and address = ${address}`;
}

/** Takes back what this person was told of a subscription and has not read: it is told together with what is new. */
export async function takeBackUnread(
  sql: Transaction,
  person: string,
  subscription: string,
): Promise<{ count: string; from: string }[]> {
  return sql<{ count: string; from: string }[]>`
    delete from app.notices
    where person = ${person} and type = 'alert.found' and read_at is null and data ->> 'subscription' = ${subscription}
    returning data ->> 'count' as count, data ->> 'from' as "from"`;
}

/** What this person was told. Throws `unauthenticated`. */
export async function readNotices(principal: Principal | undefined, through: Web = web()): Promise<Notices> {
  const { person } = known(principal);
  return guard(async () => {
    const rows = await through.sql<Stored[]>`
      select id, type, data, address, created_at as "createdAt", read_at is not null as read,
        (count(*) filter (where read_at is null) over ())::int as unread
      from app.notices where person = ${person.id} and created_at > ${daysBefore(through.clock())}
      order by created_at desc, id desc limit ${mostShown}`;
    return { notices: rows.flatMap(said), unread: rows[0]?.unread ?? 0 };
  });
}

/** Marks what this person was told until `until` as read; anybody else's stays as it is. */
export async function markRead(principal: Principal | undefined, until: string, through: Web = web()): Promise<void> {
  const { person } = known(principal);
  await guard(
    () => through.sql`
      update app.notices set read_at = ${through.clock()}
      where person = ${person.id} and read_at is null and created_at <= ${until}`,
  );
}

interface Stored {
  id: string;
  type: string;
  data: Record<string, string>;
  address: string;
  createdAt: string;
  read: boolean;
  unread: number;
}

/** Nothing for a type that this Vouch does not know. */
function said({ type, data, unread: _unread, ...notice }: Stored): Notice[] {
  if (!Object.hasOwn(sentences, type)) return [];
  const say = sentences[type as NoticeType] as (told: Record<string, string>) => string;
  return [{ ...notice, type, sentence: say(data) }];
}

async function forgetOld(sql: Sql | Transaction, people: string[], now: string): Promise<void> {
  await sql`
    delete from app.notices where id in (
      select id from (
        select id, created_at, row_number() over (partition by person order by created_at desc, id desc) as place
        from app.notices where person = any(${people}::uuid[])
      ) as told where place > ${mostKept} or created_at <= ${daysBefore(now)})`;
}

function daysBefore(now: string): string {
  return instant(microseconds(now) - BigInt(daysKept) * 86_400_000_000n);
}

function known(principal: Principal | undefined): Principal {
  if (!principal) throw new Fault("unauthenticated", "You are not signed in. Sign in and try again.");
  return principal;
}
