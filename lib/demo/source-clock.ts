/**
 * The clock of a captured database, set to the story's time while the story is told: what is written to the outbox is stamped with it,
 * and the patrol, which compares clocks, reads it too. The demo owns these databases; afterwards nothing of it is left.
 *
 * It is a sequence of microseconds in a schema of its own, made before Vouch watches the schema; reading it for a row of the outbox moves
 * it on a little. The patrol finds `story.clock_timestamp` before PostgreSQL's own by its search path.
 */
import type { Sql } from "../database/index.ts";

/** Before the database is protected. */
export async function makeSourceClock(owner: Sql, from: bigint): Promise<void> {
  await owner.unsafe(`
    create schema story;
    create sequence story.now increment by 173 minvalue 0 start ${from};
    create function story.tick() returns timestamptz language sql volatile security definer set search_path = pg_catalog, pg_temp
      as $$ select timestamptz 'epoch' + nextval('story.now') * interval '1 microsecond' $$;
    create function story.clock_timestamp() returns timestamptz language sql volatile security definer set search_path = pg_catalog, pg_temp
      as $$ select timestamptz 'epoch' + last_value * interval '1 microsecond' from story.now $$;
    grant usage on schema story to public`);
}

/** After it was protected; `reader`: the login with which Vouch reads. */
export async function setSourceClock(owner: Sql, reader: string): Promise<void> {
  await owner.unsafe(`
    alter role "${reader}" set search_path = story, pg_catalog, public;
    alter table vouch.outbox alter column at set default story.tick(),
      alter column address set default coalesce(nullif(current_setting('story.address', true), '')::inet, inet_client_addr())`);
}

/** What a patrol's look is measured by. */
export async function moveSourceClock(owner: Sql, to: bigint): Promise<void> {
  await owner`select setval('story.now', ${to})`;
}

/** Vouch's own event triggers would report that the schema goes. */
export async function resetSourceClock(owner: Sql, reader: string): Promise<void> {
  await owner.unsafe(`
    alter table vouch.outbox alter column at set default clock_timestamp(), alter column address set default inet_client_addr();
    alter role "${reader}" reset search_path;
    alter event trigger vouch_command disable;
    alter event trigger vouch_drop disable;
    drop schema story cascade;
    alter event trigger vouch_command enable always;
    alter event trigger vouch_drop enable always`);
}
