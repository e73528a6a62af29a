import { userInfo } from "node:os";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { connect, type Home, type LoginName, loginUrl, openHome, type Sql } from "../../lib/database/index.ts";
import { Fault } from "../../lib/event/index.ts";
import { type OwnEvent, theLedger } from "../../lib/ledger/index.ts";
import { openDatabase } from "../database.ts";
import { takeFiles } from "../settings.ts";
import { whichVouch } from "../which.ts";

/** Takes its arguments, returns its exit code. */
export type Command = (args: string[]) => Promise<number>;

/** Reads arguments strictly. Throws `invalid` with the command's usage. */
export function readArguments<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: T,
  positionals: number,
  usage: string,
) {
  try {
    const read = parseArgs({ args, options, allowPositionals: positionals > 0, strict: true });
    if (read.positionals.length !== positionals)
      throw new Error(`got ${read.positionals.length} of ${positionals} arguments`);
    return read;
  } catch (cause) {
    throw new Fault("invalid", `Expected ${usage}; ${(cause as Error).message.split("\n")[0]}.`, { cause });
  }
}

export interface Ground {
  home: Home;
  /** The address of the login. */
  url: string;
  sql: Sql;
  ledger: string;
}

/** Vouch's own database with one login, for the length of `work`. */
export async function withVouch<T>(login: LoginName, work: (ground: Ground) => Promise<T>): Promise<T> {
  await takeFiles();
  const { demo, folder, env } = whichVouch([], process.env);
  if (demo)
    console.error("vouch: this is about the demo, Harbor Clinic Pay. VOUCH_DEMO=off names the Vouch of your own.");
  const home = openHome(folder);
  const database = await openDatabase(home, env);
  const url = loginUrl(home, database.url, login);
  const sql = connect(url, { application: `vouch ${login}`, max: 2 });
  try {
    return await work({ home, url, sql, ledger: await ledgerOf(sql) });
  } finally {
    await sql.end({ timeout: 2 });
    await database.stop();
  }
}

async function ledgerOf(sql: Sql): Promise<string> {
  try {
    return await theLedger(sql);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault(
      "unavailable",
      "Expected Vouch's database, but it is not there or has never been prepared. Start Vouch once with npm start, or run vouch migrate, and set VOUCH_HOME and DATABASE_URL as it has them.",
      { cause },
    );
  }
}

/** Who runs the command: the operating system's user, which is what this process can know. */
export function operator(): OwnEvent["actor"] {
  return { kind: "human", id: userInfo().username, attribution: "claimed" };
}
