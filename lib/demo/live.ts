/**
 * Today, as it happens: the same people and systems as in the story, in the same two databases and over HTTP, by the real clock. A few
 * acts a minute by day and one now and then at night: some 800 a day, and never more.
 */
import { setTimeout as pause } from "node:timers/promises";
import { openWeb } from "../access/index.ts";
import { connect, openHome, type Sql } from "../database/index.ts";
import { microseconds, systemClock } from "../event/index.ts";
import {
  type Act,
  type Change,
  type Counters,
  change,
  newCounters,
  type Place,
  type Report,
  type SystemName,
} from "./act.ts";
import { keepOneWaiting } from "./asking.ts";
import { type Day, daysUntil } from "./calendar.ts";
import { clients, standing } from "./cast.ts";
import { type Chance, chance } from "./chance.ts";
import { someCustomer } from "./databases.ts";
import { intake, monthEnd, nightly, office } from "./life/billing.ts";
import { payrollOffice, payrollRuns } from "./life/payroll.ts";
import { decisions, jobs, reads, signIns } from "./life/systems.ts";
import { accountsWith } from "./people.ts";
import { performNow } from "./perform.ts";

export interface Living {
  /** Where the pages are. */
  url: string;
  keys: Record<SystemName, string>;
  /** Vouch's own database, as the pages reach it; its home; and the password of those who ask there. */
  vouch: { url: string; home: string; password: string };
  /** Superusers' addresses. */
  databases: Record<Place, string>;
  signal: AbortSignal;
}

const lives = { office, nightly, monthEnd, intake, payrollOffice, payrollRuns, signIns, reads, jobs, decisions };

/** Runs until `signal`. What cannot be reached just now is left out: a demo has nothing to make up for. */
export async function keepLiving({ url, keys, vouch, databases, signal }: Living): Promise<void> {
  const asking = { web: openWeb(vouch.url, openHome(vouch.home)), users: accountsWith(vouch.password) };
  let hour = "";
  const open = (place: Place) => connect(databases[place], { application: "harbor", max: 1 });
  const sources: Record<Place, Sql> = { billing: open("billing"), payroll: open("payroll") };
  const act = async (next: Act) => {
    if (next.kind === "change") await performNow(sources[next.place], next);
    if (next.kind === "report") await send(url, keys[next.system], next);
  };
  while (!signal.aborted) {
    const today = await planToday(sources.billing, systemClock()).catch(() => []);
    for (const next of today) {
      await waitUntil(next.at, signal);
      if (signal.aborted) break;
      await act(next).catch(() => {});
      const now = systemClock().slice(0, 13);
      if (now !== hour) await keepOneWaiting(asking).catch(() => {});
      hour = now;
    }
    await waitUntil(midnightAfter(systemClock()), signal);
  }
  await Promise.all([asking.web.sql, ...Object.values(sources)].map((sql) => sql.end({ timeout: 1 })));
}

/** What is still to happen on the day of `now`, in order. */
export async function planToday(billing: Sql, now: string): Promise<Act[]> {
  const counters = await readCounters(billing);
  const [today] = daysUntil(now, 0);
  return today ? plan(today, counters, now) : [];
}

/** Pure: the same day, counters and time give the same plan. */
export function plan(today: Day, counters: Counters, now: string): Act[] {
  const telling = { days: [today], until: 1n << 62n, scale: 1, counters };
  const from = microseconds(now);
  const ordinary = Object.entries(lives).flatMap(([name, life]) =>
    life(today, telling, chance(`${name} ${today.date} now`)),
  );
  const acts = [...ordinary, ...cardPayments(today, counters, chance(`cards ${now}`), from)];
  return acts.filter(({ at }) => at > from).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const second = 1_000_000n;

/** Cards are never quiet: every 40 to 150 seconds by day, every five to ten minutes at night. */
function cardPayments(day: Day, counters: Counters, drawn: Chance, from: bigint): Change[] {
  const midnight = microseconds(`${day.date}T00:00:00.000000Z`);
  const payments: Change[] = [];
  for (let at = from > midnight ? from : midnight; at < midnight + 86_400n * second; ) {
    const hour = Number((at - midnight) / (3_600n * second));
    const busy = hour >= 11 || hour < 2;
    at += BigInt(busy ? drawn.between(40, 150) : drawn.between(300, 600)) * second;
    const customer = someCustomer(drawn());
    const amount = (drawn.between(1_500, 90_000) / 100).toFixed(2);
    payments.push(
      change(at, "billing", clients.paymentsApi, standing.payments, [
        "insert into payments (id, customer, amount, method, received_on) values ($1, $2, $3, 'card', $4::date)",
        ...([`P-${++counters.payment}`, customer, amount, day.date] as const),
      ]),
    );
  }
  return payments;
}

/** Where the numbers of what is there end. */
async function readCounters(billing: Sql): Promise<Counters> {
  const [found] = await billing<{ invoice: number; payment: number; form: number }[]>`
    select (select max(substr(id, 5)::int) from invoices) as invoice, (select max(substr(id, 3)::int) from payments) as payment,
      (select max(substr(id, 3)::int) from intake_forms where id ~ '^F-\\d+$') as form`;
  const counters = newCounters();
  return { ...counters, ...found, ticket: 4_000 + ((found?.payment ?? 0) % 5_000), run: 9_000 };
}

async function send(url: string, key: string, { event, at }: Report): Promise<void> {
  await fetch(new URL("/api/events", url), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ id: `now-${at}-${event.type}`, ...event }),
    signal: AbortSignal.timeout(10_000),
  });
}

/** Timers hold at most 24 days, and a machine may sleep meanwhile: the clock is asked again every minute. */
async function waitUntil(at: bigint, signal: AbortSignal): Promise<void> {
  for (;;) {
    const left = Number((at - microseconds(systemClock())) / 1_000n);
    if (left <= 0 || signal.aborted) return;
    await pause(Math.min(left, 60_000), undefined, { signal }).catch(() => {});
  }
}

function midnightAfter(now: string): bigint {
  return microseconds(`${now.slice(0, 10)}T00:00:00.000000Z`) + 86_400n * second;
}
