import { hash } from "node:crypto";
import { keepPatrolling, PostgresOutboxes } from "../../lib/capture/index.ts";
import { connect, isUnreachable, loginUrl, openHome } from "../../lib/database/index.ts";
import { Fault, systemClock } from "../../lib/event/index.ts";
import { installSha256 } from "../../lib/integrity/index.ts";
import { inboxOutbox, keepSettling, keepSigning, sequence, theLedger } from "../../lib/ledger/index.ts";
import { type Log, openLog } from "../../lib/operations/index.ts";
import { takeSettings } from "../settings.ts";
import { type Command, type Ground, readArguments, withVouch } from "./command.ts";

/** The sequencer, the signer, the patrol and the indexer. Under `npm start` it is told its login's address; alone it finds it in the home. */
export const command: Command = async (args) => {
  readArguments(args, {}, 0, "vouch worker");
  await takeSettings("vouch worker");
  const log = openLog("worker");
  try {
    return await open(log);
  } catch (error) {
    if (error instanceof Fault) throw error;
    log.failure("Ended by a fault in Vouch", error); // its message may repeat values
    return 70;
  }
};

async function open(log: Log): Promise<number> {
  const url = process.env.VOUCH_SEQUENCER_URL;
  if (!url) return withVouch("sequencer", (ground) => work(ground, log));
  const sql = connect(url, { application: "vouch sequencer", max: 4 });
  try {
    return await work({ home: openHome(), url, sql, ledger: await theLedger(sql) }, log);
  } finally {
    await sql.end({ timeout: 2 });
  }
}

async function work({ home, url, sql, ledger }: Ground, log: Log): Promise<number> {
  installSha256(
    (data) => hash("sha256", data, "buffer"),
    (text) => hash("sha256", text, "base64url"),
  );
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // more of them change nothing, and must not end what is being ended in order
    process.on(signal, () => {
      if (ending.signal.aborted) return;
      ending.abort();
      // a database that does not answer must not keep the worker: what it cuts short was never acknowledged
      setTimeout(() => process.exit(0), 2_000).unref();
    });
  }
  const sources = new PostgresOutboxes(sql, home);
  const inbox = inboxOutbox(sql);
  const openLock = () => connect(url, { application: "vouch sequencer lock", max: 1 });
  const patrol = connect(url, { application: "vouch patrol", max: 2 });
  const indexerUrl = process.env.VOUCH_INDEXER_URL ?? loginUrl(home, url, "indexer");
  const indexer = connect(indexerUrl, { application: "vouch indexer", max: 1 });
  const { signal } = ending;
  const report = (sentence: string) => log.line("warn", sentence);
  log.line("info", "The worker reads its sources");
  // a connection that is cut while the driver still asks for array types rejects where nobody can catch it; the queries that
  // wanted the connection reject too, and are waited for as ever
  process.on("unhandledRejection", (error) => {
    if (isUnreachable(error)) return;
    log.failure("Ended by a fault in Vouch", error);
    process.exit(70);
  });
  const stop = (error: unknown) => {
    ending.abort();
    throw error;
  };
  try {
    await Promise.all([
      sequence({
        sql,
        openLock,
        home,
        ledger,
        clock: systemClock,
        signal,
        report,
        outboxes: async () => [inbox, ...(await sources.list())],
      }).catch(stop),
      keepSigning({ sql, home, ledger, clock: systemClock, signal, report }).catch(stop),
      keepPatrolling({ sql: patrol, home, ledger, clock: systemClock, signal, report }).catch(stop),
      keepSettling({ sql: indexer, home, ledger, clock: systemClock, signal, report }).catch(stop),
    ]);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    report(error.message);
    return 1;
  } finally {
    await sources.close();
    await Promise.all([patrol.end({ timeout: 2 }), indexer.end({ timeout: 2 })]);
  }
  log.line("info", "Ended: what was read is in the ledger, the rest waits");
  return 0;
}
