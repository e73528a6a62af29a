-- How each captured table looked, and from where in the outbox on: an image is a list of values without names.

create table vouch.shapes (
  number bigint generated always as identity primary key,
  relation oid not null,
  -- the transaction that made it so
  since xid8 not null,
  -- rows of the outbox above it have this shape: exact, because ALTER TABLE locks out every writer until it commits. Null
  -- where the change was noticed later; then `since` decides
  position bigint,
  shape jsonb not null
);
create index on vouch.shapes (relation, number);

-- A table as the reader knows it (lib/capture/postgres/table.ts): null for what is no table.
create function vouch.shape_of(relation oid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp set quote_all_identifiers = 'off'
as $$
  select jsonb_build_object(
    'schema', n.nspname, 'name', c.relname,
    -- a partition's records are those of its root
    'root', (
      select jsonb_build_object('schema', rn.nspname, 'name', r.relname)
      from pg_class r join pg_namespace rn on rn.oid = r.relnamespace
      where c.relispartition and r.oid = pg_partition_root(c.oid)),
    'columns', (
      select coalesce(jsonb_agg(jsonb_build_object(
          'name', a.attname, 'type', regexp_replace(format_type(a.atttypid, a.atttypmod), '^public\.', ''), 'kind', coalesce(b.typcategory, t.typcategory),
          'key', exists (select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'f') and a.attnum = any(k.conkey)),
          'virtual', a.attgenerated = 'v'
        ) order by a.attnum), '[]')
      from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = nullif(t.typbasetype, 0)
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'primaryKey', (
      select coalesce(jsonb_agg(a.attname order by k.place), '[]')
      from pg_constraint p, unnest(p.conkey) with ordinality as k(attnum, place) join pg_attribute a on a.attnum = k.attnum
      where p.conrelid = c.oid and p.contype = 'p' and a.attrelid = c.oid))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.oid = relation and c.relkind in ('r', 'p');
$$;

-- Notes a table's shape if it is another than the last one. `above`: the position from which on it holds, where that is known.
create function vouch.note_shape(table_oid oid, above bigint default null) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  now_shape jsonb := vouch.shape_of(table_oid);
  since bigint := pg_current_xact_id()::text::bigint;
begin
  if now_shape is null or now_shape is not distinct from
    (select shape from vouch.shapes where relation = table_oid order by number desc limit 1) then return;
  end if;
  if above is null then
    -- the transaction that touched a column last; xmin has 32 of its 64 bits, and age() tells how long ago that was
    select since - min(age(xmin)) into since from pg_attribute where attrelid = table_oid and attnum > 0;
  end if;
  insert into vouch.shapes (relation, since, position, shape)
  values (table_oid, greatest(since, 3)::text::xid8, above, now_shape);
end $$;

-- Every shape of these tables, oldest first, the present one noted.
create function vouch.shapes_of(relations oid[]) returns table (relation oid, since xid8, "position" bigint, shape jsonb)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform vouch.note_shape(r) from unnest(relations) as r
  where vouch.shape_of(r) is distinct from (select s.shape from vouch.shapes s where s.relation = r order by s.number desc limit 1);
  return query select s.relation, s.since, s.position, s.shape from vouch.shapes s where s.relation = any(relations) order by s.number;
end $$;

-- The last position that has been given out.
create function vouch.last_position() returns bigint
language sql
set search_path = pg_catalog, pg_temp
as $$ select case when is_called then last_value else 0 end from vouch.outbox_position_seq $$;
