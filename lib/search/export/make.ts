/**
 * Making the file of one export. It is read in many short transactions, one after the other: entries below a number are never
 * changed, added or removed, so together they see what one long transaction would, and none of them keeps the database from
 * tidying up. Each reads as whoever asked, within the scope of then.
 */
import { may, type Read, readAfter, type Web } from "../../access/index.ts";
import { Fault } from "../../event/index.ts";
import { failpoint } from "../../ledger/index.ts";
import { eachFound } from "../find/index.ts";
import { type AskedExport, covers } from "./asked.ts";
import { type Counted, countPopulation } from "./count.ts";
import { Part } from "./part.ts";
import { type Population, populationOf, readerOf } from "./population.ts";
import { type Piece, type Render, renderOf } from "./render.ts";

export interface Making {
  web: Web;
  asked: AskedExport;
  signal: AbortSignal;
  /** Stores how far it is. Says whether to go on: not where the export was cancelled. */
  progress(said: { expected?: bigint; written?: bigint }): Promise<boolean>;
  /** The export as it stands now. */
  again(): Promise<AskedExport>;
}

export interface Made {
  counted: Counted;
  part: Part["progress"];
  sha256: string;
}

/** Entries that are read at once. */
const batchSize = 1_000;
/** A transaction ends after so many milliseconds, and another goes on. */
const longestRead = 20_000;
/** So much is written at most before it is made to count. */
const settleEvery = { bytes: 16 << 20, milliseconds: 2_000 };

/**
 * Makes the file, or goes on with it. Undefined where it was cancelled, or this process is to end. Throws `conflict` with a
 * sentence where the export cannot be made.
 */
export async function makeFile(making: Making): Promise<Made | undefined> {
  const { web, asked } = making;
  mayGoOn(asked);
  const population = populationOf(asked);
  const counted = await countPopulation(readerOf(asked), population, web);
  if (!(await making.progress({ expected: counted.entries }))) return undefined;
  const part = await Part.open(web.home.folder, asked.id);
  try {
    const render = renderOf(asked, web.home);
    if (part.progress.bytes === 0) await part.write(render.head());
    if (!(await writeAll(making, population, part, render))) return undefined;
    const recounted = await sameCount(making, population, counted, part.progress.entries);
    const sha256 = await part.finish();
    return { counted: recounted, part: part.progress, sha256 };
  } finally {
    await part.close();
  }
}

/** Whoever lost the right to export meanwhile, or may see less now, gets no file. Throws `conflict`. */
function mayGoOn({ person, deactivated, scope, scopeNow }: AskedExport): void {
  if (deactivated) throw new Fault("conflict", "The account of whoever asked for it was deactivated.");
  if (!may(person.role, "exports.make")) {
    throw new Fault("conflict", "Whoever asked for it may no longer export entries.");
  }
  if (!scopeNow || !covers(scopeNow, scope)) {
    throw new Fault("conflict", "Whoever asked for it may see less now than then. Export again.");
  }
}

/** Reads and writes until the end of the population; false where it is not to go on. */
async function writeAll(making: Making, population: Population, part: Part, render: Render): Promise<boolean> {
  for (;;) {
    mayGoOn(await making.again());
    const came = await readAfter(
      readerOf(making.asked),
      (read) => writeSome(making, read, population, part, render),
      making.web,
    );
    if (came === "end") return true;
    if (came === "stop") return false;
  }
}

async function writeSome(
  { signal, progress, web }: Making,
  read: Read,
  population: Population,
  part: Part,
  render: Render,
): Promise<"end" | "more" | "stop"> {
  const until = performance.now() + longestRead;
  let settled = { at: Number.NEGATIVE_INFINITY, bytes: part.progress.bytes };
  for await (const write of ahead(piecesOf(read, web, population, part, render))) {
    await write(part);
    failpoint("within-export");
    const now = performance.now();
    const much = part.progress.bytes - settled.bytes > settleEvery.bytes;
    if (!much && now - settled.at < settleEvery.milliseconds) continue;
    await part.settle();
    settled = { at: now, bytes: part.progress.bytes };
    if (!(await progress({ written: BigInt(part.progress.entries) })) || signal.aborted) return "stop";
    if (now > until) return "more";
  }
  return "end";
}

async function* piecesOf(
  read: Read,
  { home }: Web,
  { tree, moment, upTo }: Population,
  { progress }: Part,
  render: Render,
): AsyncGenerator<Piece> {
  const found = eachFound(read, home, { tree, upTo, ...moment }, batchSize, BigInt(progress.next));
  for await (const indexes of ahead(found)) yield* render.pieces(read, indexes);
}

/** Asks for what comes next while one is worked on. */
async function* ahead<T>(of: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = of.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = of.next();
      next.catch(() => {}); // whoever asks for it gets the error
      yield value;
    }
  } finally {
    await next.catch(() => {});
    await of.return(undefined);
  }
}

/** Counted once more where the counts differ: a value may have been erased in between. Throws `conflict` where they still do. */
async function sameCount(
  { web, asked }: Making,
  population: Population,
  counted: Counted,
  written: number,
): Promise<Counted> {
  if (counted.entries === BigInt(written)) return counted;
  const again = await countPopulation(readerOf(asked), population, web);
  if (again.entries === BigInt(written)) return again;
  throw new Fault(
    "conflict",
    `${written} entries were found, but counted independently there are ${again.entries}. No file is offered. Run vouch reindex, then export again.`,
  );
}
