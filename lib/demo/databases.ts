/** The two databases of Harbor Clinic Pay as Vouch finds them: tables, what stands in them, and who may use them. */
import { clients } from "./cast.ts";

export const databaseNames = { billing: "harbor_billing", payroll: "harbor_payroll" } as const;

/** Customers with an open account, whose balance is worked out each night, in the whole story. */
export const openAccounts = 350;
export const customers = { first: 10_001, last: 11_240 };

/** A customer that is open and in no scene; `drawn` from 0 up to 1. */
export function someCustomer(drawn: number): string {
  const n = customers.first + Math.floor(drawn * 1_000);
  return `C-${inScenes.includes(n) ? n + 1 : n}`;
}
const inScenes = [10_107, 10_233, 10_482, 10_911];
export const employees = { first: 2_001, last: 2_220 };

const logins = [...new Set(Object.values(clients).map(({ login }) => login))];

/** The roles, which both databases share. Without passwords: nobody connects with them. */
export const roles = `
  do $$ declare name text; begin
    foreach name in array array['harbor_owner', ${logins.map((login) => `'${login}'`).join(", ")}] loop
      if not exists (select from pg_roles where rolname = name) then execute format('create role %I login', name); end if;
    end loop;
  end $$;
  grant harbor_owner to m_okafor, deploy;`;

/** For its owner; who may write is everybody but the auditors' read-only login, which was given too much. */
const granted = `
  do $$ declare t record; begin
    for t in select tablename from pg_tables where schemaname = 'public' loop
      execute format('alter table %I owner to harbor_owner', t.tablename);
    end loop;
  end $$;
  grant create on schema public to harbor_owner;
  grant usage on schema public to public;
  grant all on all tables in schema public to ${logins.join(", ")};
  analyze;`;

export const billingSchema = (scale: number) => `
  create table staff (id text primary key, name text not null);
  create table customers (
    id text primary key, name text not null, plan text not null, credit_limit numeric(12,2), account_owner text,
    payment_terms text[] not null default '{}', collections_note text, bank_account text, tax_id text, next_review date,
    billing_email text, contact_phone text, billing_address text, tags text[] not null default '{}', balance numeric(12,2) not null default 0,
    last_payment date, country text not null default 'US', status text not null default 'active', settings jsonb not null default '{}',
    created_on date not null, closed_on date);
  create table balances (customer text primary key, balance numeric(12,2) not null, as_of date not null);
  create table invoices (
    id text primary key, customer text not null, amount numeric(12,2) not null, status text not null default 'unpaid', issued_on date not null,
    due_on date not null, memo text);
  create table payments (
    id text primary key, customer text not null, invoice text, amount numeric(12,2) not null, method text not null, received_on date not null);
  create table payees (
    id text primary key, name text not null, email text, bank_account text, status text not null default 'active', changed_on date);
  create table payouts (id text primary key, payee text not null references payees (id), amount numeric(12,2) not null, paid_on date not null);
  create table prices (insurer text, code text, amount numeric(10,2) not null, valid_from date not null, primary key (insurer, code));
  create table intake_forms (
    id text primary key, customer text not null, patient text, urgency text, received timestamptz not null, answers jsonb, photo_note text);
  insert into customers
  select 'C-' || n, places[1 + n % 40] || ' ' || kinds[1 + n / 40 % 31], case when n % 7 = 0 then 'Gold' else 'Basic' end, 2500 * (1 + n % 8),
    (array['leila.haddad', 'dana.lee', 'grace.kim', 'nadia.karim'])[1 + n % 4], array['Net 30'], 'Pays on time.',
    'US' || lpad((n * 7919 % 100000000)::text, 10, '4'), lpad((n * 104729 % 1000000000)::text, 9, '1'), null,
    'accounts@' || lower(replace(places[1 + n % 40], ' ', '')) || n || '.example', '+1 212 555 0' || 100 + n % 100, n % 190 + 1 || ' Pier Street',
    case when n % 5 = 0 then array['priority'] else '{}' end, (n * 37 % 90000) / 100.0, current_date - 200 - n % 30, 'US',
    case when n > 11030 then 'closed' else 'active' end, '{"statements": "email", "language": "en"}', current_date - 4000 + n % 2500,
    case when n > 11030 then current_date - 2400 - n % 300 end
  from generate_series(${customers.first}, ${customers.last}) n,
    (select array['Bayview', 'Cedar', 'Northside', 'Harbour View', 'Elm Park', 'Lakeside', 'Riverbend', 'Summit', 'Old Mill', 'Westgate', 'Brookfield',
      'Fairmount', 'Stonebridge', 'Maple Grove', 'Seaview', 'Kingsway', 'Orchard', 'Pinecrest', 'Granite', 'Silver Lake', 'Union Square', 'Highland',
      'Meadow', 'Prospect', 'Rosewood', 'Sandhill', 'Thornton', 'Valley', 'Willow', 'Ashford', 'Birchwood', 'Clearwater', 'Dunmore', 'Eastport',
      'Fox Hill', 'Glenview', 'Hawthorn', 'Ironwood', 'Juniper', 'Kirkwood'] as places,
      array['Dental Group', 'Imaging', 'Family Practice', 'Orthopaedics', 'Eye Care', 'Paediatrics', 'Physiotherapy', 'Dermatology', 'Cardiology',
      'Urgent Care', 'Surgical Centre', 'Health Partners', 'Radiology', 'Wellness', 'Neurology', 'Oncology', 'Women’s Health', 'Sleep Clinic',
      'Pain Centre', 'Allergy Care', 'Hearing Centre', 'Speech Therapy', 'Rehabilitation', 'Home Care', 'Nursing', 'Diagnostics', 'Kidney Care',
      'Vascular Centre', 'Sports Medicine', 'Travel Clinic', 'Medical Group'] as kinds) words;
  update customers set name = 'Acme Orthopaedics', plan = 'Basic', credit_limit = 5000, account_owner = 'leila.haddad', tags = '{"late payer"}',
    billing_email = 'office@acmeortho.example', contact_phone = '+1 212 555 0119', billing_address = '48 Pier Street', balance = 3980.15,
    collections_note = 'Customer pays late but always in full; keep on Gold until the March statement. Contact: front desk.' where id = 'C-10482';
  update customers set name = 'Bayview Imaging', plan = 'Gold', credit_limit = 5000 where id = 'C-10107';
  update customers set name = 'Cedar Dental Group', plan = 'Gold' where id = 'C-10233';
  insert into balances select id, balance, current_date - 181 from customers where status = 'active' order by id limit ${Math.ceil(openAccounts * scale)};
  insert into invoices
  select 'INV-' || n, 'C-' || ${customers.first} + n * 17 % 1000, (n * 131 % 240000) / 100.0, case when n % 9 = 0 then 'unpaid' else 'paid' end,
    current_date - 600 + n % 400, current_date - 570 + n % 400, null from generate_series(14000, 17999) n;
  insert into payees values ('PY-201', 'Northside Labs', 'payments@northsidelabs.example', 'US4471002200917730', 'active', current_date - 700),
    ('PY-202', 'Clean Linen Services', 'office@cleanlinen.example', 'US4471002200418822', 'active', current_date - 650),
    ('PY-203', 'Medisupply East', 'ar@medisupply.example', 'US4471002200775120', 'active', current_date - 610),
    ('PY-204', 'Harbor Street Properties', 'rent@harborstreet.example', 'US4471002200110348', 'active', current_date - 600);
  ${granted}`;

