/** The turns of the story: the patrol looks, a table is protected, a source does not answer and is back. */
import { Patrol, protect } from "../capture/index.ts";
import { instant } from "../event/index.ts";
import type { Place, Turn } from "./act.ts";
import { askForAdministrator, askToReveal, closeWhatIsOver } from "./asking.ts";
import { type Ground, protecting } from "./ground.ts";
import { keepSearches } from "./keeping.ts";
import { principalOf } from "./people.ts";
import { moveSourceClock } from "./source-clock.ts";
import type { Taking } from "./take.ts";

const second = 1_000_000n;

/** Seconds since the patrol last looked, as it runs. */
export const usual = { billing: 5n, payroll: 5n };

export async function take(ground: Ground, taking: Taking, { at, does }: Turn): Promise<void> {
  const { clock, sources, wish } = ground;
  clock.set(at);
  if (does === "look") return look(ground, usual);
  if (does === "ask for an administrator") return askForAdministrator(ground);
  if (does === "ask to reveal salaries") return askToReveal(ground);
  if (does === "keep searches") return keepSearches(ground);
  if (does === "close what is over") return closeWhatIsOver(ground);
  if (does === "protect refund notes") {
    const engineer = await principalOf(ground.users.jonas, ground.web);
    await moveSourceClock(sources.billing.owner, clock.now());
    const to = protecting({ ...ground, engineer }, wish.home);
    await protect({ url: sources.billing.url, tables: ["refund_notes"] }, to);
    return;
  }
  const { owner, reader, id } = sources.payroll;
  if (does === "payroll unreachable") {
    await owner.unsafe(`alter role "${reader}" nologin`);
    taking.silences.push({ source: id, from: at - 40n * second, until: at + 3_600n * 24n * second });
    return look(ground, { ...usual, payroll: 40n });
  }
  await owner.unsafe(`alter role "${reader}" login`);
  const silence = taking.silences.at(-1);
  if (silence) silence.until = at;
  return look(ground, { billing: 5n });
}

/**
 * One look of the patrol. A running one would have looked every five seconds since the last and found nothing, since nothing was done
 * meanwhile: `before` says how many seconds ago it would have done so last, and that is noted. Without it the last look stays the one it was.
 */
export async function look(ground: Ground, before: Partial<Record<Place, bigint>> = {}): Promise<void> {
  const { owner, sequencer, wish, ledger, clock, sources } = ground;
  const now = clock.now();
  for (const [place, seconds] of Object.entries(before) as [Place, bigint][]) {
    await owner`
      update ledger.patrols set looked_at = ${instant(now - seconds * second)}
      where ledger = ${ledger} and source = ${sources[place].id}`;
  }
  for (const { owner: source } of Object.values(sources)) await moveSourceClock(source, now);
  const report = (sentence: string) => void sentence;
  const signal = new AbortController().signal;
  const patrol = new Patrol({ sql: sequencer, home: wish.home, ledger, clock, signal, report });
  await patrol.round();
  await patrol.close();
}
