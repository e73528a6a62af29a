/** The `vouch` command: reads its arguments, makes one call into lib, and says what came of it. */
import { Fault, type FaultCode } from "../lib/event/index.ts";
import type { Command } from "./commands/command.ts";

const commands: Record<string, () => Promise<{ command: Command }>> = {
  protect: () => import("./commands/protect.ts"),
  unprotect: () => import("./commands/unprotect.ts"),
  sources: () => import("./commands/sources.ts"),
  find: () => import("./commands/find.ts"),
  verify: () => import("./commands/verify.ts"),
  export: () => import("./commands/export.ts"),
  reindex: () => import("./commands/reindex.ts"),
  worker: () => import("./commands/worker.ts"),
  errands: () => import("./commands/errands.ts"),
  web: () => import("./commands/web.ts"),
  migrate: () => import("./commands/migrate.ts"),
  config: () => import("./commands/config.ts"),
};

const usage = `vouch: the audit trail that vouches for itself

  vouch protect DATABASE-URL [--tables a,b] [--fields FILE] [--later capture|report] [--let-through a,b] [--dry-run]
                                                                         capture a PostgreSQL database
  vouch unprotect DATABASE-URL [--discard]                               remove every trace of it again
  vouch sources [--json]                                                 how each source stands; 0 all is well, 1 an alarm or a gap
  vouch find 'QUERY' [--json|--csv|--count] [--zone ZONE] [--limit N|all] what the page Events finds (docs/search.md); each search is recorded
  vouch verify [--json] [--key FILE] [--checkpoints FOLDER]              check the ledger; 0 verified, 1 tampered, 2 not checked
  vouch export FILE                                                      the leaves, for somebody else's verifier
  vouch reindex [--from ENTRY]                                           make what search uses anew, while everything goes on
  vouch config [--json]                                                  the settings that hold, without secrets; 78 where one is wrong
  vouch migrate                                                          bring the database of DATABASE_URL to this version
  vouch web                                                              serve the pages (npm start does)
  vouch worker                                                           run the sequencer (npm start does)
  vouch errands                                                          make exports, send alerts (npm start does)

VOUCH_HOME names Vouch's folder (default .vouch), DATABASE_URL its database (default: its own).`;

/** Exit codes, sysexits-like: verify alone has its own. */
const exitCodes: Record<FaultCode, number> = {
  invalid: 64,
  unauthenticated: 77,
  forbidden: 77,
  "not-found": 66,
  conflict: 75,
  held: 75,
  unavailable: 69,
};

// whoever reads may stop before the end: `vouch verify | head -1`
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? process.exitCode : 74),
);

const [name = "", ...args] = process.argv.slice(2);
try {
  process.exitCode = await run();
} catch (error) {
  const known = error instanceof Fault;
  console.error(known ? error.message : (error as Error).stack);
  process.exitCode = known ? (name === "verify" ? 2 : exitCodes[error.code]) : 70;
}

async function run(): Promise<number> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    (name && name !== "help" && name !== "--help" ? console.error : console.log)(usage);
    return name && name !== "help" && name !== "--help" ? 64 : 0;
  }
  const { command } = await load();
  return command(args);
}
