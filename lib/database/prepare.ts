/** Makes a database ready to serve: schema, logins, and what each process is told. */

import { Fault } from "../event/index.ts";
import { connect, connectFault, readAddress } from "./connect.ts";
import type { Home } from "./home.ts";
import { loginUrl, makeLogins } from "./logins.ts";
import { migrate } from "./migrate.ts";

/** Brings the database to the schema and its logins to the home's. Throws `unavailable`, `forbidden`… in one sentence. */
export async function prepareDatabase(url: string, home: Home): Promise<void> {
  readAddress(url);
  const owner = connect(url, { application: "vouch owner", max: 1 });
  try {
    await migrate(owner);
    await makeLogins(owner, home);
  } catch (error) {
    throw error instanceof Fault ? error : connectFault(error, url);
  } finally {
    await owner.end({ timeout: 2 });
  }
}

/** The addresses of the processes' logins, as environment variables: each process gets its own and no other. */
export function processEnvironment(url: string, home: Home) {
  return {
    web: { VOUCH_WEB_URL: loginUrl(home, url, "web"), VOUCH_HOME: home.folder },
    worker: {
      VOUCH_SEQUENCER_URL: loginUrl(home, url, "sequencer"),
      VOUCH_INDEXER_URL: loginUrl(home, url, "indexer"),
      VOUCH_HOME: home.folder,
    },
  };
}
