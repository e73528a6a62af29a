import {
  alarmWords,
  clockWords,
  needsAttention,
  type SourceHealth,
  stateWords,
  systemClock,
  tableNames,
  waitingWords,
} from "../../lib/event/index.ts";
import { readHealth } from "../../lib/search/index.ts";
import { type Command, readArguments, withVouch } from "./command.ts";

/** Exit code 0: all is well; 1: an alarm, or a table that is not captured now. */
export const command: Command = async (args) => {
  const { values } = readArguments(args, { json: { type: "boolean" } }, 0, "vouch sources [--json]");
  const now = systemClock();
  const sources = await withVouch("web", ({ sql, ledger }) => readHealth(sql, ledger, now));
  if (values.json) console.log(JSON.stringify(sources));
  else if (sources.length === 0)
    console.log("No source is connected yet. Connect one with: vouch protect DATABASE-URL");
  else for (const source of sources) say(source, now);
  return sources.some(needsAttention) ? 1 : 0;
};

function say(source: SourceHealth, now: string): void {
  const { name, kind, lookedAt, lastEventAt, missing, reason } = source;
  console.log(`${name} (${kind}): ${stateWords(source)}`);
  if (reason) console.log(`  ${reason}`);
  for (const words of alarmWords(source)) console.log(`  ALARM: ${words}`);
  if (missing.length > 0 && source.state !== "unwatched")
    console.log(
      `  Not captured, or not known to be: ${tableNames(missing)}. Why, and since when: the page Coverage says it.`,
    );
  const looked = lookedAt ? `last look ${seconds(lookedAt)} UTC` : undefined;
  const last = lastEventAt ? `last event ${seconds(lastEventAt)} UTC` : "no event so far";
  const measured = kind === "postgres" ? [looked, clockWords(source), waitingWords(source, now)] : [];
  console.log(`  ${[...measured, last].filter(Boolean).join("; ")}`);
}

function seconds(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)}`;
}
