/**
 * What capture costs the captured database: `npm run bench -- capture [--quick] [--rounds 6] [--seconds 2]`.
 *
 * Single-row updates by 4 clients, and one UPDATE of 200,000 rows: without triggers, under Vouch's and under those of an
 * audit trigger in the manner of supa_audit (capture/peer.sql). Compared are rates that were measured beside one another:
 * every round runs each variant once, and a figure is the median of the rounds' ratios. Nobody empties the outbox
 * meanwhile: what the worker costs is another measure, since it may run on another machine.
 *
 * "Node": 4 connections of postgres.js, prepared. "pgbench": -M prepared -c4 -j1, where it is on the PATH. A Node client
 * takes most of one core itself and so hides a part of what the server does; pgbench hides less.
 */
import { parseArgs } from "node:util";
import { type Clients, type Load, startClients } from "./capture/clients.ts";
import { customers as rows } from "./capture/customers.ts";
import { type Compared, clean, makeDatabases, type Variant } from "./capture/databases.ts";
import { findPgbench } from "./capture/pgbench.ts";
import { atLeast, atMost, type Measure } from "./report.ts";

/** What one round found of each variant. */
type Round = Record<Variant, number>;
type Sync = Load["sync"];

export async function bench(args: string[]): Promise<Measure[]> {
  const { values } = parseArgs({
    args,
    options: { quick: { type: "boolean" }, rounds: { type: "string" }, seconds: { type: "string" } },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 6));
  const seconds = Number(values.seconds ?? (values.quick ? 1 : 2));
  const databases = await makeDatabases();
  const drivers = { Node: startClients(), pgbench: findPgbench() };
  try {
    if (!drivers.pgbench) console.error("There is no pgbench on the PATH: measured with the Node client only.");
    return [
      ...(await singleRows(databases.all, "Node", drivers.Node, rounds, seconds)),
      ...(drivers.pgbench ? await singleRows(databases.all, "pgbench", drivers.pgbench, rounds, seconds) : []),
      ...(await bulk(databases.all, Math.ceil(rounds / 2))),
    ];
  } finally {
    drivers.Node.stop();
    drivers.pgbench?.stop();
    await databases.remove();
  }
}

async function singleRows(all: Compared[], driver: string, clients: Clients, rounds: number, seconds: number) {
  const found: Record<Sync, Round[]> = { on: [], off: [] };
  for (let round = 0; round < rounds; round++) {
    for (const sync of ["on", "off"] as const) {
      const rates = await oneRound(all, round, ({ url }) => clients.run({ url, sync, seconds, rows }));
      found[sync].push(rates);
      say(`single rows, ${driver}, sync ${sync}, round ${round + 1}`, rates, "/s");
      await clean(all);
    }
  }
  return (["on", "off"] as const).flatMap((sync) => {
    const name = `single rows, ${driver}, sync ${sync}`;
    return [
      atLeast(0.8, `${name}: Vouch to no trigger`, ratio(found[sync], "vouch", "plain"), "ratio"),
      told(`${name}: supa_audit-style to no trigger`, ratio(found[sync], "peer", "plain"), "ratio"),
      ...rates(name, found[sync], "updates/s"),
    ];
  });
}

async function bulk(all: Compared[], rounds: number): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const sync of ["on", "off"] as const) {
    const found: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      found.push(await oneRound(all, round, (compared) => updateAll(compared, sync)));
      say(`bulk, sync ${sync}, round ${round + 1}`, found.at(-1) as Round, " s");
      await clean(all);
    }
    const name = `bulk, sync ${sync}`;
    measures.push(
      atLeast(6, `${name}: supa_audit-style time to Vouch's`, ratio(found, "peer", "vouch"), "ratio"),
      atMost(4, `${name}: Vouch's time to no trigger`, ratio(found, "vouch", "plain"), "ratio"),
      ...rates(name, found, "s"),
    );
  }
  return measures;
}

/** Seconds that one statement takes, commit included. */
async function updateAll({ sql }: Compared, sync: Sync): Promise<number> {
  await sql`checkpoint`;
  await sql`select set_config('synchronous_commit', ${sync}, false)`;
  const began = performance.now();
  await sql`update customers set credit_limit = credit_limit + 1, updated = now()`;
  return (performance.now() - began) / 1_000;
}

/** Each variant once; every other round in reverse, so that none always follows the same. */
async function oneRound(
  all: Compared[],
  round: number,
  measure: (compared: Compared) => Promise<number>,
): Promise<Round> {
  const result: Partial<Round> = {};
  for (const compared of round % 2 === 0 ? all : all.toReversed()) result[compared.variant] = await measure(compared);
  return result as Round;
}

const ratio = (found: Round[], one: Variant, other: Variant) => median(found.map((round) => round[one] / round[other]));

function rates(name: string, found: Round[], unit: string): Measure[] {
  const titles: Record<Variant, string> = { plain: "no trigger", vouch: "Vouch", peer: "supa_audit-style" };
  return Object.entries(titles).map(([variant, title]) =>
    told(`${name}: ${title}`, median(found.map((round) => round[variant as Variant])), unit),
  );
}

/** A figure without a goal. */
function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function say(what: string, round: Round, unit: string): void {
  const figures = Object.entries(round).map(([variant, value]) => `${variant} ${value.toPrecision(4)}${unit}`);
  console.error(`${what}: ${figures.join(", ")}`);
}
