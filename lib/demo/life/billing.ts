/** What the billing department and its systems do on any day. */
import { type Act, type Change, change, type Life, type Telling } from "../act.ts";
import type { Day } from "../calendar.ts";
import { moment, officeHour } from "../calendar.ts";
import { at, clients, type Name, people, standing } from "../cast.ts";
import type { Chance } from "../chance.ts";
import { customers, someCustomer } from "../databases.ts";

const aCustomer = (chance: Chance) => someCustomer(chance());

/** Nearly every change names the ticket that asked for them. */
function ticketOf({ counters }: Telling, chance: Chance): string | undefined {
  return chance.happens(0.97) ? `HCP-${counters.ticket++}` : undefined;
}

const phone = (chance: Chance) => `+1 212 555 0${chance.between(100, 199)}`;

type Task = (day: Day, telling: Telling, chance: Chance, who: Name, when: bigint) => Change;

const inApp = (when: bigint, who: Name, ticket: string | undefined, ...run: Change["run"]) =>
  change(when, "billing", clients.billingApp, at(who, ticket), ...run);

const writeInvoice: Task = (day, telling, chance, who, when) => {
  const id = `INV-${++telling.counters.invoice}`;
  const amount = (chance.between(4_000, 250_000) / 100).toFixed(2);
  const customer = aCustomer(chance);
  return inApp(
    when,
    who,
    ticketOf(telling, chance),
    [
      "insert into invoices (id, customer, amount, issued_on, due_on) values ($1, $2, $3, $4::date, $4::date + 30)",
      ...([id, customer, amount, day.date] as const),
    ],
    ["update customers set balance = balance + $2::numeric where id = $1", customer, amount],
  );
};

const settleInvoice: Task = (_day, telling, chance, who, when) =>
  inApp(when, who, ticketOf(telling, chance), [
    "update invoices set status = 'paid', memo = $2 where id = $1",
    `INV-${chance.between(14_000, 17_999)}`,
    chance.of(["Paid by cheque", "Settled with the insurer", "Paid at the desk", "Card payment taken by phone"]),
  ]);

const changeContact: Task = (_day, telling, chance, who, when) =>
  change(when, "billing", clients.supportTool, at(who, ticketOf(telling, chance)), [
    "update customers set contact_phone = $2 where id = $1",
    aCustomer(chance),
    phone(chance),
  ]);

const changeLimit: Task = (_day, telling, chance, who, when) =>
  inApp(when, who, ticketOf(telling, chance), [
    "update customers set credit_limit = $2 where id = $1",
    aCustomer(chance),
    chance.between(2, 40) * 500,
  ]);

const writeNote: Task = (day, telling, chance, who, when) =>
  inApp(when, who, ticketOf(telling, chance), [
    "update customers set collections_note = $2, next_review = $3::date + 60 where id = $1",
    aCustomer(chance),
    chance.of([
      "Asked for two more weeks; agreed by phone.",
      "Disputes the March statement. Send the copies of both referrals.",
      "New office manager from the first of the month. Write, do not call.",
      "Insurer pays in parts; match by reference, not by amount.",
    ]),
    day.date,
  ]);

const tasks = [
  [writeInvoice, ["dana", "grace"], 12],
  [settleInvoice, ["dana", "grace"], 8],
  [changeContact, ["leila", "rafael"], 8],
  [changeLimit, ["dana", "nadia"], 2],
  [writeNote, ["grace", "nadia", "leila"], 5],
] as const satisfies [Task, [Name, ...Name[]], number][];

/** People at their desks, more of them when the month closes. */
export const office: Life = (day, telling, chance) => {
  if (!day.works) return [];
  const acts: Act[] = [];
  for (const [task, whos, often] of tasks) {
    const count = Math.round(often * (day.closes ? 1.8 : 1) * (0.7 + 0.6 * chance()) * telling.scale);
    for (let n = 0; n < count; n++) {
      const who = chance.of(whos);
      const when = officeHour(day.date, people[who].zone, chance(), chance());
      acts.push(task(day, telling, chance, who, when));
    }
  }
  return acts;
};

