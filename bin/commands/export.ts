import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { connect, loginUrl } from "../../lib/database/index.ts";
import { Fault } from "../../lib/event/index.ts";
import { exportLeaves, post } from "../../lib/ledger/index.ts";
import { type Command, type Ground, operator, readArguments, withVouch } from "./command.ts";

export const command: Command = async (args) => {
  const { positionals } = readArguments(args, {}, 1, "vouch export FILE");
  const file = createWriteStream(positionals[0] as string, { mode: 0o600 });
  await once(file, "open").catch((cause: Error) => {
    throw new Fault("invalid", `Expected a file that can be written at ${positionals[0]}: ${cause.message}.`, {
      cause,
    });
  });
  const size = await withVouch("verifier", async (ground) => {
    await recordExport(ground);
    return exportLeaves(ground.sql, ground.ledger, async (lines) => {
      if (!file.write(lines)) await once(file, "drain");
    });
  });
  file.end();
  await once(file, "finish");
  console.log(
    `${size.toLocaleString("en")} entries are in ${positionals[0]}. Whoever has the file, the public key and the checkpoints can check them.`,
  );
  return 0;
};

/** Committed before the first leaf is read. The login that reads hands nothing in, so another one does. */
async function recordExport({ home, url, ledger }: Ground): Promise<void> {
  const sql = connect(loginUrl(home, url, "capture"), { application: "vouch export", max: 1 });
  try {
    const target = { system: "vouch", type: "ledger", id: ledger };
    await post(sql, { type: "ledger.exported", category: "export", actor: operator(), target });
  } finally {
    await sql.end({ timeout: 2 });
  }
}
