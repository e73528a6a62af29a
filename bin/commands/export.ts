import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { Fault } from "../../lib/event/index.ts";
import { exportLeaves } from "../../lib/ledger/index.ts";
import { type Command, readArguments, withVouch } from "./command.ts";

export const command: Command = async (args) => {
  const { positionals } = readArguments(args, {}, 1, "vouch export FILE");
  const file = createWriteStream(positionals[0] as string, { mode: 0o600 });
  await once(file, "open").catch((cause: Error) => {
    throw new Fault("invalid", `Expected a file that can be written at ${positionals[0]}: ${cause.message}.`, {
      cause,
    });
  });
  const size = await withVouch("verifier", ({ sql, ledger }) =>
    exportLeaves(sql, ledger, async (lines) => {
      if (!file.write(lines)) await once(file, "drain");
    }),
  );
  file.end();
  await once(file, "finish");
  console.log(
    `${size.toLocaleString("en")} entries are in ${positionals[0]}. Whoever has the file, the public key and the checkpoints can check them.`,
  );
  return 0;
};
