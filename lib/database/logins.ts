/**
 * One login per process, a member of exactly one group of drizzle/sql/vouch/3-grants.sql. Names carry a tag of the home, so
 * that two homes may use one server; passwords are derived, so that nothing has to be stored.
 */
import { createHmac } from "node:crypto";
import { Fault } from "../event/index.ts";
import { type Sql, sqlState } from "./connect.ts";
import type { Home } from "./home.ts";
import { scramVerifier } from "./scram.ts";

export const loginNames = ["capture", "sequencer", "web", "eraser", "verifier", "indexer"] as const;
export type LoginName = (typeof loginNames)[number];

/** The address of `url`'s database for one login. */
export function loginUrl(home: Home, url: string, login: LoginName): string {
  const { name, password } = credentials(home, login);
  const address = new URL(url);
  address.username = name;
  address.password = password;
  return address.href;
}

function credentials(home: Home, login: LoginName) {
  const secret = home.secret("logins");
  const of = (text: string) => createHmac("sha256", secret).update(text).digest("hex");
  return { name: `vouch_${login}_${of("home").slice(0, 8)}`, password: of(`password of ${login}`) };
}

/** Creates or mends the logins, and lets nobody else connect to the database. */
export async function makeLogins(owner: Sql, home: Home): Promise<void> {
  const [{ database } = { database: "" }] = await owner<{ database: string }[]>`select current_database() as database`;
  try {
    for (const login of loginNames) {
      const { name, password } = credentials(home, login);
      const [existing] = await owner`select 1 from pg_roles where rolname = ${name}`;
      // a role command takes no parameters: the name is letters, digits and underscores, the verifier b64 and punctuation
      await owner.unsafe(
        `${existing ? "alter" : "create"} role "${name}" with login inherit password '${scramVerifier(password)}'`,
      );
      await owner.unsafe(`grant "vouch_${login}" to "${name}"`);
      await owner`grant connect on database ${owner(database)} to ${owner(name)}`;
    }
    await owner`revoke all on database ${owner(database)} from public`;
  } catch (cause) {
    if (sqlState(cause) !== "42501") throw cause;
    throw new Fault(
      "forbidden",
      `Expected DATABASE_URL to name a user that may create roles, but it may not. Give it CREATEROLE, or start without DATABASE_URL.`,
      { cause },
    );
  }
}
