/** By which way an entry came, in words. Pure. */
import type { SeenEvent } from "@/lib/event";

const channels = {
  ui: "Screen",
  api: "API",
  automation: "Automation",
  agent: "Agent",
  migration: "Migration",
  direct_sql: "direct SQL",
} as const;

/** "psql, direct SQL", "Screen", "API key Billing", "Vouch, from 10.0.0.7"; empty where nobody said. */
export function originWords(event: SeenEvent): string {
  const { channel, application, address } = event.origin ?? {};
  if (event.source.kind === "vouch") return address ? `Vouch, from ${address}` : "Vouch";
  const how = channel && (channel === "direct_sql" && !application ? "Direct SQL" : channels[channel]);
  if (event.source.kind === "http") return [how, application && `API key ${application}`].filter(Boolean).join(", ");
  const what = [application, channel === "direct_sql" || !application ? how : undefined].filter(Boolean).join(", ");
  return what || how || (address ? `From ${address}` : "");
}
