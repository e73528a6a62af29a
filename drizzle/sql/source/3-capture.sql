-- The trigger functions for ordinary and partitioned tables. One per operation, for every protected table: a statement trigger
-- with transition tables, which costs one call per statement however many rows it changes.
--
-- They run as their owner with every setting pinned that changes what a value looks like as text, so that nothing a client
-- sets (search_path, TimeZone, bytea_output, lc_monetary and others) changes what is recorded. Whoever may use a table need not have
-- any right here.
--
-- Names that stand beside a table's own columns in a query are written so that no column can be taken for them: `n.*` is the
-- row even where a column is called n, and `capture.relation` the variable.
--
-- A single row, the most frequent case by far, takes one cheap query without aggregates. Otherwise rows are numbered as they
-- come and packed up to 500, or about a million bytes, to an outbox row; old and new transition tables hold the rows of an UPDATE in
-- the same order. Rows of 100,000 bytes or more (as they lie in the table, so perhaps compressed) go another way: vouch.large_rows.

-- The text of a query that puts rows with large values into the outbox, one by one: in place of a value whose text is longer than
-- 4 MiB the image has nothing, and `detail` its digest (SHA-256 of the bytes of a bytea, else of the UTF-8 of its text) and
-- length. $1 is the number of rows, $2 the number of the statement.
create function vouch.large_rows(relation oid, operation "char") returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  sides text := case operation when 'I' then 'after' when 'D' then 'before' else 'before, after' end;
  -- what the rows are numbered by must be none of their columns
  place text := (select repeat('_', 1 + coalesce(max(length(attname)), 0)) from pg_attribute where attrelid = relation and attname ~ '^_+$');
