/**
 * The connector is down for a day: `npm run bench -- outage [--rate 20] [--hours 24] [--scale 0.02]`.
 *
 * A day at 20 changes a second is 1,728,000 changes. They are written as fast as the source takes them, by four clients, one
 * change to a transaction, with no worker running; --scale takes a part of the day (default: 2 %, about half an hour's worth).
 * Told is what accumulates, what the writers feel with an empty and with a full outbox, which alarms rise, how fast it drains,
 * in the first and in the last quarter, and what is left in the source when all of it is in the ledger.
 */
import { parseArgs } from "node:util";
import { makeGround } from "./ingest/ground.ts";
import { type Emptied, emptied } from "./outage/drain.ts";
import { alarmsOf, fill, outboxOf, rateOf } from "./outage/source.ts";
import { atLeast, atMost, type Measure } from "./report.ts";

export async function bench(args: string[]): Promise<Measure[]> {
  const { values } = parseArgs({
    args,
    options: { rate: { type: "string" }, hours: { type: "string" }, scale: { type: "string" } },
  });
  const day = Number(values.rate ?? 20) * Number(values.hours ?? 24) * 3_600;
  const changes = Math.round(day * Number(values.scale ?? 0.02));
  console.error(
    `${changes.toLocaleString("en")} changes: ${((100 * changes) / day).toPrecision(3)} % of ${day.toLocaleString("en")}.`,
  );
  const ground = await makeGround();
  try {
    const shop = await ground.addShop("shop");
    await rateOf(shop, 2); // the first updates of a page cost more than later ones
    const before = await rateOf(shop, 3);
    const written = await fill(shop, changes);
    const held = await outboxOf(shop);
    const full = await rateOf(shop, 3);
    const alarms = await alarmsOf(ground, shop, Number(values.hours ?? 24));
    console.error(
      `Waiting: ${held.rows.toLocaleString("en")} rows, ${megabytes(held.bytes)} MB. Alarms: ${alarms.join(", ") || "none"}.`,
    );
    const drained = await emptied(ground, shop);
    return [
      ...accumulated(written, held, before, full, alarms),
      ...afterwards(drained, (await rateOf(shop, 3)) / before),
    ];
  } finally {
    await ground.remove();
  }
}

function accumulated(
  written: number,
  held: { rows: number; bytes: number },
  before: number,
  full: number,
  alarms: string[],
): Measure[] {
  return [
    told("written while nobody read", written, "changes"),
    told("waiting in the outbox", held.rows, "rows"),
    told("the outbox on disk", megabytes(held.bytes), "MB"),
    told("the same, per change", held.bytes / held.rows, "bytes"),
    told("writers, outbox empty", before, "changes/s"),
    told("writers, outbox full", full, "changes/s"),
    atLeast(0.9, "writers: full to empty", full / before, "ratio"),
    atLeast(1, `alarms after the outage: ${alarms.join(", ") || "none"}`, alarms.length, "alarms"),
  ];
}

function afterwards(
  { entries, seconds, first, last, memory, left, bytes, slowest }: Emptied,
  writers: number,
): Measure[] {
  return [
    told("drained", entries, "entries"),
    told("drained in", seconds, "s"),
    told("entries a second, first quarter", first, "entries/s"),
    told("entries a second, last quarter", last, "entries/s"),
    atLeast(0.8, "last quarter to first", last / first, "ratio"),
    told("the slowest reading of the outbox", slowest, "ms"),
    atMost(800, "worker's memory at most", memory, "MB"),
    atMost(0, "left in the outbox", left, "rows"),
    atMost(20, "the outbox on disk afterwards", megabytes(bytes), "MB"),
    told("writers afterwards: to empty", writers, "ratio"),
  ];
}

const megabytes = (bytes: number) => bytes / 1_000_000;

function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}
