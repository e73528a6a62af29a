-- The inbox: Vouch's own events wait here until the sequencer takes them in.

-- The only way in. Returns the event's place.
create or replace function inbox.post(event text) returns bigint
language sql security definer
set search_path = pg_catalog, pg_temp
begin atomic
  insert into inbox.events (event) values (post.event) returning position;
end;

-- Removes what is in the ledger already: everything that `seen`, the snapshot stored with the ledger's own position, sees.
-- Its own precondition is that stored position; a caller cannot name a later one.
create or replace function inbox.empty() returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  removed bigint;
begin
  delete from inbox.events e
  using ledger.positions p, app.sources s
  where s.kind = 'vouch' and p.source = s.id and pg_visible_in_snapshot(e.xid, p.seen);
  get diagnostics removed = row_count;
  return removed;
end $$;
