/** Entries for pages to show: changes of records by people, services and an agent, spread over half a year, made and sealed as the worker does. */
import { randomBytes } from "node:crypto";
import type { Home, Sql } from "../../lib/database/index.ts";
import { type Event, eventId, instant, microseconds, systemClock } from "../../lib/event/index.ts";
import { append, emptySnapshot, readHead, Signer } from "../../lib/ledger/index.ts";

const half = 180n * 86_400_000_000n;
const tables = ["customers", "invoices", "line_items", "payments", "claims"];

export async function fillLedger(
  owner: Sql,
  home: Home,
  ledger: string,
  source: string,
  entries: number,
): Promise<void> {
  const end = microseconds(systemClock());
  let now = end - half;
  const clock = () => instant(now++);
  await owner`select ledger.make_partitions(${instant(end - half)}, 8)`;
  const step = half / BigInt(entries + 1);
  const place = { ledger, home, clock };
  const cursor = { seen: emptySnapshot, reading: emptySnapshot, position: 0n };
  for (let made = 0; made < entries; made += 1_000) {
    const events = Array.from({ length: Math.min(1_000, entries - made) }, (_, n) => {
      now += step;
      return change(made + n, instant(now), source);
    });
    await append(owner, place, await readHead(owner, ledger), events, { source, cursor, system: "bench" });
  }
  // the position was ours, to have something to append with: the worker begins anew
  await owner`delete from ledger.positions where source = ${source}`;
  await new Signer(ledger, home, clock).sign(owner);
}

function change(n: number, occurredAt: string, source: string): Event {
  const table = tables[n % tables.length] ?? "customers";
  const person = n % 40;
  const text = (name: string, before: string, after: string) => ({
    name,
    type: "text",
    mode: "erasable" as const,
    before,
    after,
  });
  return {
    id: eventId(microseconds(occurredAt), randomBytes(10)),
    type: `${table}.updated`,
    category: "record",
    occurredAt,
    source: { id: source, kind: "postgres", name: "shop" },
    actor:
      n % 3 === 0
        ? { kind: "service", id: "nightly-billing", name: "Nightly billing", attribution: "claimed" }
        : { kind: "human", id: `person-${person}@harbor.example`, name: `Person ${person}`, attribution: "claimed" },
    origin: { channel: "ui", login: "shop_app", application: "desk", address: "10.0.0.7" },
    target: { system: "shop", schema: "public", type: table, id: String(10_000 + (n % 4_000)) },
    change: {
      operation: "update",
      fields: [
        text("status", "open", "paid"),
        text("note", `Letter ${n} was sent`, `Letter ${n} came back, sent again to the second address`),
        { name: "amount", type: "numeric", mode: "keep", before: "120.00", after: `${n % 900}.50` },
      ],
    },
    retention: "standard",
  };
}
