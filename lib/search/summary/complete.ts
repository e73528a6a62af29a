/**
 * The question: what may stand here? Fields, choices, times, and values that were recorded, for whoever types a search. It is asked
 * with every key, so it leaves no entry; it says no value of a record's field, and nothing beyond the reader's scope.
 */
import {
  countAttempt,
  may,
  minutesUntil,
  type Principal,
  type Read,
  readAfter,
  type Web,
  web,
} from "../../access/index.ts";
import { type ActorKind, Fault, fieldNames, folded, isFieldName, searchField } from "../../event/index.ts";
import { required } from "../find/demand.ts";
import { limits, parseQuery, timeWords } from "../language/index.ts";
import { readSources, wordsOf } from "./labels.ts";
import { readChangedFields, readRecordIds } from "./of-record.ts";
import type { Completion, Wish } from "./summary.ts";
import { begins, isWordField, mostOffered, readWords, type WordField } from "./vocabulary.ts";

/** Characters of what is typed; beyond them nothing is offered. */
const longest = 200;

/**
 * Twelve values at most; fields, all that begin so. Whoever may not search is offered nothing, which is no denial worth recording:
 * nobody asked for it. Throws `unavailable` where somebody asks more often than anybody types.
 */
export async function complete(
  principal: Principal | undefined,
  wish: Wish,
  through: Web = web(),
): Promise<Completion[]> {
  if (!principal || !may(principal.person.role, "events.search")) return [];
  await holdDoor(principal, through);
  const { text, field, of, query = "" } = wish;
  if (
    [text, field, of].some(
      (one) => one !== undefined && (one.length > longest || /\0/.test(one) || !one.isWellFormed()),
    )
  )
    return [];
  const asked = { ...wish, query: query.length > limits.characters ? "" : query };
  return readAfter(principal, (read) => offer(read, asked), through);
}

async function holdDoor({ person }: Principal, { sql, clock }: Web): Promise<void> {
  const now = clock();
  const count = await sql.begin(async (transaction) => {
    await transaction`select set_config('synchronous_commit', 'off', true)`; // a count that a crash loses is no loss
    return countAttempt(transaction, { door: "completion", key: person.id }, now);
  });
  if (count.locked)
    throw new Fault(
      "unavailable",
      `More was asked for than anybody types. Values are offered again in ${minutesUntil(count.until, now)} minutes; searching goes on.`,
    );
}

async function offer(read: Read, wish: Wish): Promise<Completion[]> {
  const { field, text } = wish;
  if (field === undefined) return offerFields(read, text);
  if (!isFieldName(field)) return [];
  const { choices, kind } = searchField(field);
  if (choices) return choicesOf(choices, text);
  if (kind === "time") return timesFor(text);
  if (kind === "value") return wish.of === undefined ? recordFields(read, wish) : [];
  if (field === "field")
    return recordFields(read, wish).then((found) => found.map((each) => ({ ...each, what: "value" })));
  if (field === "source") return sourcesOf(read, text);
  if (field === "id") return idsOf(read, wish);
  return isWordField(field) ? valuesOf(read, field, text) : [];
}

function choicesOf(choices: Readonly<Record<string, string>>, text: string): Completion[] {
  const wanted = folded(text.trim());
  return Object.entries(choices)
    .filter(([id, label]) => begins(wanted, id) || begins(wanted, label))
    .map(([value, label]) => ({ value, label, what: "value" }));
}

/** Lengths of time that people ask for. */
const lately = {
  "24h": "the last 24 hours",
  "7d": "the last 7 days",
  "30d": "the last 30 days",
  "90d": "the last 90 days",
};

function timesFor(text: string): Completion[] {
  const wanted = folded(text.trim());
  return Object.entries({ ...timeWords, ...lately })
    .filter(([word, says]) => word.startsWith(wanted) || begins(wanted, says))
    .map(([value, says]) => ({ value, label: says.charAt(0).toUpperCase() + says.slice(1), what: "value" }));
}

