/** `vouch find`: the search of the page Events, for whoever has the machine. It is recorded before anything is read. */
import { type Principal, type Read, readAfter, type Web } from "../../access/index.ts";
import { type OwnEvent, post } from "../../ledger/index.ts";
import { beginning } from "../export/part.ts";
import { renderOf, type Sink } from "../export/render.ts";
import { actOf, eachFound, type FoundLine, findIndexes, type Moment, readLines } from "../find/index.ts";
import { type SearchAsk, withOwn } from "../language/index.ts";
import { longestPage } from "./declaration.ts";

/** Who runs the command is what the operating system says: a claim. */
export interface CommandAsk {
  by: OwnEvent["actor"];
  ask: SearchAsk;
  /** Lines at most, or entries of CSV; without it, all of them. */
  limit?: number;
}

/** Lines as the page shows them, newest first. Throws `unavailable` where it takes too long. */
export async function findByCommand(
  given: CommandAsk,
  through: Web,
  show: (lines: FoundLine[]) => Promise<void>,
): Promise<void> {
  await reading(given, through, async (read, moment) => {
    let ask = given.ask;
    for (let left = given.limit ?? Number.POSITIVE_INFINITY; left > 0; left -= longestPage) {
      const { page } = await readLines(read, through, ask, moment, Math.min(left, longestPage));
      await show(page.lines);
      if (page.older === undefined) return;
      ask = { ...ask, cursor: page.older, direction: "older" };
    }
  });
}

/** The number of entries, the rows of bulk statements one by one. Exact, however many. */
export async function countByCommand(given: CommandAsk, through: Web): Promise<bigint> {
  let count = 0n;
  await eachBatch({ ...given, limit: undefined }, through, async (_read, indexes) => {
    count += BigInt(indexes.length);
  });
  return count;
}

/** The rows of an export (docs/exports.md): every entry, in the order of the ledger; with a limit the newest of them. */
export async function csvByCommand(
  given: CommandAsk,
  through: Web,
  write: (bytes: Buffer) => Promise<void>,
): Promise<void> {
  const render = renderOf({ format: "csv", zone: given.ask.zone }, through.home);
  const sink: Sink = { progress: { ...beginning }, write };
  let begun = false;
  const begin = async () => {
    if (!begun) await write(render.head());
    begun = true;
  };
  await eachBatch(given, through, async (read, indexes) => {
    await begin();
    for await (const piece of render.pieces(read, indexes)) await piece(sink);
  });
  await begin();
}

/** Entries read at once for rows of CSV. */
const batch = 200;

async function eachBatch(
  given: CommandAsk,
  through: Web,
  work: (read: Read, indexes: bigint[]) => Promise<void>,
): Promise<void> {
  const { home } = through;
  const tree = withOwn(given.ask.tree);
  await reading(given, through, async (read, moment) => {
    if (given.limit !== undefined) {
      const { indexes } = await findIndexes(read, home, { tree, ...moment }, given.limit);
      indexes.sort((a, b) => (a < b ? -1 : 1));
      for (let at = 0; at < indexes.length; at += batch) await work(read, indexes.slice(at, at + batch));
      return;
    }
    const upTo = await sizeOf(read);
    for await (const indexes of eachFound(read, home, { tree, ...moment, upTo }, batch)) await work(read, indexes);
  });
}

async function sizeOf({ sql, ledger }: Read): Promise<bigint> {
  const [head] = await sql<{ size: bigint }[]>`select size from ledger.heads where ledger = ${ledger}`;
  return head?.size ?? 0n;
}

/** Records the search, commits that, and then reads all of it in one snapshot. */
async function reading(
  { by, ask, limit }: CommandAsk,
  through: Web,
  work: (read: Read, moment: Moment) => Promise<void>,
): Promise<void> {
  const moment = { zone: ask.zone, now: through.clock() };
  const { target, data = {} } = actOf(ask, moment);
  const said = { ...data, ...(limit !== undefined && { limit: String(limit) }) };
  await post(
    through.sql,
    {
      type: "event.searched",
      category: "sensitive_read",
      actor: by,
      origin: { application: "vouch find" },
      ...(target && { target: { system: "vouch", ...target } }),
      data: Object.entries(said).map(([name, value]) => ({ name, type: "text", mode: "erasable", value })),
    },
    through.clock,
  );
  await readAfter(operator(by), (read) => work(read, moment), through);
}

/** Whoever has the machine has the database: nothing is hidden from them that the pages would show an administrator. */
function operator({ id }: OwnEvent["actor"]): Principal {
  const person = { id: "00000000-0000-7000-8000-000000000000", email: id, name: id, role: "administrator" as const };
  return { person, session: "command", scope: {} };
}
