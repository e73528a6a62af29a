-- Whoever may see only a part of the ledger, an auditor with a period and sources, reads as vouch_scoped: the database itself then
-- leaves out every other row, also where a page forgets to. The gate (lib/access/gate.ts) changes to that role and says the scope
-- for its one read-only transaction; without these settings every query of the role fails. The other groups see what they did
-- before: a policy that is plainly true costs a query nothing, and keeps no index from being used.

do $$ begin
  if not exists (select from pg_roles where rolname = 'vouch_scoped') then
    create role vouch_scoped nologin;
  end if;
  if not exists (
    select from pg_auth_members where roleid = 'vouch_scoped'::regrole and member = 'vouch_web'::regrole
  ) then
    grant vouch_scoped to vouch_web;
  end if;
end $$;

grant usage on schema ledger, app to vouch_scoped;
revoke all on all tables in schema ledger, inbox, app from vouch_scoped;
grant select on ledger.ledgers, ledger.heads, ledger.positions, ledger.patrols, ledger.entries, ledger.projection, ledger.disclosures,
  ledger.subjects, ledger.checkpoints, ledger.verdicts, ledger.segments, ledger.postings, ledger.spans, ledger.rollups, ledger.vocabulary
  to vouch_scoped;
grant select on app.sources, app.identities, app.rules, app.requests, app.decisions, app.notices, app.queries, app.pins, app.subscriptions,
  app.exports to vouch_scoped;
-- never what signs somebody in
grant select (id, email, name, role, scope, created_at, deactivated_at, preferences) on app.people to vouch_scoped;
grant select (id, source, identity, name, categories, created_at, expires_at, revoked_at, last_used_at) on app.keys to vouch_scoped;

-- Whether a source lies in the scope: vouch.scope_sources is `all` or a list of ids.
create or replace function ledger.source_in_scope(source uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return current_setting('vouch.scope_sources') = 'all'
  or source = any (nullif(current_setting('vouch.scope_sources'), 'all')::uuid[]);
revoke all on function ledger.source_in_scope(uuid) from public;
grant execute on function ledger.source_in_scope(uuid) to vouch_scoped;

do $$
declare
  protected text;
begin
  foreach protected in array array['ledger.entries', 'ledger.projection', 'ledger.disclosures', 'ledger.rollups', 'ledger.vocabulary',
    'ledger.positions', 'ledger.patrols', 'app.sources', 'app.keys'] loop
    execute format('alter table %s enable row level security', protected);
    execute format('drop policy if exists everything on %s', protected);
    execute format('drop policy if exists scope on %s', protected);
    execute format('create policy everything on %s to vouch_sequencer, vouch_web, vouch_verifier, vouch_eraser, vouch_indexer using (true) with check (true)', protected);
  end loop;
end $$;

-- From vouch.scope_from until before vouch.scope_to, by the source's clock. What was captured in a period follows from what was seen
-- before it, and from gaps that were found after it: coverage is held to the sources alone.
create policy scope on ledger.projection for select to vouch_scoped using (
  (category = 'coverage' or (
    occurred_at >= (select current_setting('vouch.scope_from')::timestamptz)
    and occurred_at < (select current_setting('vouch.scope_to')::timestamptz)))
  and ledger.source_in_scope(source)
);
create policy scope on ledger.entries for select to vouch_scoped using (
  exists (select from ledger.projection p where p.ledger = entries.ledger and p.index = entries.index and p.recorded_at = entries.recorded_at)
);
create policy scope on ledger.disclosures for select to vouch_scoped using (
  exists (select from ledger.projection p where p.ledger = disclosures.ledger and p.index = disclosures.index and p.recorded_at = disclosures.recorded_at)
);
-- a row of a rollup counts a whole hour or day: one that the period cuts is not seen, its entries are counted one by one
create policy scope on ledger.rollups for select to vouch_scoped using (
  starts >= (select current_setting('vouch.scope_from')::timestamptz)
  and starts + (case grain when 'day' then interval '1 day' else interval '1 hour' end) <= (select current_setting('vouch.scope_to')::timestamptz)
  and ledger.source_in_scope(source)
);
-- that a value was there before and after a period does not say that it was there within: whoever has a period completes from rollups
create policy scope on ledger.vocabulary for select to vouch_scoped using (
  (select current_setting('vouch.scope_from')) = '-infinity' and (select current_setting('vouch.scope_to')) = 'infinity'
  and ledger.source_in_scope(source)
);
create policy scope on ledger.positions for select to vouch_scoped using (ledger.source_in_scope(source));
create policy scope on ledger.patrols for select to vouch_scoped using (ledger.source_in_scope(source));
create policy scope on app.sources for select to vouch_scoped using (ledger.source_in_scope(id));
create policy scope on app.keys for select to vouch_scoped using (ledger.source_in_scope(source));
