-- Partitions by UTC month of recorded_at, made ahead. The function belongs to the owner; the sequencer may only execute it.

-- Makes the partitions of the month that holds `since` and of the `months` that follow it. Doing it twice changes nothing.
create or replace function ledger.make_partitions(since timestamptz, months int) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
  parent text;
  month timestamptz;
  name text;
  made int := 0;
begin
  if months not between 0 and 24 then
    raise exception 'expected 0 to 24 months ahead, got %', months;
  end if;
  perform pg_advisory_xact_lock(8246910, 1);
  foreach parent in array array['entries', 'projection', 'disclosures'] loop
    for month in select generate_series(date_trunc('month', since), date_trunc('month', since) + months * interval '1 month', interval '1 month') loop
      name := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
      if to_regclass(format('ledger.%I', name)) is null then
        execute format('create table ledger.%I partition of ledger.%I for values from (%L) to (%L)',
          name, parent, month, month + interval '1 month');
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

-- Makes the partition of postings that holds a volume: segments 128 × volume to 128 × volume + 127. Doing it twice changes nothing.
create or replace function ledger.make_volume(volume int) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  name text := format('postings_%s', to_char(volume, 'FM00000'));
begin
  if volume not between 0 and 99999 then
    raise exception 'expected a volume of 0 to 99999, got %', volume;
  end if;
  perform pg_advisory_xact_lock(8246910, 3);
  if to_regclass(format('ledger.%I', name)) is null then
    -- attached, since a table that is made as a partition locks out everybody who searches
    execute format('create table ledger.%I (like ledger.postings including all)', name);
    -- places that stand far apart do not compress, and trying costs a sixth of the time
    execute format('alter table ledger.%I alter column places set storage external', name);
    execute format('alter table ledger.postings attach partition ledger.%I for values from (%s) to (%s)', name, volume * 128, (volume + 1) * 128);
  end if;
end $$;
