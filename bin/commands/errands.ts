import { openWeb, type Web } from "../../lib/access/index.ts";
import { isUnreachable } from "../../lib/database/index.ts";
import { Fault } from "../../lib/event/index.ts";
import { type Log, openLog } from "../../lib/operations/index.ts";
import { keepDelivering, keepExporting, keepWatching } from "../../lib/search/index.ts";
import { takeSettings } from "../settings.ts";
import { type Command, readArguments, withVouch } from "./command.ts";

/**
 * What people have asked for and need not wait for: exports, alerts, and their delivery. It reads as those people do, through the
 * gate, with the login of the pages; apart from the worker, so that no export keeps an entry waiting.
 */
export const command: Command = async (args) => {
  readArguments(args, {}, 0, "vouch errands");
  await takeSettings("vouch errands");
  const log = openLog("errands");
  const url = process.env.VOUCH_WEB_URL;
  try {
    if (!url) return await withVouch("web", (ground) => run(openWeb(ground.url, ground.home), log));
    return await run(openWeb(url), log);
  } catch (error) {
    if (error instanceof Fault) throw error;
    log.failure("Ended by a fault in Vouch", error); // its message may repeat values
    return 70;
  }
};

async function run(web: Web, log: Log): Promise<number> {
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (ending.signal.aborted) return;
      ending.abort();
      setTimeout(() => process.exit(0), 5_000).unref(); // what is cut short here is taken up again
    });
  }
  process.on("unhandledRejection", (error) => {
    if (isUnreachable(error)) return; // the query that wanted the connection rejects too
    log.failure("Ended by a fault in Vouch", error);
    process.exit(70);
  });
  const work = { web, signal: ending.signal, report: (sentence: string) => log.line("warn", sentence) };
  log.line("info", "Exports and alerts are looked after");
  const stop = (error: unknown) => {
    ending.abort();
    throw error;
  };
  try {
    await Promise.all([keepExporting, keepWatching, keepDelivering].map((keep) => keep(work).catch(stop)));
  } finally {
    await web.sql.end({ timeout: 2 });
  }
  log.line("info", "Ended: what was begun goes on at the next start");
  return 0;
}
