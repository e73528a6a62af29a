-- The trigger functions. One per operation, for every protected table: a statement trigger with transition tables, which
-- costs one call per statement however many rows it changes.
--
-- They run as their owner with every setting pinned that changes what a value looks like as text, so that nothing a client
-- sets (search_path, TimeZone, bytea_output…) changes what is recorded. Whoever may use a table need not have any right here.
--
-- A single row, the most frequent case by far, takes one cheap query without aggregates. Otherwise rows are numbered as they
-- come and packed 500 to an outbox row; old and new transition tables hold the rows of an UPDATE in the same order.

create function vouch.capture_insert() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1'
as $$
declare
  total bigint;
  number bigint;
begin
  insert into vouch.outbox (relation, operation, rows, after)
  select tg_relid, 'I', 1, array[format('%s', n)]
  from new_rows n where not exists (select from new_rows offset 1);
  if found then return null; end if;

  select count(*) into total from new_rows;
  if total = 0 then return null; end if;
  number := nextval('vouch.statement_number');
  insert into vouch.outbox (relation, operation, rows, statement, part, after, query)
  select tg_relid, 'I', total, number, n.part, n.images, case when n.part = 0 then left(current_query(), 1000000) end
  from (
    select i / 500 as part, array_agg(image order by i) as images
    from (select row_number() over () - 1 as i, format('%s', r) as image from new_rows r) numbered group by 1
  ) n order by n.part;
  return null;
end $$;

create function vouch.capture_update() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1'
as $$
declare
  total bigint;
  number bigint;
begin
  insert into vouch.outbox (relation, operation, rows, before, after)
  select tg_relid, 'U', 1, array[format('%s', o)], array[format('%s', n)]
  from old_rows o, new_rows n where not exists (select from new_rows offset 1);
  if found then return null; end if;

  select count(*) into total from new_rows;
  if total = 0 then return null; end if;
  number := nextval('vouch.statement_number');
  insert into vouch.outbox (relation, operation, rows, statement, part, before, after, query)
  select tg_relid, 'U', total, number, o.part, o.images, n.images, case when o.part = 0 then left(current_query(), 1000000) end
  from (
    select i / 500 as part, array_agg(image order by i) as images
    from (select row_number() over () - 1 as i, format('%s', r) as image from old_rows r) numbered group by 1
  ) o join (
    select i / 500 as part, array_agg(image order by i) as images
    from (select row_number() over () - 1 as i, format('%s', r) as image from new_rows r) numbered group by 1
  ) n using (part) order by o.part;
  return null;
end $$;

create function vouch.capture_delete() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1'
as $$
declare
  total bigint;
  number bigint;
begin
  insert into vouch.outbox (relation, operation, rows, before)
  select tg_relid, 'D', 1, array[format('%s', o)]
  from old_rows o where not exists (select from old_rows offset 1);
  if found then return null; end if;

  select count(*) into total from old_rows;
  if total = 0 then return null; end if;
  number := nextval('vouch.statement_number');
  insert into vouch.outbox (relation, operation, rows, statement, part, before, query)
  select tg_relid, 'D', total, number, o.part, o.images, case when o.part = 0 then left(current_query(), 1000000) end
  from (
    select i / 500 as part, array_agg(image order by i) as images
    from (select row_number() over () - 1 as i, format('%s', r) as image from old_rows r) numbered group by 1
  ) o order by o.part;
  return null;
end $$;

-- TRUNCATE shows no rows: that it happened, and on which table, is all that can be known.
create function vouch.capture_truncate() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into vouch.outbox (relation, operation) values (tg_relid, 'T');
  return null;
end $$;

-- Only whoever installed this may attach these functions to a table: a foreign trigger could forge images.
revoke all on schema vouch from public;
revoke all on all tables in schema vouch from public;
revoke all on all functions in schema vouch from public;
