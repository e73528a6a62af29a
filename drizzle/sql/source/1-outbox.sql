-- What `vouch protect` puts into somebody else's database: the schema `vouch`, whole. `vouch unprotect` drops it.
--
-- The outbox: captured statements wait here, written in the transaction that they describe, until the sequencer has them in
-- the ledger. A rolled-back transaction leaves nothing. It is a ring of eight slots, each filled with 4,096 positions in
-- turn and emptied by TRUNCATE when all of it is in the ledger, so that it does not bloat; a slot that an open transaction
-- still holds is passed over and simply filled further.

create schema vouch;
comment on schema vouch is 'Vouch: captures changes for the audit trail. Remove with: vouch unprotect';

-- Which Vouch put this here. One row.
create table vouch.installation (
  source uuid primary key,
  -- of these files: what is installed by another Vouch is not read
  format int not null,
  -- tables that are made later: capture them at once, or only report them
  later text not null check (later in ('capture', 'report')),
  installed_at timestamptz not null default now()
);

create sequence vouch.statement_number;

-- Counts what could not be recorded and was let through; a sequence keeps the count when the transaction does not. Its
-- last_value is the count.
create sequence vouch.missed minvalue 0;
select setval('vouch.missed', 0);

-- What the client claims with set_config('vouch...', ..., true), in the order of lib/capture/postgres/claims.ts.
create function vouch.claims() returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return array[
  current_setting('vouch.actor', true), current_setting('vouch.agent', true), current_setting('vouch.reason', true),
  current_setting('vouch.ticket', true), current_setting('vouch.kind', true), current_setting('vouch.name', true),
  current_setting('vouch.on_behalf_of', true), current_setting('vouch.session', true), current_setting('vouch.request', true),
  current_setting('vouch.origin', true), current_setting('vouch.user_agent', true), current_setting('vouch.address', true),
  current_setting('vouch.run', true), current_setting('vouch.model', true), current_setting('vouch.prompt', true)];

-- One row per captured statement and table; a statement of many rows makes several, its parts.
create table vouch.outbox (
  position bigint generated always as identity,
  -- the snapshot functions of PostgreSQL say by it whether the transaction had committed when the outbox was read
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  relation oid not null,
  -- I insert, U update, D delete, T truncate, X a statement that changed the schema, G a gap: something that could not be
  -- recorded. Only the functions of these files write here, and PostgreSQL would parse a check anew for each statement,
  -- which was a sixth of what capture cost
  operation "char" not null,
  -- 1: the client's own statement; more: a statement inside a trigger
  depth int not null default pg_trigger_depth(),
  -- groups the parts of a long statement
  statement bigint,
  part int not null default 0,
  -- rows of the whole statement, where that is known
  rows bigint,
  -- number of images here, on the side that has more
  images int not null default 1,
  -- images of the rows: the text of the whole row as PostgreSQL's record type writes it. format() and record_out are used
  -- because casts, to_jsonb and row_to_json can be forged by whoever may create a cast
  before text[],
  after text[],
  -- what only some rows need: digests of large values, the objects of a schema change, an error's code
  detail jsonb,
  login name not null default session_user,
  role text default nullif(current_setting('role'), 'none'),
  application text default current_setting('application_name'),
  address inet default inet_client_addr(),
  backend int not null default pg_backend_pid(),
  -- read only where one of the first four is set, since most statements claim nothing
  claims text[] default case
    when coalesce(current_setting('vouch.actor', true), current_setting('vouch.agent', true), current_setting('vouch.reason', true), current_setting('vouch.ticket', true)) is not null
    then vouch.claims()
    end,
  -- the text that the client sent; longer ones are cut at a million characters
  query text default left(current_query(), 1000000),
  -- off changes what a quote means, so the text could be misread
  strings text default current_setting('standard_conforming_strings')
) partition by list ((position >> 12 & 7));

alter table vouch.outbox alter before set storage external, alter after set storage external;
create index on vouch.outbox (position);

create table vouch.outbox_0 partition of vouch.outbox for values in (0);
create table vouch.outbox_1 partition of vouch.outbox for values in (1);
create table vouch.outbox_2 partition of vouch.outbox for values in (2);
create table vouch.outbox_3 partition of vouch.outbox for values in (3);
create table vouch.outbox_4 partition of vouch.outbox for values in (4);
create table vouch.outbox_5 partition of vouch.outbox for values in (5);
create table vouch.outbox_6 partition of vouch.outbox for values in (6);
create table vouch.outbox_7 partition of vouch.outbox for values in (7);

-- Empties what `seen`, the snapshot acknowledged by the ledger, sees whole. Never waits for a lock and never holds up a
-- writer. A slot is emptied by TRUNCATE, which leaves nothing to vacuum; from the one being filled, and from one that an open
-- transaction holds, what has been acknowledged for five seconds is deleted, so that no value stays longer than it must.
-- Returns the slots emptied.
create function vouch.empty(seen pg_snapshot) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  filling int := (select last_value >> 12 & 7 from vouch.outbox_position_seq);
  holds_rows boolean;
  unread boolean;
  emptied int := 0;
begin
  for slot in 0..7 loop
    execute format('select exists (select from vouch.outbox_%s)', slot) into holds_rows;
    continue when not holds_rows;
    begin
      unread := slot = filling;
      if not unread then
        execute format('lock table vouch.outbox_%s in access exclusive mode nowait', slot);
        execute format('select exists (select from vouch.outbox_%s where not pg_visible_in_snapshot(xid, $1))', slot) into unread using seen;
      end if;
      if not unread then
        execute format('truncate vouch.outbox_%s', slot);
        emptied := emptied + 1;
        continue;
      end if;
    exception when lock_not_available then
      null;
    end;
    execute format('delete from vouch.outbox_%s where at < clock_timestamp() - interval ''5 seconds'' and pg_visible_in_snapshot(xid, $1)', slot) using seen;
  end loop;
  return emptied;
end $$;

-- What a policy of letting writes through leaves behind where a change could not be recorded. Never raises an error.
create function vouch.let_through(relation oid, state text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform nextval('vouch.missed');
  insert into vouch.outbox (relation, operation, depth, images, detail) values (relation, 'G', 1, 0, jsonb_build_object('state', state));
exception when others then
  raise warning 'Vouch could not record a change to % (error %), nor that it could not', relation::regclass, state;
end $$;
