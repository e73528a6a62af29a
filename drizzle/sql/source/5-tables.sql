-- Attaching capture to a table.

-- The same functions for tables whose writes are let through where they cannot be recorded: an exception block costs a
-- subtransaction, which the others need not pay.
do $make$
declare
  f record;
begin
  for f in
    select proname, prosrc, array_length(proconfig, 1) > 1 as pinned from pg_proc
    where pronamespace = 'vouch'::regnamespace and proname like 'capture\_%'
  loop
    execute format(
      'create function vouch.%I() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp %s as %L',
      f.proname || '_or_pass',
      case when f.pinned then 'set datestyle = ''ISO, MDY'' set timezone = ''UTC'' set intervalstyle = ''iso_8601'' set bytea_output = ''hex'' set extra_float_digits = ''1'' set lc_monetary = ''C'' set quote_all_identifiers = ''off''' end,
      format('begin %s; exception when others then perform vouch.let_through(tg_relid, sqlstate); return null; end', f.prosrc));
  end loop;
end $make$;

-- What is captured, how, and what happens to a write that cannot be recorded.
create table vouch.tables (
  relation oid primary key,
  manner text not null check (manner in ('statements', 'rows', 'applied')),
  failing text not null check (failing in ('fail', 'pass')),
  -- its triggers are being made just now, which is no change of the schema that anybody need be told of
  attaching boolean not null default true
);

-- How a table has to be captured. rows: it inherits or is inherited from. applied: logical replication writes to it.
create function vouch.manner_of(relation oid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when exists (select from pg_subscription_rel s where s.srrelid = c.oid) then 'applied'
    when c.relkind = 'r' and not c.relispartition and exists (select from pg_inherits i where i.inhrelid = c.oid or i.inhparent = c.oid) then 'rows'
    else 'statements' end
  from pg_class c where c.oid = relation;
$$;

-- Whether a table has all the triggers of its manner, and they fire.
create function vouch.is_whole(table_oid oid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select count(g.oid) = case t.manner when 'statements' then 4 when 'rows' then 6 else 2 end
  from vouch.tables t left join pg_trigger g on g.tgrelid = t.relation and g.tgenabled = 'A' and g.tgname like 'vouch\_%'
    and g.tgfoid in (select p.oid from pg_proc p where p.pronamespace = 'vouch'::regnamespace)
  where t.relation = table_oid group by t.relation;
$$;

-- Captures a table, and with a partitioned one its partitions, since one can write to them directly. Doing it again changes
-- nothing, and making its triggers anew would be noticed as a gap. ALWAYS: the triggers fire under session_replication_role = replica too.
create function vouch.attach(table_oid regclass, on_failure text default 'fail') returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kind "char";
  way text;
  suffix text := case on_failure when 'pass' then '_or_pass' else '' end;
  part regclass;
  t record;
begin
  select c.relkind into kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.oid = table_oid and c.relkind in ('r', 'p') and c.relpersistence <> 't'
    and n.nspname not in ('pg_catalog', 'information_schema', 'vouch') and n.nspname not like 'pg\_toast%';
  if kind is null then
    raise exception 'expected a table that can be captured, got %', table_oid using errcode = 'invalid_parameter_value';
  end if;
  way := vouch.manner_of(table_oid);
  insert into vouch.tables values (table_oid, way, on_failure)
  on conflict (relation) do update set manner = excluded.manner, failing = excluded.failing, attaching = true
  where (vouch.tables.manner, vouch.tables.failing) is distinct from (excluded.manner, excluded.failing) or not vouch.is_whole(table_oid);
  if not found then way := null; end if; -- it is as it should be, and so are those below
  for t in select tgname from pg_trigger where tgrelid = table_oid and tgname like 'vouch\_%' and tgfoid in (select oid from pg_proc where pronamespace = 'vouch'::regnamespace) and way is not null loop
    execute format('drop trigger %I on %s', t.tgname, table_oid);
  end loop;
  for t in
    select * from (values
      ('statements', 'vouch_insert', 'after insert', 'referencing new table as new_rows for each statement', 'capture_insert', ''),
      ('statements', 'vouch_update', 'after update', 'referencing old table as old_rows new table as new_rows for each statement', 'capture_update', ''),
      ('statements', 'vouch_delete', 'after delete', 'referencing old table as old_rows for each statement', 'capture_delete', ''),
      ('rows', 'vouch_begin', 'before insert or update or delete', 'for each statement', 'capture_begin', ''),
      ('rows', 'vouch_row', 'after insert or update or delete', 'for each row', 'capture_row', ''),
      ('rows', 'vouch_insert', 'after insert', 'referencing new table as new_rows for each statement', 'capture_end_insert', ''),
      ('rows', 'vouch_update', 'after update', 'referencing new table as new_rows for each statement', 'capture_end_update', ''),
      ('rows', 'vouch_delete', 'after delete', 'referencing old table as old_rows for each statement', 'capture_end_delete', ''),
      ('applied', 'vouch_row', 'after insert or update or delete', 'for each row', 'capture_row', '''alone'''),
      (way, 'vouch_truncate', 'before truncate', 'for each statement', 'capture_truncate', '')
    ) as triggers (manner, name, fires, sees, runs, given) where manner = way
  loop
    execute format('create trigger %I %s on %s %s execute function vouch.%I(%s)', t.name, t.fires, table_oid, t.sees, t.runs || suffix, t.given);
    execute format('alter table %s enable always trigger %I', table_oid, t.name);
  end loop;
  update vouch.tables set attaching = false where relation = table_oid;
  perform vouch.note_shape(table_oid, vouch.last_position());
  if kind = 'p' then
    for part in select inhrelid from pg_inherits join pg_class p on p.oid = inhrelid where inhparent = table_oid and p.relkind in ('r', 'p') loop
      perform vouch.attach(part, on_failure);
    end loop;
  end if;
  -- a statement on one table of a family changes rows of the others, so they are captured together
  for part in
    select o.oid from pg_inherits i join pg_class o on o.oid in (i.inhrelid, i.inhparent)
    where table_oid in (i.inhrelid, i.inhparent) and way = 'rows'
      and not exists (select from vouch.tables k where k.relation = o.oid and k.manner = vouch.manner_of(o.oid))
  loop
    perform vouch.attach(part, coalesce((select k.failing from vouch.tables k where k.relation = part), on_failure));
  end loop;
end $$;

-- Captures the rows that a new table was born with (CREATE TABLE AS, SELECT INTO), as inserted by the statement that made it.
create function vouch.capture_born(table_oid regclass) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1' set lc_monetary = 'C' set quote_all_identifiers = 'off'
as $$
declare
  total bigint;
  number bigint := nextval('vouch.statement_number');
begin
  execute format('select count(*) from %s', table_oid) into total;
  if total = 0 then return; end if;
  execute format($query$
    insert into vouch.outbox (relation, operation, depth, rows, statement, part, images, after, query)
    select %s, 'I', 1, $1, $2, part, cardinality(images), images, case when part = 0 then left(current_query(), 1000000) end
    from (
      select i / 500 as part, array_agg(image order by i) as images
      from (select row_number() over () - 1 as i, format('%%s', r.*) as image from %s r) numbered group by 1
    ) n order by part$query$, table_oid::oid, table_oid) using total, number;
end $$;
