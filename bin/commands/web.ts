import { join } from "node:path";
import { createSetupCode, needsSetup } from "../../lib/access/index.ts";
import { assertFree, readAddress } from "../address.ts";
import { assertBuilt, pageEnvironment, startPages } from "../pages.ts";
import { takeSettings } from "../settings.ts";
import { type Command, type Ground, readArguments, withVouch } from "./command.ts";

const root = join(import.meta.dirname, "..", "..");

/** The pages alone, on a database that `vouch migrate` prepared. Exit code 0 after a signal. */
export const command: Command = async (args) => {
  readArguments(args, {}, 0, "vouch web");
  await takeSettings("vouch web");
  const address = readAddress(process.env);
  assertBuilt(root);
  await assertFree(address);
  const { url, home, hint } = await withVouch("web", async (ground) => ({ ...ground, hint: await firstStep(ground) }));
  // the owner's address, if it was given, goes no further
  const { DATABASE_URL: _owner, ...env } = process.env;
  const told = { VOUCH_WEB_URL: url, VOUCH_HOME: home.folder, ...pageEnvironment(address, home) };
  const pages = startPages("start", address, { ...env, ...told });
  console.log(`vouch web: the pages are at ${told.NEXTAUTH_URL}`);
  if (hint)
    console.log(`vouch web: nobody has an account yet. Make the first administrator at ${told.NEXTAUTH_URL}${hint}`);
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      asked = true;
      void pages.stop();
    });
  const code = await pages.ended;
  return asked ? 0 : code || 1;
};

async function firstStep({ sql }: Ground): Promise<string | undefined> {
  return (await needsSetup(sql)) ? `/setup?code=${await createSetupCode(sql)}` : undefined;
}
