import { hash } from "node:crypto";
import { Fault, systemClock } from "../../lib/event/index.ts";
import { installSha256 } from "../../lib/integrity/index.ts";
import { type Reindexed, readHead, reindex } from "../../lib/ledger/index.ts";
import { type Command, readArguments, withVouch } from "./command.ts";

const usage = "vouch reindex [--from ENTRY]";
/** Milliseconds between two lines of progress. */
const every = 5_000;

/** Makes the search columns, and what finds entries by them, anew. Everything else goes on meanwhile. */
export const command: Command = async (args) => {
  const { values } = readArguments(args, { from: { type: "string" } }, 0, usage);
  installSha256(
    (data) => hash("sha256", data, "buffer"),
    (text) => hash("sha256", text, "base64url"),
  );
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => ending.abort());
  return withVouch("indexer", async ({ home, sql, ledger }) => {
    const { size } = await readHead(sql, ledger);
    const from = readEntry(values.from, size);
    const began = performance.now();
    let said = began;
    const work = { sql, home, ledger, clock: systemClock, signal: ending.signal };
    const done = await reindex(work, from, (sum) => {
      if (performance.now() - said < every) return;
      said = performance.now();
      console.error(progressLine(sum, size, (said - began) / 1_000));
    });
    const whole = done.to >= size;
    console.log(whole ? finishedLine(done, (performance.now() - began) / 1_000) : stoppedLine(done));
    return whole ? 0 : 130;
  });
};

function readEntry(text: string | undefined, size: bigint): bigint {
  if (text === undefined) return 0n;
  if (/^\d{1,18}$/.test(text) && BigInt(text) < size) return BigInt(text);
  throw new Fault(
    "invalid",
    `Expected the number of an entry after --from, from 0 to ${size - 1n}, got ${text.slice(0, 40)}. Leave it out to begin at the first.`,
  );
}

const number = (count: number | bigint) => count.toLocaleString("en");

function progressLine({ to, entries }: Reindexed, size: bigint, seconds: number): string {
  const perSecond = entries / seconds;
  const left = Math.max(0, Math.ceil(Number(size - to) / perSecond));
  return `Entry ${number(to < size ? to : size)} of ${number(size)}, ${number(Math.round(perSecond))} a second, about ${number(left)} s to go`;
}

function finishedLine({ entries, written, unreadable }: Reindexed, seconds: number): string {
  const rest =
    unreadable === 0 ? "" : ` ${number(unreadable)} could not be read and stay as they are: vouch verify says which.`;
  return `Done: ${number(entries)} entries looked at in ${seconds.toFixed(0)} s, the search columns of ${number(written)} written anew.${rest}`;
}

function stoppedLine({ to }: Reindexed): string {
  return `Stopped: everything before entry ${number(to)} is done. vouch reindex --from ${to} goes on.`;
}
