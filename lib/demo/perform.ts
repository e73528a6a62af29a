/** Changes, as their clients send them: each in a transaction of its own, under its login, with what it claims. */
import type { Sql } from "../database/index.ts";
import type { Change } from "./act.ts";

/**
 * Sends a change of the story on its way; resolves when it has committed. `owner`: a superuser's client of one connection, so that what
 * is sent without waiting arrives in order. `set session authorization` stands for signing in: it makes the login the session's.
 */
export function perform(owner: Sql, change: Change): Promise<unknown> {
  const address = `set_config('story.address', ${quoted(change.client.address)}, true)`;
  return transact(owner, change, `select setval('story.now', ${change.at});`, [address]);
}

/** A change that happens now, by the database's own clock; the address is what the client says. */
export function performNow(owner: Sql, change: Change): Promise<unknown> {
  const { client, claims } = change;
  const actor = claims.actor ?? claims.agent;
  // an address is claimed with an actor, or not at all: claims are read where one of the first is made
  const said = actor ? [`set_config('vouch.address', ${quoted(client.address)}, true)`] : [];
  return transact(owner, change, "", said);
}

function transact(owner: Sql, { client, claims, run }: Change, first: string, more: string[]): Promise<unknown> {
  const settings = Object.entries({ ...claims }).map(
    ([name, value]) => `set_config(${quoted(`vouch.${name}`)}, ${quoted(value)}, true)`,
  );
  const all = [...more, ...settings];
  const begin = `begin; ${first} set local session authorization ${quoted(client.login)};
    set local application_name = ${quoted(client.application)};${all.length > 0 ? ` select ${all.join(", ")}` : ""}`;
  return Promise.all([
    owner.unsafe(begin),
    ...run.map(([text, ...parameters]) =>
      owner.unsafe(text, parameters as never[], { prepare: parameters.length > 0 }),
    ),
    owner.unsafe("commit"),
  ]);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
