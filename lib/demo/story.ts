/** The whole story as a list of acts, in order. Pure: the same day and scale give the same story. */
import { instant, microseconds } from "../event/index.ts";
import { type Act, type Life, newCounters, type Telling } from "./act.ts";
import { daysUntil } from "./calendar.ts";
import { chance } from "./chance.ts";
import { intake, monthEnd, nightly, office, payments } from "./life/billing.ts";
import { payrollOffice, payrollRuns } from "./life/payroll.ts";
import { decisions, jobs, reads, signIns } from "./life/systems.ts";
import { watchers } from "./life/watchers.ts";
import { scenes } from "./scenes/index.ts";

/** Days that the story lasts. */
export const storyDays = 180;

const lives: Record<string, Life> = {
  office,
  payments,
  nightly,
  monthEnd,
  intake,
  payrollOffice,
  payrollRuns,
  signIns,
  reads,
  jobs,
  decisions,
  watchers,
};

export interface StoryDay {
  date: string;
  ago: number;
  acts: Act[];
}

/** `scale` 1: everything; less: so much of the ordinary, on fewer days, and every scene all the same. */
export function tell(now: string, scale: number): StoryDay[] {
  const days = daysUntil(now, storyDays);
  const telling: Telling = { days, until: microseconds(now), scale, counters: newCounters() };
  const told = scenes.flatMap((scene) => scene.acts(telling));
  const begins = microseconds(`${days[0]?.date}T00:00:00.000000Z`) + beforeAnything;
  const acts = days.flatMap((day) => {
    const lived = scale >= 1 || chance(`lived ${day.ago}`).happens(scale * 2);
    if (!lived) return [];
    return Object.entries(lives).flatMap(([name, life]) => life(day, telling, chance(`${name} ${day.ago}`)));
  });
  const all = [...told, ...acts].filter(({ at }) => at >= begins && at < telling.until);
  all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const byDate = new Map<string, Act[]>();
  for (const act of all) {
    const date = instant(act.at).slice(0, 10);
    byDate.set(date, [...(byDate.get(date) ?? []), act]);
  }
  return days.flatMap(({ date, ago }) => {
    const acts = byDate.get(date);
    return acts ? [{ date, ago, acts }] : [];
  });
}

/** Vouch is set up in the first morning; nothing is captured before. */
export const beforeAnything = 13n * 3_600_000_000n;