export const payrollSchema = `
  create table employees (
    id text primary key, name text not null, team text not null, site text not null, email text, phone text, date_of_birth date,
    bank_account text, address text, started_on date not null, left_on date);
  create table salaries (
    employee text primary key references employees (id), yearly numeric(12,2) not null, currency text not null, grade int not null,
    valid_from date not null);
  create table timesheets (employee text, week date, hours numeric(5,2) not null, state text not null, primary key (employee, week));
  create table payslips (employee text, month text, gross numeric(12,2) not null, net numeric(12,2) not null, primary key (employee, month));
  create table grants (id text primary key, person text not null, role text not null, granted_by text not null, since timestamptz not null);
  insert into employees
  select 'E-' || n, given[1 + n % 20] || ' ' || family[1 + n / 20 % 11], (array['Billing', 'Support', 'Clinics', 'Engineering', 'Finance'])[1 + n % 5],
    case when n % 3 = 0 then 'Dublin' else 'New York' end, 'e' || n || '@harborclinicpay.example', '+1 646 555 0' || 100 + n % 100,
    date '1970-01-01' + n * 37 % 11000, 'US' || lpad((n * 6733 % 100000000)::text, 10, '7'), n % 150 + 1 || ' Quay Road', current_date - 3000 + n % 2500, null
  from generate_series(${employees.first}, ${employees.last}) n,
    (select array['Anna', 'Ben', 'Carla', 'Daniel', 'Elena', 'Felix', 'Gina', 'Hugo', 'Iris', 'Jack', 'Kira', 'Liam', 'Mona', 'Noel', 'Olga', 'Paul', 'Rosa',
      'Sean', 'Tara', 'Umar'] as given, array['Adler', 'Burke', 'Castro', 'Doyle', 'Evans', 'Fischer', 'Garcia', 'Hayes', 'Ito', 'Jansen', 'Keane'] as family) words;
  update employees set name = 'Rafael Duarte', team = 'Support', site = 'New York' where id = 'E-2117';
  insert into salaries select id, 38000 + (substr(id, 3)::int * 193 % 70) * 1000, case when site = 'Dublin' then 'EUR' else 'USD' end,
    1 + substr(id, 3)::int % 9, current_date - 400 from employees;
  insert into grants values ('G-1', 'oliver.grant', 'administrator', 'board', now() - interval '700 days'),
    ('G-2', 'tomas.brandt', 'payroll_editor', 'oliver.grant', now() - interval '690 days');
  ${granted}`;

/** What the modes of fields are where the defaults would be others: how it is told to `protect`. */
export const fieldModes = {
  billing: JSON.stringify({
    customers: { bank_account: "conceal", tax_id: "conceal" },
    payees: { bank_account: "conceal" },
  }),
  payroll: JSON.stringify({
    employees: { date_of_birth: "conceal", bank_account: "conceal" },
    salaries: { yearly: "conceal" },
  }),
} as const;
