/** What systems report over HTTP, received as the route receives it. */
import { receiveEvents } from "../capture/index.ts";
import { eventId, instant } from "../event/index.ts";
import type { Report, SystemName } from "./act.ts";
import { chance } from "./chance.ts";
import type { Ground } from "./ground.ts";
import type { Taking } from "./take.ts";

const drawn = chance("ids of reports");

/** Sends these, which are in order of time, in one request for each system. */
export async function send(ground: Ground, taking: Taking, reports: Report[]): Promise<void> {
  const bySystem = new Map<SystemName, Report[]>();
  for (const report of reports) bySystem.set(report.system, [...(bySystem.get(report.system) ?? []), report]);
  for (const [system, some] of bySystem) {
    const last = some.at(-1);
    if (!last) continue;
    ground.clock.set(last.at + 200_000n);
    const events = some.map((report) => written(report, taking));
    await sendAs(ground, system, events);
  }
}

function written({ at, event, skew }: Report, taking: Taking) {
  const occurred = at + (skew ?? 0n);
  const id = eventId(
    occurred,
    Uint8Array.from({ length: 10 }, () => drawn.between(0, 255)),
  );
  if (skew !== undefined) taking.arrivals.set(id, at);
  return { id, ...event, occurredAt: instant(occurred) };
}

async function sendAs({ keys, web }: Ground, system: SystemName, events: unknown[]): Promise<void> {
  const request = new Request("http://vouch.example/api/events", {
    method: "POST",
    headers: { authorization: `Bearer ${keys[system]}`, "content-type": "application/json" },
    body: JSON.stringify(events),
  });
  const answer = await receiveEvents(request, web);
  const said = (await answer.json()) as { accepted?: number };
  if (said.accepted !== events.length) throw new Error(`${system}: ${JSON.stringify(said).slice(0, 600)}`);
}
