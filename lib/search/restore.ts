/** The question: with which statement would this record become again what it was? It is told, and never run. */
import { type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import { Fault, type SeenEntry } from "../event/index.ts";
import { actOn, findRecord } from "./record.ts";
import { Images } from "./record-images.ts";
import { parseRecordQuery, type RecordKey } from "./record-query.ts";
import { findAt, findVersion, numberOf, summarise } from "./record-versions.ts";
import { type RestoreScript, restoreScript } from "./restore-script.ts";

export interface RestoreAsk {
  record: RecordKey;
  /** The number of the entry whose version is to come back. */
  version: string;
  /** Why: it becomes the reason of the change. */
  reason: string;
  ticket?: string;
}

export interface MadeScript extends RestoreScript {
  /** The versions between which it leads, by number. */
  from: number;
  to: number;
}

const longest = { reason: 500, ticket: 100 };

/** Throws `invalid` for a reason that is none or too long, or where there is nothing to bring back, `not-found` for no such version. */
export async function makeRestoreScript(
  principal: Principal | undefined,
  { record: named, version, ...typed }: RestoreAsk,
  through: Web = web(),
): Promise<MadeScript> {
  const { record } = parseRecordQuery({ ...named }).query; // it comes from a browser
  const reason = readLine(typed.reason, "reason");
  const ticket = typed.ticket && readLine(typed.ticket, "ticket");
  if (!reason)
    throw new Fault("invalid", "Expected a reason: it becomes part of the change when the script is run. Say why.");
  if (typeof version !== "string" || !/^\d{1,18}$/.test(version)) throw noVersion();
  const { target, data } = await actOn(principal, record, through);
  const act = {
    target,
    data: { ...data, version: `entry ${version}`, reason, ...(ticket && { ticket }) },
    asks: { sources: [record.source] },
  };
  const ask = { record, version, reason, ...(ticket && { ticket }) };
  return permit(principal, "record.restore", act, (read) => make(read, through, ask), through);
}

async function make(read: Read, { home, clock }: Web, { record, version, ...said }: RestoreAsk): Promise<MadeScript> {
  const { source, of } = await findRecord(read, record, clock());
  if (source.kind !== "postgres")
    throw new Fault("invalid", `A script can be made for a PostgreSQL table. ${source.name} is none.`);
  const [wanted, newest] = [await findVersion(of, version), await findAt(of)];
  if (!wanted || !newest) throw noVersion();
  const images = await Images.read(read, home, [wanted.index, newest.index]);
  const summary = await summarise(of);
  const [to, from] = [await numberOf(of, wanted, summary), await numberOf(of, newest, summary)];
  for (const { index } of [wanted, newest]) mustBeReadable(images.entry(index));
  const words = (number: number, at: string) => `version ${number} (${at.slice(0, 19).replace("T", " ")} UTC)`;
  const script = restoreScript({
    key: record,
    wanted: images.after(wanted.index),
    current: images.after(newest.index),
    wantedWords: words(to, wanted.at),
    currentWords: words(from, newest.at),
    differing: images.differing(wanted.index, newest.index),
    ...said,
  });
  if (!script) {
    throw new Fault(
      "invalid",
      `There is nothing to bring back: version ${from}, the newest, is as version ${to} was, as far as their values may be shown.`,
    );
  }
  return { ...script, from, to };
}

/** A leaf that was changed says nothing that may be written back. */
function mustBeReadable({ event, index }: SeenEntry): void {
  if (event.change?.fields.every(({ type }) => type !== "fields")) return;
  throw new Fault("conflict", `Entry ${index} cannot be read whole, so no script is made from it. Open it to see why.`);
}

function noVersion(): Fault {
  return new Fault("not-found", "There is no such version of this record. Open its history and choose another one.");
}

function readLine(text: unknown, what: keyof typeof longest): string {
  const line = String(text ?? "")
    .replace(/[\s\p{Control}\p{Surrogate}]+/gu, " ")
    .trim();
  if (line.length <= longest[what]) return line;
  throw new Fault(
    "invalid",
    `Expected a ${what} of at most ${longest[what]} characters, got ${line.length}. Shorten it.`,
  );
}
