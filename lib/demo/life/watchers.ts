/** What the people of Harbor do in Vouch itself. */
import type { Act, Life, Visit } from "../act.ts";
import { moment } from "../calendar.ts";
import { people } from "../cast.ts";
import { workdayOf } from "./weekdays.ts";

const second = 1_000_000n;

/** Priya looks through each day; the others come by on days of their own. */
export const watchers: Life = (day, telling, chance) => {
  if (!day.works || (telling.scale < 1 && !chance.happens(0.4))) return [];
  const acts: Act[] = [];
  const visit = (who: Visit["who"], time: string, ...does: Visit["does"]) => {
    const when = moment(day.date, time, people[who].zone) + BigInt(chance.between(0, 1_500)) * second;
    acts.push({ kind: "visit", at: when, who, does });
  };
  visit(
    "priya",
    "09:05:00",
    ...(chance.happens(0.05) ? [{ page: "wrong password" as const }] : []),
    { page: "events", query: { category: chance.of(["record", "permission", "agent_decision"]) } },
    { page: "entry", back: chance.between(1, 400) },
    { page: "leave" },
  );
  if (workdayOf(day) === "Tuesday") visit("jonas", "11:10:00", { page: "events", query: { record: "customers" } });
  if (workdayOf(day) === "Wednesday") visit("ingrid", "15:30:00", { page: "entry", back: chance.between(1, 900) });
  if (workdayOf(day) === "Thursday" && day.ago < 110 && chance.happens(0.5))
    visit("helen", "10:00:00", { page: "events", query: { category: "permission" } }, { page: "leave" });
  if (day.closes) visit("oliver", "16:00:00", { page: "events", query: { category: "authentication" } });
  return acts;
};
