import { unprotect } from "../../lib/capture/index.ts";
import { type Command, operator, readArguments, withVouch } from "./command.ts";

export const command: Command = async (args) => {
  const { values, positionals } = readArguments(
    args,
    { discard: { type: "boolean" } },
    1,
    "vouch unprotect DATABASE-URL [--discard]",
  );
  const done = await withVouch("web", ({ home, sql, ledger }) =>
    unprotect(positionals[0] as string, { home, sql, ledger, actor: operator() }, values.discard),
  );
  console.log(
    `${done.name} is no longer captured: triggers, outbox and login are gone. What was recorded stays in the ledger.`,
  );
  return 0;
};
