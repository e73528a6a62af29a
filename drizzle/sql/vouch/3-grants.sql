-- Append-only by privilege. Each process has a login of its own, a member of one of these groups and of nothing else, so
-- RESET ROLE gains nothing. The owner (whoever migrates) is used by migrations alone.

do $$
declare
  name text;
begin
  foreach name in array array['vouch_capture', 'vouch_sequencer', 'vouch_web', 'vouch_eraser', 'vouch_verifier', 'vouch_indexer'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin', name);
    end if;
  end loop;
end $$;

revoke all on schema public from public;
revoke all on all functions in schema ledger, inbox from public;
revoke all on all tables in schema ledger, inbox, app from vouch_capture, vouch_sequencer, vouch_web, vouch_eraser, vouch_verifier, vouch_indexer;

-- capture: hands events in, and can do nothing else.
grant usage on schema inbox to vouch_capture;
grant execute on function inbox.post(text), inbox.receive(uuid, bytea[], bytea[], text[]) to vouch_capture;

-- sequencer: the only writer of entries. It appends and moves heads and positions; it cannot change or remove an entry.
grant usage on schema ledger, inbox, app to vouch_sequencer;
grant select on all tables in schema ledger to vouch_sequencer;
grant insert on ledger.entries, ledger.projection, ledger.disclosures, ledger.subjects, ledger.checkpoints, ledger.positions, ledger.patrols to vouch_sequencer;
grant update on ledger.heads, ledger.positions, ledger.patrols to vouch_sequencer;
grant select on inbox.events, app.sources, app.identities to vouch_sequencer;
grant execute on function ledger.make_partitions(timestamptz, int), inbox.empty(), inbox.forget(), inbox.post(text) to vouch_sequencer;

-- web: reads the ledger, hands in its own events, and keeps the application's own tables.
grant usage on schema ledger, inbox, app to vouch_web;
grant select on all tables in schema ledger to vouch_web;
grant execute on function inbox.post(text), inbox.receive(uuid, bytea[], bytea[], text[]) to vouch_web;
grant select, insert, update, delete on all tables in schema app to vouch_web;

-- verifier: reads everything of the ledger, and says what it found.
grant usage on schema ledger to vouch_verifier;
grant select on all tables in schema ledger to vouch_verifier;
grant insert on ledger.verdicts to vouch_verifier;

-- eraser: destroys disclosures and the keys of data subjects, and nothing that a proof stands on.
grant usage on schema ledger to vouch_eraser;
grant select on ledger.disclosures, ledger.subjects to vouch_eraser;
grant update, delete on ledger.disclosures to vouch_eraser;
grant delete on ledger.subjects to vouch_eraser;

-- indexer: makes anew what search uses, from entries that it cannot change. Verification compares its work with the leaves.
grant usage on schema ledger to vouch_indexer;
grant select on ledger.ledgers, ledger.heads, ledger.entries, ledger.disclosures, ledger.subjects to vouch_indexer;
grant select, insert, update, delete on ledger.projection, ledger.segments, ledger.postings, ledger.spans, ledger.rollups, ledger.vocabulary to vouch_indexer;
grant execute on function ledger.make_volume(int) to vouch_indexer;
