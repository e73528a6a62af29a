-- The peer: an audit trigger in the manner of supa_audit, written for this comparison from its description. A row trigger
-- that looks up the table's primary key, takes both images as jsonb and derives a UUIDv5 from table and key for each.

create extension if not exists "uuid-ossp";
create schema audit;

create table audit.record_version (
  id bigserial primary key,
  record_id uuid,
  old_record_id uuid,
  op text not null check (op in ('INSERT', 'UPDATE', 'DELETE')),
  ts timestamptz not null default now(),
  table_oid oid not null,
  table_schema name not null,
  table_name name not null,
  record jsonb,
  old_record jsonb
);
create index on audit.record_version (record_id);
create index on audit.record_version (old_record_id);
create index on audit.record_version using brin (ts);
create index on audit.record_version (table_oid);

create function audit.key_columns(relation oid) returns text[]
language sql stable security definer set search_path = ''
as $$
  select coalesce(pg_catalog.array_agg(a.attname::pg_catalog.text order by a.attnum), '{}')
  from pg_catalog.pg_index i join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
  where i.indrelid = relation and i.indisprimary
$$;

create function audit.record_id(relation oid, keys text[], image jsonb) returns uuid
language sql stable
as $$
  select case when image is not null then uuid_generate_v5(
    '9b0f7bb4-6a52-4a7c-9c1b-0d6f5ad1a7e3',
    (select relation::text || ' ' || string_agg(image ->> key, ' ') from unnest(keys) key)
  ) end
$$;

create function audit.capture() returns trigger
language plpgsql security definer
as $$
declare
  keys text[] := audit.key_columns(tg_relid);
  image jsonb := to_jsonb(new);
  old_image jsonb := to_jsonb(old);
begin
  insert into audit.record_version (record_id, old_record_id, op, table_oid, table_schema, table_name, record, old_record)
  values (
    audit.record_id(tg_relid, keys, image), audit.record_id(tg_relid, keys, old_image),
    tg_op, tg_relid, tg_table_schema, tg_table_name, image, old_image
  );
  return coalesce(new, old);
end $$;

create trigger audit after insert or update or delete on customers for each row execute function audit.capture();
