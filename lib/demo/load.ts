/** Tells the story of 180 days into a fresh installation, through the real code from the outboxes on. */
import { hash } from "node:crypto";
import { connect, loginUrl } from "../database/index.ts";
import { microseconds, systemClock } from "../event/index.ts";
import { installSha256 } from "../integrity/index.ts";
import { readCheckpoints, Signer, trustedKeys, verifyLedger } from "../ledger/index.ts";
import type { Act, Change, Report } from "./act.ts";
import { storyClock } from "./clock.ts";
import { type Ground, makeGround, type Wish } from "./ground.ts";
import { hashCheaply } from "./people.ts";
import { perform } from "./perform.ts";
import { send } from "./reporting.ts";
import { resetSourceClock } from "./source-clock.ts";
import { beforeAnything, type StoryDay, storyDays, tell } from "./story.ts";
import { type Harvest, Taking } from "./take.ts";
import { look, take as takeTurn, usual } from "./turns.ts";
import { visit } from "./visit.ts";

export interface Loaded {
  entries: bigint;
  /** Secrets of the keys with which the systems report. */
  keys: Ground["keys"];
  seconds: number;
}

export async function loadDemo(wish: Wish): Promise<Loaded> {
  const began = performance.now();
  installSha256(
    (data) => hash("sha256", data, "buffer"),
    (text) => hash("sha256", text, "base64url"),
  );
  const story = tell(wish.now, wish.scale);
  const ground = await makeGround(wish, firstMorning(wish.now));
  try {
    const taking = new Taking(ground.sequencer, wish.home, ground.ledger, ground.outboxes);
    const signer = new Signer(ground.ledger, wish.home, ground.clock);
    const undo = await hashCheaply(ground.owner, wish.password);
    await look(ground);
    await tellDays(ground, taking, signer, story);
    await undo();
    await end(ground);
    const { size } = await taking.head();
    return { entries: size, keys: ground.keys, seconds: (performance.now() - began) / 1000 };
  } finally {
    await ground.close();
  }
}

function firstMorning(now: string): bigint {
  const first = microseconds(`${now.slice(0, 10)}T00:00:00.000000Z`) - BigInt(storyDays) * 86_400_000_000n;
  return first + beforeAnything - 3_600_000_000n;
}

/** While one day is appended, the next happens already. */
async function tellDays(ground: Ground, taking: Taking, signer: Signer, story: StoryDay[]): Promise<void> {
  let appending = Promise.resolve();
  let month = "";
  const takeAll = async () => {
    await appending;
    await record(ground, taking, signer, await taking.read());
  };
  for (const { date, acts } of story) {
    await playDay(ground, taking, acts, takeAll);
    await appending;
    const harvest = await taking.read();
    if (date.slice(0, 7) !== month) ground.wish.say(`${monthOf(date)}, ${(await taking.head()).size} entries so far`);
    month = date.slice(0, 7);
    appending = record(ground, taking, signer, harvest);
    appending.catch(() => {}); // thrown where it is waited for
  }
  await appending;
}

async function record({ clock, sequencer }: Ground, taking: Taking, signer: Signer, harvest: Harvest): Promise<void> {
  await taking.append(harvest);
  const { recordedAt } = await taking.head();
  clock.set(microseconds(recordedAt) + 400_000n);
  await signer.sign(sequencer);
}

/** What changes is sent without waiting, until a turn needs everything before it to be in the ledger. */
async function playDay(ground: Ground, taking: Taking, acts: Act[], takeAll: () => Promise<void>): Promise<void> {
  let changes: Promise<unknown>[] = [];
  const done = async () => {
    await Promise.all(changes);
    changes = [];
  };
  let reports: Report[] = [];
  const { size } = await taking.head();
  for (const act of acts) {
    if (act.kind === "change") changes.push(change(ground, act));
    if (act.kind === "report") reports.push(act);
    if (act.kind === "visit" || act.kind === "turn") {
      await send(ground, taking, reports);
      reports = [];
    }
    if (act.kind === "visit") await visit(ground, act, size);
    if (act.kind === "turn") {
      await done();
      await takeAll();
      await takeTurn(ground, taking, act);
    }
  }
  await send(ground, taking, reports);
  await done();
}

function change({ sources }: Ground, act: Change): Promise<unknown> {
  const performing = perform(sources[act.place].owner, act);
  performing.catch(() => {}); // thrown where it is waited for
  return performing;
}

/** The whole ledger is verified, as `vouch verify` does it, and the clocks become the real ones again. */
async function end(ground: Ground): Promise<void> {
  const { owner, sources, wish, ledger } = ground;
  const url = await wish.database("vouch");
  await owner.unsafe(`alter database "${nameOf(url)}" reset synchronous_commit`);
  await owner.unsafe("analyze");
  wish.say("verifying it");
  const sql = connect(loginUrl(wish.home, url, "verifier"), { application: "vouch verifier", max: 1 });
  const keys = trustedKeys(wish.home, ledger);
  const checkpoints = readCheckpoints(wish.home.checkpoints(ledger), keys);
  const verdict = await verifyLedger({ sql, ledger, checkpoints, keys, clock: systemClock }).finally(() => sql.end());
  if (verdict.verdict !== "verified")
    throw new Error(`The demo's ledger was expected to be verified, but: ${verdict.findings[0]?.sentence}`);
  await look({ ...ground, clock: storyClock(microseconds(systemClock())) }, usual); // the worker's patrol goes on from here
  for (const { owner: source, reader, url: place } of Object.values(sources)) {
    await resetSourceClock(source, reader);
    await source.unsafe(`alter database "${nameOf(place)}" reset synchronous_commit`);
  }
}

function nameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function monthOf(date: string): string {
  return new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${date}T12:00:00Z`),
  );
}
