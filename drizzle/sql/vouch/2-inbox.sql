-- The inbox: Vouch's own events, and those received over HTTP, wait here until the sequencer takes them in.

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

-- Takes in what an HTTP source sent, each key at most once. `keys` are SHA-256 of the sender's ids, `digests` stand for what was
-- sent under them. Outcomes by place in the arrays, from 1: accepted; duplicate, the same again; conflict, something else under an
-- id that is taken. Several statements, since only a new one sees what a concurrent request has committed meanwhile.
create or replace function inbox.receive(source uuid, keys bytea[], digests bytea[], events text[])
returns table (n int, outcome text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  fresh bytea[];
begin
  if cardinality(keys) not between 1 and 2000 or cardinality(digests) <> cardinality(keys) or cardinality(events) <> cardinality(keys) then
    raise exception 'expected 1 to 2000 keys and as many digests and events';
  end if;
  if not exists (select from app.sources s where s.id = receive.source and s.kind = 'http' and s.removed_at is null) then
    raise exception 'expected the id of an HTTP source';
  end if;
  -- what is acknowledged is on disk, whatever the server's default
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
  -- in the order of keys, so that two requests which share some wait for each other and never in a circle
  with sent as (
    select distinct on (key) key, digest from unnest(keys, digests) with ordinality as s (key, digest, n) order by key, n
  ), kept as (
    insert into inbox.received (source, key, digest) select receive.source, key, digest from sent order by key
    on conflict do nothing returning key
  )
  select array_agg(key) into fresh from kept;
  insert into inbox.events (source, event)
  select receive.source, s.event
  from unnest(keys, events) with ordinality as s (key, event, n)
  join (select key, min(n) as n from unnest(keys) with ordinality as k (key, n) group by key) first using (key, n)
  join unnest(fresh) as f (key) using (key)
  order by s.n;
  return query
  select s.n::int, case
    when f.key is not null and s.nth = 1 then 'accepted'
    -- a lookup per key: a join might read all that the source ever sent
    when (select r.digest from inbox.received r where r.source = receive.source and r.key = s.key) = s.digest then 'duplicate'
    else 'conflict'
  end
  from (
    select u.*, row_number() over (partition by u.key order by u.n) as nth
    from unnest(keys, digests) with ordinality as u (key, digest, n)
  ) s
  left join unnest(fresh) as f (key) on f.key = s.key
  order by s.n;
end $$;

-- Forgets the ids of what was received long ago: an event says when it happened, and one of that age is refused by then.
create or replace function inbox.forget() returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  removed bigint;
begin
  delete from inbox.received r
  where r.ctid in (select ctid from inbox.received where received_at < now() - interval '45 days' limit 50000);
  get diagnostics removed = row_count;
  return removed;
end $$;
