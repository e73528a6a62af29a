import { openHome, prepareDatabase } from "../../lib/database/index.ts";
import { Fault } from "../../lib/event/index.ts";
import { prepareLedger } from "../prepare.ts";
import { takeSettings } from "../settings.ts";
import { type Command, readArguments } from "./command.ts";

/** Brings the database of DATABASE_URL, whose owner it names, to this version: schema, logins, ledger. Again does nothing. */
export const command: Command = async (args) => {
  readArguments(args, {}, 0, "vouch migrate");
  await takeSettings("vouch migrate");
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new Fault(
      "invalid",
      "Expected DATABASE_URL to name the database and its owner; it is not set. The embedded database is prepared by npm start.",
    );
  const home = openHome();
  await prepareDatabase(url, home);
  await prepareLedger(url);
  console.log("The database has the schema of this version, and its logins are those of this home.");
  return 0;
};
