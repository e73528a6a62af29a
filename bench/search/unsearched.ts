/** A worker as bin/commands/worker.ts has it, which makes nothing for search: sequencer, signer and patrol. */
import { hash } from "node:crypto";
import { keepPatrolling, PostgresOutboxes } from "../../lib/capture/index.ts";
import { connect, openHome } from "../../lib/database/index.ts";
import { systemClock } from "../../lib/event/index.ts";
import { installSha256 } from "../../lib/integrity/index.ts";
import { inboxOutbox, keepSigning, sequence, theLedger } from "../../lib/ledger/index.ts";

installSha256(
  (data) => hash("sha256", data, "buffer"),
  (text) => hash("sha256", text, "base64url"),
);
const url = process.env.VOUCH_SEQUENCER_URL ?? "";
const home = openHome();
const [sql, patrol] = [
  connect(url, { application: "bench worker", max: 4 }),
  connect(url, { application: "bench patrol", max: 2 }),
];
const ledger = await theLedger(sql);
const sources = new PostgresOutboxes(sql, home);
const ending = new AbortController();
process.on("SIGTERM", () => ending.abort());
const work = {
  home,
  ledger,
  clock: systemClock,
  signal: ending.signal,
  report: (sentence: string) => console.error(sentence),
};
const openLock = () => connect(url, { application: "bench lock", max: 1 });
const outboxes = async () => [inboxOutbox(sql), ...(await sources.list())];
await Promise.all([
  sequence({ ...work, sql, openLock, outboxes, unsearched: true }),
  keepSigning({ ...work, sql }),
  keepPatrolling({ ...work, sql: patrol }),
]);
process.exit(0);
