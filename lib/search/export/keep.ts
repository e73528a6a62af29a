/** Makes what people asked to export, in a process of its own (`vouch errands`): one after the other, at most two at a time. */
import { hash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Web } from "../../access/index.ts";
import { isUnreachable } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { installSha256 } from "../../integrity/index.ts";
import { getExport } from "./asked.ts";
import { certify } from "./certify.ts";
import { type HeldExport, mostRunning, take } from "./hold.ts";
import { makeFile } from "./make.ts";
import { folderOf, removeFiles } from "./part.ts";

export interface Exporting {
  web: Web;
  signal: AbortSignal;
  /** Told what whoever runs Vouch should know, in a sentence without values. */
  report(sentence: string): void;
}

/** Milliseconds between two looks at what waits, and between two looks at what is kept no longer. */
const rest = 700;
const sweepEvery = 60_000;
/** Milliseconds until the next attempt, where the database did not answer. */
const later = 5_000;
/** Milliseconds between two signs of life. */
const beat = 5_000;

/** Ends when `signal` says so: what is begun then goes on at the next start, or in another process. */
export async function keepExporting(work: Exporting): Promise<void> {
  nativeHashes();
  const running = new Set<Promise<unknown>>();
  let [sweptAt, tryAgainAt] = [Number.NEGATIVE_INFINITY, 0];
  while (!work.signal.aborted) {
    try {
      if (performance.now() - sweptAt > sweepEvery) {
        await sweep(work.web);
        sweptAt = performance.now();
      }
      while (running.size < mostRunning && performance.now() >= tryAgainAt) {
        const held = await take(work.web);
        if (!held) break;
        const one: Promise<void> = makeOne(held, work).then((came) => {
          running.delete(one);
          if (came === "later") tryAgainAt = performance.now() + later;
        });
        running.add(one);
      }
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      tryAgainAt = performance.now() + later;
    }
    await pause(rest, undefined, { signal: work.signal }).catch(() => {});
  }
  await Promise.all(running);
}

/** Makes one export, if one waits, and returns whether it did. */
export async function exportOnce(work: Exporting): Promise<boolean> {
  nativeHashes();
  const held = await take(work.web);
  if (held) await makeOne(held, work);
  return held !== undefined;
}

/** The portable SHA-256 takes ten times as long, and every value of an export is held against its commitment. */
function nativeHashes(): void {
  installSha256(
    (data) => hash("sha256", data, "buffer"),
    (text) => hash("sha256", text, "base64url"),
  );
}

/** `later`: the database did not answer; what is written stays, and is taken up again. Never rejects. */
async function makeOne(held: HeldExport, work: Exporting): Promise<"ended" | "later"> {
  const alive = setInterval(() => void held.progress({}).catch(() => {}), beat);
  try {
    await makeWhole(held, work);
    return "ended";
  } catch (error) {
    if (isUnreachable(error) || (error instanceof Fault && error.code === "unavailable")) return "later";
    const why = whyNot(error);
    work.report(`Export ${held.asked.number} was not made. ${why}`);
    await removeFiles(work.web.home.folder, held.asked.id).catch(() => {}); // the sweep tries again
    await held.failed(why).catch(() => {}); // the connection is gone: another process will try, and say so
    return "ended";
  } finally {
    clearInterval(alive);
    await held.release();
  }
}

async function makeWhole({ asked, progress, done }: HeldExport, { web, signal }: Exporting): Promise<void> {
  const again = () => getExport(web.sql, String(asked.number));
  const made = await makeFile({ web, asked, signal, progress, again });
  if (made && (await done(await certify(asked, made, web)))) return;
  if (!signal.aborted || made) await removeFiles(web.home.folder, asked.id); // cancelled
}

/** As whoever asked for it reads it. */
function whyNot(error: unknown): string {
  if (error instanceof Fault) return error.message;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG")
    return "The disk that Vouch’s home lies on is full. No part of the file is offered. Make room, then export again.";
  if (code === "EACCES" || code === "EROFS" || code === "EPERM")
    return "Vouch’s home cannot be written to. No part of the file is offered. Ask an administrator, then export again.";
  return "Vouch made a mistake. No part of the file is offered. Tell an administrator: the log says more.";
}

/** Removes from the disk what is kept no longer, and what nobody will finish. */
export async function sweep({ sql, home, clock }: Web): Promise<void> {
  const names = await readdir(folderOf(home.folder)).catch(() => []);
  const ids = [...new Set(names.map((name) => name.slice(0, 36)))].filter((id) => /^[0-9a-f-]{36}$/.test(id));
  if (ids.length === 0) return;
  const kept = await sql<{ id: string }[]>`
    select id from app.exports
    where id = any(${ids}::uuid[]) and (state in ('waiting', 'running') or state = 'done' and kept_until > ${clock()})`;
  const keep = new Set(kept.map(({ id }) => id));
  for (const id of ids) if (!keep.has(id)) await removeFiles(home.folder, id);
}
