/**
 * `vouch reindex` over the last million entries, every row of which it has to write, while others search and entries are appended. A
 * search is right where it finds as many of the entries that were there before as it did before.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { aPrincipal } from "../../lib/access/builders.ts";
import { readAfter } from "../../lib/access/index.ts";
import { connect, loginUrl } from "../../lib/database/index.ts";
import { type Event, systemClock } from "../../lib/event/index.ts";
import { append, emptySnapshot, readHead, segmentSize } from "../../lib/ledger/index.ts";
import { countFound, is, type Tree } from "../../lib/search/index.ts";
import { peakMemory } from "../ingest/process.ts";
import { quantile } from "../ingest/visible.ts";
import { atMost, type Measure } from "../report.ts";
import { commonWord } from "./chance.ts";
import { entryAt } from "./entries.ts";
import type { Ground } from "./ground.ts";

const reader = aPrincipal("compliance");
/** Entries appended at once, and milliseconds until the next. */
const appended = { entries: 100, every: 200 };

export async function measureReindex(ground: Ground): Promise<Measure[]> {
  const { rows, owner, ledger } = ground;
  const first = Math.floor(Math.max(0, rows - 1_000_000) / segmentSize) * segmentSize;
  await owner`update ledger.projection set terms = terms || 1::bigint where ledger = ${ledger} and index >= ${first} and index < ${rows}`;
  await owner.unsafe("vacuum ledger.projection");
  const ending = new AbortController();
  const [searching, appending] = [keepSearching(ground, ending.signal), keepAppending(ground, ending.signal)];
  const { seconds, memory } = await runReindex(ground, first);
  ending.abort();
  const [searches, more] = [await searching, await appending];
  const [left] = await owner<
    { n: bigint }[]
  >`select count(*) as n from ledger.projection where ledger = ${ledger} and index >= ${first} and 1::bigint = any (terms)`;
  const name = `reindex of ${rows - first} entries under load`;
  return [
    told(`${name}`, seconds, "s"),
    told(`${name}: rows written`, (rows - first) / seconds, "/s"),
    atMost(1_000, `${name}: largest memory`, memory, "MB"),
    told(`${name}: entries appended meanwhile`, more / seconds, "/s"),
    told(`${name}: searches meanwhile`, searches.times.length, ""),
    atMost(0, `${name}: searches that found too little or too much`, searches.wrong, ""),
    told(`${name}: a search meanwhile, p95`, quantile(searches.times, 0.95), "ms"),
    atMost(0, `${name}: rows left as they were`, Number(left?.n ?? 0n), ""),
  ];
}

async function runReindex({ home }: Ground, from: number): Promise<{ seconds: number; memory: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "bin/vouch.ts", "reindex", "--from", `${from}`], {
    env: { ...process.env, VOUCH_HOME: home.folder, VOUCH_DEMO: "off" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, peakMemory(child.pid) || 0);
  }, 200);
  const [code] = await once(child, "exit");
  clearInterval(watch);
  if (code !== 0) throw new Error(`vouch reindex ended with code ${code}.`);
  return { seconds: (performance.now() - began) / 1_000, memory };
}

async function keepSearching({ web, rows }: Ground, signal: AbortSignal): Promise<{ times: number[]; wrong: number }> {
  // some hundred of each million
  const tree: Tree = {
    all: [
      is("text", commonWord),
      is("record", "users"),
      is("actor", "dana"),
      { field: "entry", operator: "under", value: `${rows}` },
    ],
  };
  const count = () =>
    readAfter(reader, (read) => countFound(read, web.home, { tree, zone: "UTC", now: web.clock() }), web);
  const truth = JSON.stringify(await count());
  const times: number[] = [];
  let wrong = 0;
  while (!signal.aborted) {
    const began = performance.now();
    if (JSON.stringify(await count()) !== truth) wrong++;
    times.push(performance.now() - began);
    await pause(50);
  }
  return { times, wrong };
}

async function keepAppending({ url, home, ledger, rows }: Ground, signal: AbortSignal): Promise<number> {
  const sql = connect(loginUrl(home, url, "sequencer"), { application: "bench sequencer", max: 2 });
  await sql`select ledger.make_partitions(now(), 2)`;
  let done = 0;
  const cursor = { seen: emptySnapshot, reading: emptySnapshot, position: 0n };
  while (!signal.aborted) {
    const now = systemClock();
    const events = Array.from(
      { length: appended.entries },
      (_, i): Event => ({ ...entryAt(rows + done + i, rows, 0n).event, occurredAt: now }),
    );
    const source = events[0]?.source.id ?? "";
    await append(sql, { ledger, home, clock: systemClock }, await readHead(sql, ledger), events, {
      source,
      cursor,
      system: "bench",
    });
    done += events.length;
    await pause(appended.every);
  }
  await sql.end();
  return done;
}

function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}