/** Card payments come at all hours, by an API that nobody sits behind. */
export const payments: Life = (day, telling, chance) => {
  const count = Math.round((day.works ? 22 : 9) * telling.scale);
  return Array.from({ length: count }, () => {
    const when = moment(day.date, "06:00:00", "America/New_York") + BigInt(chance.between(0, 16 * 3_600_000)) * 1_000n;
    const id = `P-${++telling.counters.payment}`;
    const customer = aCustomer(chance);
    const invoice = `INV-${chance.between(14_000, 17_999)}`;
    const amount = (chance.between(1_500, 90_000) / 100).toFixed(2);
    return change(
      when,
      "billing",
      clients.paymentsApi,
      standing.payments,
      [
        "insert into payments (id, customer, invoice, amount, method, received_on) values ($1, $2, $3, $4, 'card', $5::date)",
        ...([id, customer, invoice, amount, day.date] as const),
      ],
      [
        "update customers set last_payment = $2::date, balance = greatest(balance - $3::numeric, 0) where id = $1",
        customer,
        day.date,
        amount,
      ],
    );
  });
};

/** Each night: every open balance, and the bank's file of the day before. */
export const nightly: Life = (day, telling, chance) => {
  const started = moment(day.date, `02:00:0${chance.between(1, 6)}`, "UTC");
  const acts: Act[] = [
    change(
      started,
      "billing",
      clients.statementRun,
      { ...standing.statements, actor: "statement-run", kind: "service", run: `night-${day.date}` },
      [
        "update balances set balance = round(balance * 0.97 + abs(hashtext(customer || $1::text) % 30000) / 100.0, 2), as_of = $1::date",
        day.date,
      ],
    ),
  ];
  if (!day.works) return acts;
  const rows = Math.ceil(118 * telling.scale);
  const first = telling.counters.payment + 1;
  telling.counters.payment += rows;
  acts.push(
    change(
      moment(day.date, "05:30:12", "UTC"),
      "billing",
      clients.paymentsApi,
      { ticket: "HCP-1200", reason: "Bank file of the day before" },
      [
        `insert into payments select 'P-' || n, 'C-' || ${customers.first} + n * 31 % 1000, null, (n * 977 % 90000) / 100.0, 'bank', $3::date - 1 from generate_series($1::int, $2::int) n`,
        first,
        first + rows - 1,
        day.date,
      ],
    ),
  );
  return acts;
};

/** When the month closes every clinic gets its invoice, in a few large statements. */
export const monthEnd: Life = (day, telling) => {
  if (!day.closes) return [];
  const rows = Math.ceil(1_500 * telling.scale);
  const first = telling.counters.invoice + 1;
  telling.counters.invoice += rows;
  const when = moment(day.date, "22:10:00", "UTC");
  const claims = { actor: "statement-run", kind: "service", ticket: "HCP-1201", reason: "Month-end invoices" } as const;
  return [
    change(when, "billing", clients.statementRun, claims, [
      `insert into invoices select 'INV-' || n, 'C-' || ${customers.first} + n * 13 % 1000, (n * 613 % 240000) / 100.0, 'unpaid', $3::date, $3::date + 30, null from generate_series($1::int, $2::int) n`,
      first,
      first + rows - 1,
      day.date,
    ]),
    change(when + 95_000_000n, "billing", clients.statementRun, claims, [
      "update invoices set status = 'overdue' where status = 'unpaid' and due_on < $1::date and issued_on >= $1::date - 65",
      day.date,
    ]),
  ];
};

/** Forms from the clinics, every hour or so, as many as came. */
export const intake: Life = (day, telling, chance) => {
  const times = day.works ? 9 : 3;
  return Array.from({ length: times }, (_, n) => {
    const rows = Math.max(1, Math.round(chance.between(3, 7) * telling.scale));
    const first = telling.counters.form + 1;
    telling.counters.form += rows;
    const when = moment(day.date, `${String(9 + n).padStart(2, "0")}:${chance.between(10, 59)}:20`, "America/New_York");
    return change(
      when,
      "billing",
      clients.triage,
      {
        ...standing.triage,
        agent: "intake-triage-agent",
        model: "triage-2",
        run: `run-${++telling.counters.run}`,
        origin: "agent",
      },
      [
        `insert into intake_forms (id, customer, urgency, received, answers) select 'F-' || n, 'C-' || ${customers.first} + n * 7 % 1000, (array['routine', 'soon', 'urgent'])[1 + n % 3], $3::timestamptz, jsonb_build_object('visit', n % 4, 'consent', true) from generate_series($1::int, $2::int) n`,
        first,
        first + rows - 1,
        new Date(Number(when / 1_000n)).toISOString(),
      ],
    );
  });
};
