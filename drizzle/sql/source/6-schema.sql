-- Event triggers: the text of statements that change the schema, at the moment they run. Only a superuser may make them;
-- elsewhere the patrol finds such changes by comparing the catalogue, without their text.
--
-- They never stop a statement: what they cannot record is counted and let through.

create function vouch.note_schema(tag text, objects jsonb, relation oid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into vouch.outbox (relation, operation, depth, images, detail)
  values (coalesce(relation, 0), 'X', 1, 0, jsonb_build_object('tag', tag, 'objects', objects));
end $$;

-- Whether an object is Vouch's own or of no lasting consequence.
create function vouch.is_foreign(schema_name text, object_type text, object_identity text) returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
  select schema_name is distinct from 'vouch' and coalesce(schema_name, '') not like 'pg\_temp%'
    and coalesce(schema_name, '') not like 'pg\_toast%' and object_identity is distinct from 'vouch'
    and not (object_type = 'trigger' and object_identity like 'vouch\_%') and not (object_type = 'event trigger' and object_identity like 'vouch\_%');
$$;

create function vouch.on_command() returns event_trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp set quote_all_identifiers = 'off'
as $$
declare
  objects jsonb;
  touched oid[];
  policy text;
  made oid;
begin
  select jsonb_agg(distinct jsonb_build_object('type', object_type, 'name', object_identity)), array_agg(distinct objid) filter (where classid = 'pg_class'::regclass and object_type like 'table%')
  into objects, touched
  from pg_event_trigger_ddl_commands()
  where vouch.is_foreign(schema_name, object_type, object_identity) and not exists (select from vouch.tables t where t.relation = objid and t.attaching);
  if objects is null then return; end if;

  select later into policy from vouch.installation;
  -- with a table change its partitions and what inherits from it, and what was a partition until now
  perform vouch.note_shape(t.relation, vouch.last_position()) from vouch.tables t
  where t.relation = any(touched) or t.relation in (
    with recursive below as (
      select inhrelid from pg_inherits where inhparent = any(touched)
      union select i.inhrelid from pg_inherits i join below on i.inhparent = below.inhrelid
    )
    select inhrelid from below
    union
    select s.relation from unnest(touched) as r join pg_class c on c.oid = r join pg_namespace n on n.oid = c.relnamespace
      join vouch.shapes s on s.shape -> 'root' = jsonb_build_object('schema', n.nspname, 'name', c.relname));
  perform vouch.note_schema(tg_tag, objects, touched[1]);
  for made in
    select c.oid from pg_class c
    where c.oid = any(touched) and c.relkind in ('r', 'p') and c.relpersistence <> 't' and not exists (select from vouch.tables t where t.relation = c.oid)
      and (policy = 'capture' and tg_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO')
        or exists (select from pg_inherits i join vouch.tables t on t.relation = i.inhparent where i.inhrelid = c.oid))
    union
    -- attached to a captured table by ALTER TABLE ... ATTACH PARTITION, which names the parent
    select i.inhrelid from pg_inherits i join vouch.tables t on t.relation = i.inhparent
    where i.inhparent = any(touched) and not exists (select from vouch.tables p where p.relation = i.inhrelid)
  loop
    perform vouch.attach(made, coalesce((select t.failing from pg_inherits i join vouch.tables t on t.relation = i.inhparent where i.inhrelid = made limit 1), 'fail'));
    if tg_tag in ('CREATE TABLE AS', 'SELECT INTO') then perform vouch.capture_born(made); end if;
  end loop;
  -- whoever begins to inherit, or to be inherited from, has to be captured in another manner
  perform vouch.attach(t.relation, t.failing) from vouch.tables t
  where (t.relation = any(touched) or t.relation in (select inhparent from pg_inherits where inhrelid = any(touched)))
    and t.manner is distinct from vouch.manner_of(t.relation);
exception when others then
  begin
    perform vouch.let_through(coalesce(touched[1], 0), sqlstate);
  exception when others then -- the schema vouch was renamed, say
    raise warning 'Vouch could not record % (error %), nor that it could not', tg_tag, sqlstate;
  end;
end $$;

create function vouch.on_drop() returns event_trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp set quote_all_identifiers = 'off'
as $$
declare
  objects jsonb;
  relation oid;
begin
  select jsonb_agg(distinct jsonb_build_object('type', object_type, 'name', object_identity)), min(objid) filter (where classid = 'pg_class'::regclass and object_type = 'table')
  into objects, relation
  from pg_event_trigger_dropped_objects() where original and vouch.is_foreign(schema_name, object_type, object_identity);
  if objects is null then return; end if;
  -- ALTER TABLE ... DROP COLUMN comes here and to on_command
  if tg_tag like 'DROP%' then perform vouch.note_schema(tg_tag, objects, relation); end if;
exception when others then
  begin
    perform vouch.let_through(coalesce(relation, 0), sqlstate);
  exception when others then
    raise warning 'Vouch could not record % (error %), nor that it could not', tg_tag, sqlstate;
  end;
end $$;

-- Returns whether the text of schema changes is captured from now on.
create function vouch.watch_schema() returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then return false; end if;
  create event trigger vouch_command on ddl_command_end execute function vouch.on_command();
  create event trigger vouch_drop on sql_drop execute function vouch.on_drop();
  alter event trigger vouch_command enable always;
  alter event trigger vouch_drop enable always;
  return true;
end $$;

-- Only whoever installed this may attach these functions to a table: a foreign trigger could forge images.
revoke all on schema vouch from public;
revoke all on all tables in schema vouch from public;
revoke all on all sequences in schema vouch from public;
revoke all on all functions in schema vouch from public;
