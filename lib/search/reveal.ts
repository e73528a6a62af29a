/**
 * The question: what do the concealed fields of this entry hold? Who asks, why, and for which fields becomes an entry that is
 * committed before a value is read; what was refused or failed is recorded too.
 */
import {
  authorise,
  countAttempt,
  erasable,
  eventBy,
  keep,
  minutesUntil,
  outsideScope,
  type Principal,
  readAfter,
  record,
  recordDenial,
  targetOf,
  type Web,
  web,
} from "../access/index.ts";
import { readReason } from "../approval/index.ts";
import { Fault, type Field, instant, microseconds, type SeenField } from "../event/index.ts";
import { type Leaf, readLeaf, seeEvent } from "../integrity/index.ts";
import { findEntries, readHead } from "../ledger/index.ts";

/** Minutes for which revealed values may stand on a page. */
export const revealedMinutes = 5;

/** As it comes from the page: nothing of it is trusted. */
export interface RevealWish {
  /** Number of the entry. */
  index: string;
  /** Names of concealed fields; all of the entry's where there are none. */
  fields?: string[];
  /** 10 to 500 letters. */
  reason: string;
  /** A case or ticket, up to 100 characters. */
  ticket?: string;
}

export interface Revealed {
  fields: SeenField[];
  /** When a page hides them again, by our clock; `seconds` from now, since the reader's clock may be another. */
  until: string;
  seconds: number;
}

/**
 * Throws `invalid`, `forbidden` (recorded), `not-found`, `held` beyond 30 reveals an hour (recorded), and `unavailable`: then the entry
 * says that it was asked for, and a second one that it failed, if that could still be recorded.
 */
export async function revealValues(
  principal: Principal | undefined,
  given: RevealWish,
  through: Web = web(),
): Promise<Revealed> {
  const asked = readWish(given);
  const act = { target: { type: "entry", id: asked.index }, data: { reason: asked.reason } };
  const by = await authorise(principal, "values.reveal", act, through);
  await countReveal(by, act, through);
  const about = await findConcealed(by, asked, through).catch(async (fault) => {
    if (fault instanceof Fault && fault.code === "forbidden") await recordDenial(through, by, "values.reveal", act);
    throw fault;
  });
  const category = "sensitive_read" as const;
  const event = { category, target: targetOf(act.target), data: [...about, ...saying(asked)] };
  await record(through, eventBy(by, { ...event, type: "value.revealed" }));
  try {
    const fields = await readConcealed(by, asked, through);
    const seconds = revealedMinutes * 60;
    return { fields, seconds, until: instant(microseconds(through.clock()) + BigInt(seconds) * 1_000_000n) };
  } catch (error) {
    await record(through, eventBy(by, { ...event, type: "value.reveal_failed" })).catch(() => {});
    throw error;
  }
}

interface Asked {
  index: string;
  fields?: string[];
  reason: string;
  ticket?: string;
}

function readWish({ index, fields, reason, ticket }: RevealWish): Asked {
  if (typeof index !== "string" || !/^(0|[1-9]\d{0,17})$/.test(index))
    throw new Fault("invalid", "Expected the number of an entry. Load the page again.");
  const named = fields === undefined || (Array.isArray(fields) && fields.length > 0 && fields.length <= 1_000);
  if (!named || fields?.some((name) => typeof name !== "string" || name.length > 500))
    throw new Fault("invalid", "Expected the names of fields of this entry. Load the page again.");
  if (ticket !== undefined && (typeof ticket !== "string" || ticket.length > 100))
    throw new Fault("invalid", "Expected a case or ticket of at most 100 characters. Shorten it.");
  const words = ticket?.trim();
  return {
    index,
    ...(fields && { fields }),
    reason: readReason(typeof reason === "string" ? reason : ""),
    ...(words && { ticket: words }),
  };
}

function saying({ reason, ticket }: Asked): Field[] {
  return [erasable("reason", reason), ...(ticket ? [erasable("ticket", ticket)] : [])];
}

async function countReveal(by: Principal, act: Parameters<typeof recordDenial>[3], through: Web): Promise<void> {
  const { sql, clock } = through;
  const attempt = { door: "reveal", key: by.person.id } as const;
  const count = await sql.begin((transaction) => countAttempt(transaction, attempt, clock()));
  if (!count.locked) return;
  await recordDenial(through, by, "values.reveal", act);
  throw new Fault(
    "held",
    `You revealed values 30 times within an hour, which is the limit. Go on in ${minutesUntil(count.until, clock())} minutes, or ask a second person to approve revealing many at once.`,
  );
}

/** What the entry about the reveal says of it, from the leaf alone: no value is read. Throws where there is nothing to reveal. */
function findConcealed(by: Principal, { index, fields }: Asked, through: Web): Promise<Field[]> {
  const find = async (read: Parameters<Parameters<typeof readAfter<Field[]>>[1]>[0]) => {
    const { sql, ledger } = read;
    const [row] = await sql<
      { leaf: Buffer }[]
    >`select leaf from ledger.entries where ledger = ${ledger} and index = ${index}`;
    if (!row) {
      if (BigInt(index) < (await readHead(sql, ledger)).size) throw outsideScope();
      throw new Fault("not-found", `Expected entry ${index}, but the ledger has no entry of that number.`);
    }
    const { event } = readLeaf(row.leaf);
    const concealed = concealedIn(event);
    const wanted = fields?.filter((name) => concealed?.includes(name) ?? true) ?? concealed ?? [];
    if (wanted.length < (fields?.length ?? 1) && !(fields === undefined && concealed === undefined))
      throw new Fault(
        "invalid",
        "Expected concealed fields of this entry, but it has none of these names. Load the page again.",
      );
    const { target } = event;
    return [
      keep("fields", wanted.join(", ").slice(0, 2_000)),
      ...(target ? [keep("table", target.type)] : []),
      ...(target?.id === undefined ? [] : [keep("record", target.id)]),
    ];
  };
  return readAfter(by, find, through);
}

/** Names of the concealed fields; nothing where the list stands beside the leaf. */
function concealedIn({ change, data = [] }: Leaf["event"]): string[] | undefined {
  if (change && !Array.isArray(change.fields)) return undefined;
  const fields = [...(change && Array.isArray(change.fields) ? change.fields : []), ...data];
  return [...new Set(fields.filter(({ mode }) => mode === "conceal").map(({ name }) => name))];
}

function readConcealed(by: Principal, { index, fields }: Asked, through: Web): Promise<SeenField[]> {
  return readAfter(
    by,
    async ({ sql, ledger }) => {
      const [entry] = await findEntries(sql, through.home, ledger, [BigInt(index)]);
      if (!entry?.leaf || !entry.disclosures)
        throw new Fault(
          "conflict",
          "What is stored of this entry was changed, so none of its values can be relied on. None is shown.",
        );
      const { change, data = [] } = seeEvent(entry.leaf, entry.disclosures, { reveal: true });
      const concealed = [...(change?.fields ?? []), ...data].filter(({ mode }) => mode === "conceal");
      return concealed.filter(({ name }) => fields?.includes(name) ?? true);
    },
    through,
  );
}