async function sourcesOf(read: Read, text: string): Promise<Completion[]> {
  const wanted = folded(text.trim());
  const names = [...new Set((await readSources(read)).values())];
  return names
    .filter((name) => begins(wanted, name))
    .sort()
    .slice(0, mostOffered)
    .map((name) => ({ value: name, label: name, what: "value" }));
}

async function valuesOf(read: Read, field: WordField, text: string): Promise<Completion[]> {
  const words = await readWords(read, field, text);
  const kinds =
    field === "actor"
      ? await readKinds(
          read,
          words.map(({ value }) => value),
        )
      : new Map<string, ActorKind>();
  const found = words.map(({ value, label }): Completion => {
    const kind = kinds.get(value);
    const named = label !== null && label !== value;
    return {
      value,
      label: named ? label : field === "action" ? wordsOf(value) : value,
      ...(named && { help: value }),
      ...(kind && { kind }),
      what: "value",
    };
  });
  if (field !== "ticket" || !"none".startsWith(folded(text.trim()))) return found;
  return [
    { value: "none", label: "No ticket", help: "Changes that were carried out and name none", what: "value" as const },
    ...found,
  ].slice(0, mostOffered);
}

/** What kind of actor each is, by its newest entry that the reader may see. */
async function readKinds({ sql, ledger, principal }: Read, actors: string[]): Promise<Map<string, ActorKind>> {
  const { from, to } = principal.scope;
  const rows = await sql<{ actor: string; kind: ActorKind }[]>`
    select a.actor, newest.kind from unnest(${actors}::text[]) as a (actor) cross join lateral (
      select p.actor_kind as kind from ledger.projection p
      where p.ledger = ${ledger} and p.actor = a.actor
        and p.occurred_at >= ${from ?? "-infinity"}::timestamptz and p.occurred_at < ${to ?? "infinity"}::timestamptz
      order by p.occurred_at desc, p.index desc limit 1) as newest`;
  return new Map(rows.map(({ actor, kind }) => [actor, kind]));
}

/** Names of a record's fields, to be compared: of the table that the query names, where it names one. */
async function recordFields(read: Read, { text, query }: Wish): Promise<Completion[]> {
  const tables = tablesIn(query ?? "");
  const names =
    tables.length > 0
      ? (await readChangedFields(read, tables))
          .filter((name) => begins(folded(text.trim()), name))
          .slice(0, mostOffered)
      : (await readWords(read, "field", text)).map(({ value }) => value);
  return names.map((value) => ({ value, label: wordsOf(value), help: `${value}=…, ${value}>…`, what: "field" }));
}

/** Tables that every match must be of. */
function tablesIn(query: string): string[] {
  return required(parseQuery(query).tree).flatMap(({ field, value }) => (field === "record" ? [value] : []));
}

async function idsOf(read: Read, { text, query }: Wish): Promise<Completion[]> {
  const [table] = tablesIn(query ?? "");
  if (table === undefined) return [];
  const ids = await readRecordIds(read, table, text.trim(), mostOffered);
  return ids.map((value) => ({ value, label: value, what: "value" }));
}

/** Fields by name, and values that say at once which field is meant. */
async function offerFields(read: Read, text: string): Promise<Completion[]> {
  const wanted = folded(text.trim());
  const fields = fieldNames
    .filter((name) => name.startsWith(wanted) || begins(wanted, searchField(name).says))
    .map(
      (name): Completion => ({
        value: name,
        label: searchField(name).says,
        help: searchField(name).help,
        what: "field",
      }),
    );
  if (wanted.length < 2) return fields;
  const values = await Promise.all(
    (["actor", "record"] as const).map(async (field) =>
      (await valuesOf(read, field, text)).slice(0, 4).map((found) => ({ ...found, field })),
    ),
  );
  const named = (await recordFields(read, { text })).filter(({ value }) => !isFieldName(value)).slice(0, 4);
  return [...fields, ...values.flat(), ...named].slice(0, mostOffered * 2);
}
