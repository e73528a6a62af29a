/** The table that is changed in every measurement. */

export const customers = 200_000;

export const schema = `
  create table customers (
    id int primary key,
    tier text not null,
    credit_limit numeric(12, 2) not null,
    email text not null,
    status text not null,
    updated timestamptz not null,
    note text not null,
    flag boolean not null
  );
  insert into customers
  select n, (array['free', 'team', 'business', 'enterprise'])[1 + n % 4], 100 + n % 9000, 'customer' || n || '@example.com',
    (array['active', 'paused', 'closed'])[1 + n % 3], now(), 'Asked for an invoice by post; reference ' || md5(n::text), n % 2 = 0
  from generate_series(1, ${customers}) n`;
