-- The trigger functions for tables that inherit. A statement on the parent changes rows of its children: a statement trigger
-- there would see them without the children's own columns, so each row is captured where it lies. The statement's own row
-- follows when all of its rows have been captured.
--
-- A table that a logical replication subscription writes to is captured by rows too, since its worker fires no statement triggers;
-- there nothing is known of a statement.

-- The number of the statement under way at this depth: currval() belongs to the session, and of the statements of one depth
-- there is one at a time. Negative, so that it is none of vouch.statement_number.
create sequence vouch.statement_of_rows_1 increment -8 maxvalue -1 start -1;
create sequence vouch.statement_of_rows_2 increment -8 maxvalue -1 start -2;
create sequence vouch.statement_of_rows_3 increment -8 maxvalue -1 start -3;
create sequence vouch.statement_of_rows_4 increment -8 maxvalue -1 start -4;
create sequence vouch.statement_of_rows_5 increment -8 maxvalue -1 start -5;
create sequence vouch.statement_of_rows_6 increment -8 maxvalue -1 start -6;
create sequence vouch.statement_of_rows_7 increment -8 maxvalue -1 start -7;
create sequence vouch.statement_of_rows_8 increment -8 maxvalue -1 start -8;

create function vouch.numbers_of_rows() returns regclass
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select ('vouch.statement_of_rows_' || least(greatest(pg_trigger_depth(), 1), 8))::regclass $$;

create function vouch.capture_begin() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform nextval(vouch.numbers_of_rows());
  return null;
end $$;

create function vouch.capture_row() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1' set lc_monetary = 'C' set quote_all_identifiers = 'off'
as $$
declare
  number bigint;
  widest bigint := 0;
begin
  if tg_nargs = 0 then
    begin
      number := currval(vouch.numbers_of_rows());
    exception when object_not_in_prerequisite_state then
      null; -- a statement on a parent that is not captured
    end;
  end if;
  if tg_op <> 'INSERT' then widest := pg_column_size(old); end if;
  if tg_op <> 'DELETE' then widest := greatest(widest, pg_column_size(new)); end if;
  if widest >= 100000 then
    execute vouch.large_row(tg_relid, tg_op) using number, old, new;
    return null;
  end if;
  insert into vouch.outbox (relation, operation, statement, before, after, query)
  values (
    tg_relid, left(tg_op, 1)::"char", number,
    case when tg_op <> 'INSERT' then array[format('%s', old)] end,
    case when tg_op <> 'DELETE' then array[format('%s', new)] end,
    case when number is null then left(current_query(), 1000000) end);
  return null;
end $$;

-- As vouch.large_rows, for one row: $1 is the statement's number, $2 and $3 the row before and after.
create function vouch.large_row(relation oid, operation text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select format($query$
    insert into vouch.outbox (relation, operation, statement, before, after, detail, query)
    values (%1$s, %2$L, $1, %3$s, %4$s, nullif(jsonb_strip_nulls(jsonb_build_object('before', %5$s, 'after', %6$s)), '{}'),
      case when $1 is null then left(current_query(), 1000000) end)$query$,
    relation, left(operation, 1),
    case when operation = 'INSERT' then 'null' else 'array[' || vouch.large_image(relation, '($2)') || ']' end,
    case when operation = 'DELETE' then 'null' else 'array[' || vouch.large_image(relation, '($3)') || ']' end,
    case when operation = 'INSERT' then 'null' else vouch.large_digests(relation, '($2)') end,
    case when operation = 'DELETE' then 'null' else vouch.large_digests(relation, '($3)') end);
$$;

-- The statement itself, with the number of its rows.
create function vouch.capture_end_insert() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
<<capture>>
declare
  relation oid := tg_relid;
  number bigint := currval(vouch.numbers_of_rows());
begin
  insert into vouch.outbox (relation, operation, rows, statement, images)
  select capture.relation, 'I', count(*), capture.number, 0 from new_rows having count(*) > 0;
  perform nextval(vouch.numbers_of_rows()); -- what follows is no part of it
  return null;
end $$;

create function vouch.capture_end_update() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
<<capture>>
declare
  relation oid := tg_relid;
  number bigint := currval(vouch.numbers_of_rows());
begin
  insert into vouch.outbox (relation, operation, rows, statement, images)
  select capture.relation, 'U', count(*), capture.number, 0 from new_rows having count(*) > 0;
  perform nextval(vouch.numbers_of_rows());
  return null;
end $$;

create function vouch.capture_end_delete() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
<<capture>>
declare
  relation oid := tg_relid;
  number bigint := currval(vouch.numbers_of_rows());
begin
  insert into vouch.outbox (relation, operation, rows, statement, images)
  select capture.relation, 'D', count(*), capture.number, 0 from old_rows having count(*) > 0;
  perform nextval(vouch.numbers_of_rows());
  return null;
end $$;