begin
  return format($query$
    insert into vouch.outbox (relation, operation, rows, statement, part, %1$s, detail, query)
    select %2$s, %3$L, $1, $2, %7$s, %4$s, nullif(jsonb_strip_nulls(jsonb_build_object(%5$s)), '{}'), case when %7$s = 0 then left(current_query(), 1000000) end
    from %6$s order by %7$s$query$,
    sides, relation, operation,
    concat_ws(', ', case when operation <> 'I' then 'array[' || vouch.large_image(relation, 'o') || ']' end, case when operation <> 'D' then 'array[' || vouch.large_image(relation, 'n') || ']' end),
    concat_ws(', ', case when operation <> 'I' then '''before'', ' || vouch.large_digests(relation, 'o') end, case when operation <> 'D' then '''after'', ' || vouch.large_digests(relation, 'n') end),
    case operation when 'I' then vouch.numbered('new_rows', 'n', place) when 'D' then vouch.numbered('old_rows', 'o', place)
      else vouch.numbered('old_rows', 'o', place) || ' join ' || vouch.numbered('new_rows', 'n', place) || format(' using (%s)', place) end,
    place);
end $$;

create function vouch.numbered(rows text, alias text, place text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select format('(select row_number() over () - 1 as %3$s, r.* from %1$s r) %2$s', rows, alias, place) $$;

-- The expression of a row's image without its large values; `of` is the row.
create function vouch.large_image(relation oid, of text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select format('format(''%%s'', row(%s))', string_agg(
    case when a.attgenerated = 'v' then 'null::text' when a.attlen <> -1 then format('%s.%I', of, a.attname)
      else format('case when not vouch.is_large(%1$s.%2$I) then %1$s.%2$I end', of, a.attname) end, ', ' order by a.attnum))
  from pg_attribute a where a.attrelid = relation and a.attnum > 0 and not a.attisdropped;
$$;

-- The expression of the digests of a row's large values by the place of their columns; `of` is the row.
create function vouch.large_digests(relation oid, of text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  -- a function takes at most 100 arguments
  select format('nullif(jsonb_strip_nulls(%s), ''{}'')', string_agg(format('jsonb_build_object(%s)', members), ' || '))
  from (
    select string_agg(format('''%1$s'', case when vouch.is_large(%2$s.%3$I) then vouch.digest(%2$s.%3$I) end', place, of, attname), ', ') as members
    from (
      select row_number() over (order by attnum) - 1 as place, attname, attlen, attgenerated
      from pg_attribute where attrelid = relation and attnum > 0 and not attisdropped
    ) a where attlen = -1 and attgenerated <> 'v' group by place / 50
  ) groups;
$$;

-- Polymorphic functions: whatever the value's type, no cast of the client's making is used. The first test is for values whose text
-- would not fit into a text.
create function vouch.is_large(value anyelement) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select case when pg_column_size(value) > 100000000 then true else octet_length(format('%s', value)) > 4194304 end $$;

create function vouch.digest(value anyelement) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1' set lc_monetary = 'C' set quote_all_identifiers = 'off'
as $$
declare
  bytes bytea;
begin
  if pg_typeof(value) = 'bytea'::regtype then bytes := value;
  elsif pg_typeof(value) in ('text'::regtype, 'varchar'::regtype) then bytes := convert_to(value, 'UTF8'); -- a third of the memory
  else bytes := convert_to(format('%s', value), 'UTF8');
  end if;
  return jsonb_build_object('sha256', encode(sha256(bytes), 'hex'), 'length', octet_length(bytes));
end $$;

create function vouch.capture_insert() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1' set lc_monetary = 'C' set quote_all_identifiers = 'off'
as $$
<<capture>>
declare
  relation oid := tg_relid;
  total bigint;
  widest bigint;
  per_part int;
  number bigint;
begin
  insert into vouch.outbox (relation, operation, rows, after)
  select capture.relation, 'I', 1, array[format('%s', n.*)]
  from new_rows n
  where not exists (select from new_rows offset 1) and pg_column_size(n.*) < 100000;
  if found then return null; end if;

  select count(*), (select max(pg_column_size(r.*)) from new_rows r) into total, widest from new_rows;
  if total = 0 then return null; end if;
  number := nextval('vouch.statement_number');
  if widest >= 100000 then
    execute vouch.large_rows(tg_relid, 'I') using total, number;
    return null;
  end if;
  per_part := greatest(1, least(500, 1000000 / greatest(widest, 1)));
  insert into vouch.outbox (relation, operation, rows, statement, part, images, after, query)
  select capture.relation, 'I', total, number, n.part, cardinality(n.images), n.images, case when n.part = 0 then left(current_query(), 1000000) end
  from (
    select i / per_part as part, array_agg(image order by i) as images
    from (select row_number() over () - 1 as i, format('%s', r.*) as image from new_rows r) numbered group by 1
  ) n order by n.part;
  return null;
end $$;

create function vouch.capture_update() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1' set lc_monetary = 'C' set quote_all_identifiers = 'off'
as $$
<<capture>>
declare
  relation oid := tg_relid;
  total bigint;
  widest bigint;
  per_part int;
  number bigint;
begin
  insert into vouch.outbox (relation, operation, rows, before, after)
  select capture.relation, 'U', 1, array[format('%s', o.*)], array[format('%s', n.*)]
  from old_rows o, new_rows n
  where not exists (select from new_rows offset 1) and pg_column_size(o.*) < 100000 and pg_column_size(n.*) < 100000;
  if found then return null; end if;

  select count(*), greatest((select max(pg_column_size(r.*)) from old_rows r), (select max(pg_column_size(r.*)) from new_rows r)) into total, widest from new_rows;
  if total = 0 then return null; end if;
  number := nextval('vouch.statement_number');
  if widest >= 100000 then
    execute vouch.large_rows(tg_relid, 'U') using total, number;
    return null;
  end if;
  per_part := greatest(1, least(500, 1000000 / greatest(widest, 1)));
  insert into vouch.outbox (relation, operation, rows, statement, part, images, before, after, query)
  select capture.relation, 'U', total, number, o.part, cardinality(n.images), o.images, n.images, case when o.part = 0 then left(current_query(), 1000000) end
  from (
    select i / per_part as part, array_agg(image order by i) as images
    from (select row_number() over () - 1 as i, format('%s', r.*) as image from old_rows r) numbered group by 1
  ) o join (
    select i / per_part as part, array_agg(image order by i) as images
    from (select row_number() over () - 1 as i, format('%s', r.*) as image from new_rows r) numbered group by 1
  ) n using (part) order by o.part;
  return null;
end $$;

create function vouch.capture_delete() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, MDY' set timezone = 'UTC' set intervalstyle = 'iso_8601' set bytea_output = 'hex' set extra_float_digits = '1' set lc_monetary = 'C' set quote_all_identifiers = 'off'
as $$
<<capture>>
declare
  relation oid := tg_relid;
  total bigint;
  widest bigint;
  per_part int;
  number bigint;
begin
  insert into vouch.outbox (relation, operation, rows, before)
  select capture.relation, 'D', 1, array[format('%s', o.*)]
  from old_rows o
  where not exists (select from old_rows offset 1) and pg_column_size(o.*) < 100000;
  if found then return null; end if;

  select count(*), (select max(pg_column_size(r.*)) from old_rows r) into total, widest from old_rows;
  if total = 0 then return null; end if;
  number := nextval('vouch.statement_number');
  if widest >= 100000 then
    execute vouch.large_rows(tg_relid, 'D') using total, number;
    return null;
  end if;
  per_part := greatest(1, least(500, 1000000 / greatest(widest, 1)));
  insert into vouch.outbox (relation, operation, rows, statement, part, images, before, query)
  select capture.relation, 'D', total, number, o.part, cardinality(o.images), o.images, case when o.part = 0 then left(current_query(), 1000000) end
  from (
    select i / per_part as part, array_agg(image order by i) as images
    from (select row_number() over () - 1 as i, format('%s', r.*) as image from old_rows r) numbered group by 1
  ) o order by o.part;
  return null;
end $$;

-- TRUNCATE shows its triggers no rows. Before it runs they can still be counted: exactly where that reads at most 8 MB and no
-- policy hides rows from the table's owner too, else by the planner's estimate.
create function vouch.capture_truncate() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  counted bigint;
  estimate bigint;
begin
  if pg_relation_size(tg_relid) <= 8388608 and (select relkind = 'r' and not relforcerowsecurity from pg_class where oid = tg_relid) then
    execute format('select count(*) from only %s', tg_relid::regclass) into counted;
  else
    select nullif(sum(greatest(reltuples, -1)), -1)::bigint into estimate from pg_class
    where oid = tg_relid and relkind = 'r' or oid in (select relid from pg_partition_tree(tg_relid) where isleaf);
  end if;
  insert into vouch.outbox (relation, operation, rows, images, detail)
  values (tg_relid, 'T', counted, 0, case when estimate >= 0 then jsonb_build_object('estimate', estimate) end);
  return null;
end $$;
