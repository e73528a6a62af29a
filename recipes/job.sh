#!/bin/sh
# A job of cron's. usage: job.sh DATABASE_URL TICKET < statements.sql
# PGAPPNAME is what Vouch can know the job by even where it says nothing else.
set -eu
{
  cat <<'SQL'
begin;
select set_config('vouch.actor', 'nightly-billing', true), set_config('vouch.kind', 'service', true),
  set_config('vouch.origin', 'automation', true), set_config('vouch.ticket', :'ticket', true);
SQL
  cat
  echo 'commit;'
} | PGAPPNAME=nightly-billing psql "$1" --quiet --no-psqlrc --set ON_ERROR_STOP=1 --set ticket="$2"
