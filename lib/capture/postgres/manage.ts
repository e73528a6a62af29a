/** Connecting, changing and removing a source by somebody who is signed in: `protect` and `unprotect` behind the gate. */
import { authorise, eventBy, guard, type Principal, type Web, web } from "../../access/index.ts";
import { Fault } from "../../event/index.ts";
import { theLedger } from "../../ledger/index.ts";
import { type GivenAddress, type GivenWish, readGivenAddress, readGivenWish } from "./given.ts";
import { asking } from "./inspect.ts";
import { readIdentity } from "./plan.ts";
import { type Protecting, protect } from "./protect.ts";
import { listSources, type RegisteredSource } from "./sources.ts";
import { counting } from "./tries.ts";
import { unprotect } from "./unprotect.ts";

export interface ConnectedSource {
  id: string;
  name: string;
  /** Tables of the wish, which are captured now. */
  tables: number;
}

/**
 * Installs capture for the tables of the wish, or changes how they are recorded from now on. `source`: the one that is changed.
 * Throws what `protect` throws, `forbidden`, `invalid`, `conflict` for another database than that of `source`, and `held`.
 */
export async function connectSource(
  principal: Principal | undefined,
  given: GivenAddress,
  wish: GivenWish,
  source: string | undefined = undefined,
  through: Web = web(),
): Promise<ConnectedSource> {
  const by = await authorise(principal, "sources.manage", { target: { type: "source" } }, through);
  const { tables, modes, later, failing } = readGivenWish(wish);
  return counting(by, through, async () => {
    const url = await readGivenAddress(given);
    if (source !== undefined) await getSource(url, source, by, through);
    const whole = { url, tables, fields: JSON.stringify(modes), later, failing };
    const done = await protect(whole, await protectingBy(by, through));
    return { id: done.source, name: done.name, tables: done.plan.tables.length };
  });
}

/**
 * Removes triggers, outbox and login from the source's database, and the source from Vouch's list. What waits is waited for,
 * unless `discard`. Throws what `unprotect` throws, `forbidden`, `invalid`, `not-found`, and `conflict` for another database.
 */
export async function removeSource(
  principal: Principal | undefined,
  id: string,
  given: GivenAddress,
  discard: boolean,
  through: Web = web(),
): Promise<void> {
  const by = await authorise(principal, "sources.manage", { target: { type: "source" } }, through);
  await counting(by, through, async () => {
    const url = await readGivenAddress(given);
    await getSource(url, id, by, through);
    await unprotect(url, await protectingBy(by, through), discard === true);
  });
}

/** The source, if the address leads to its database and not to that of another one. */
async function getSource(url: string, id: string, { scope }: Principal, through: Web): Promise<RegisteredSource> {
  const source = (await listSources(through.sql)).find((known) => known.id === id);
  if (!source || (scope.sources && !scope.sources.includes(id)))
    throw new Fault("not-found", "This source is not there any more: somebody removed it. Load the page again.");
  const { system } = await asking(url, readIdentity);
  if (system !== source.settings.system)
    throw new Fault(
      "conflict",
      `Expected the database of ${source.name}, but this address leads to another one. Correct the address; nothing was changed.`,
    );
  return source;
}

async function protectingBy(by: Principal, { sql, home, clock }: Web): Promise<Protecting> {
  const { actor } = eventBy(by, { type: "source.protected", category: "configuration" });
  return { sql, home, ledger: await guard(() => theLedger(sql)), actor, clock };
}
