/** What was not captured, when and why: a trigger that was off, a table that nobody connected, a database that did not answer. */
import { type Act, change, type Scene, turn } from "../act.ts";
import { moment, workdayAgo } from "../calendar.ts";
import { at, clients } from "../cast.ts";

const second = 1_000_000n;
const minute = 60n * second;

export const triggerOff: Scene = {
  name: "A trigger is off for 14 minutes",
  question: "When was Customers not captured?",
  acts({ days }) {
    const off = moment(workdayAgo(days, 9).date, "06:02:11.370", "America/New_York");
    const on = off + 14n * minute;
    return [
      change(off, "billing", clients.marcus, {}, ["alter table customers disable trigger vouch_update"]),
      turn(off + 2n * second, "look"),
      // what nobody will ever see: it is found because the value differs afterwards
      change(off + 6n * minute, "billing", clients.billingApp, at("sam"), [
        "update customers set tags = $2 where id = $1",
        "C-10482",
        ["priority", "referral"],
      ]),
      change(on, "billing", clients.marcus, {}, ["alter table customers enable always trigger vouch_update"]),
      turn(on + 3n * second, "look"),
    ];
  },
};

const refunds = [
  "Paid twice; card refunded in full.",
  "Cancelled on the day. Half refunded, as agreed.",
  "Wrong code; the insurer asked for the difference.",
];

export const tableNobodyConnected: Scene = {
  name: "A migration adds a table that nobody connects for three days",
  question: "Since when is Refund notes captured?",
  acts(telling) {
    const day = workdayAgo(telling.days, 6);
    const made = moment(day.date, "09:14:20", "UTC");
    const found = made + 3n * 86_400n * second + 408n * minute;
    const write = (when: bigint, n: number): Act =>
      change(when, "billing", clients.supportTool, at(n % 2 ? "rafael" : "leila", `HCP-${2205 + n}`), [
        "insert into refund_notes (id, invoice, note) values ($1, $2, $3)",
        ...([`RN-${++telling.counters.note}`, `INV-${15_000 + n}`, refunds[n % refunds.length] ?? ""] as const),
      ]);
    return [
      change(made, "billing", clients.migrations, { ticket: "HCP-2199", origin: "migration" }, [
        "create table refund_notes (id text primary key, invoice text not null, note text, written_at timestamptz not null default now())",
      ]),
      change(made + second, "billing", clients.migrations, { ticket: "HCP-2199", origin: "migration" }, [
        "grant all on refund_notes to billing_app, support_tool",
      ]),
      turn(made + 4n * second, "look"),
      ...[3, 29, 50, 52].map((hours, n) => write(made + BigInt(hours) * 60n * minute, n)),
      turn(found, "protect refund notes"),
      turn(found + 4n * second, "look"),
      ...[1, 2, 21, 26].map((hours, n) => write(found + BigInt(hours) * 60n * minute, n + 4)),
    ].filter(({ at: when }) => when < telling.until);
  },
};

export const payrollUnreachable: Scene = {
  name: "The payroll database does not answer for two hours",
  question: "What came late?",
  acts({ days, counters }) {
    const down = moment(workdayAgo(days, 25).date, "11:06:00", "Europe/Dublin");
    const back = down + 127n * minute;
    return [
      turn(down + 40n * second, "payroll unreachable"),
      change(down + 30n * minute, "payroll", clients.payrollApp, at("aoife", `HR-${++counters.ticket}`), [
        "update employees set site = 'Dublin' where id = $1",
        "E-2044",
      ]),
      turn(back, "payroll answers"),
    ];
  },
};
