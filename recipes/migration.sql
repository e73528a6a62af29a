-- The head of a migration, after its begin: most tools run each file in a transaction of its own.
select set_config('vouch.actor', 'migration 0042_tiers', true), set_config('vouch.kind', 'service', true),
  set_config('vouch.origin', 'migration', true), set_config('vouch.ticket', 'CHG-2214', true);
