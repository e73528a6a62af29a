/** How fields of the two databases are best shown: what Harbor's engineer has told Vouch (app.sources.settings.hints). Pure. */
import type { Hints } from "../event/index.ts";

const dollars = { money: { currency: "USD" } };
const day = { kind: "date" } as const;

const billing: Hints = {
  "public.staff": { name: "name" },
  "public.customers": {
    name: "name",
    fields: {
      credit_limit: dollars,
      balance: dollars,
      account_owner: { label: "account owner", refersTo: "public.staff" },
      billing_email: { label: "billing e-mail" },
      last_payment: day,
      next_review: day,
    },
  },
  "public.balances": { fields: { balance: dollars, customer: { refersTo: "public.customers" } } },
  "public.invoices": { fields: { amount: dollars, customer: { refersTo: "public.customers" } } },
  "public.payments": { fields: { amount: dollars, customer: { refersTo: "public.customers" } } },
  "public.payees": { name: "name", fields: { email: { label: "e-mail" } } },
  "public.payouts": { fields: { amount: dollars, payee: { refersTo: "public.payees" } } },
  "public.prices": { fields: { amount: dollars } },
  "public.intake_forms": { fields: { customer: { refersTo: "public.customers" } } },
};

const payroll: Hints = {
  "public.employees": { name: "name", fields: { email: { label: "e-mail" } } },
  "public.salaries": {
    fields: {
      yearly: { label: "yearly salary", money: { currencyFrom: "currency" } },
      employee: { refersTo: "public.employees" },
    },
  },
  "public.timesheets": { fields: { hours: { unit: "hours" }, employee: { refersTo: "public.employees" } } },
  "public.payslips": { fields: { gross: dollars, net: dollars, employee: { refersTo: "public.employees" } } },
};

export const hints = { billing, payroll };
