/** Money that moved where it should not have: a salary in the night, a payee's bank account, a hotfix without a ticket. */
import { change, report, type Scene, type Telling } from "../act.ts";
import { moment, workdayAgo, workdaysFrom } from "../calendar.ts";
import { at, clients, type Name, people } from "../cast.ts";

const newYork = "America/New_York";
const named = (who: Name) => ({ id: people[who].email, name: people[who].name, kind: "human" });
const on = ({ days }: Telling, ago: number, time: string) => moment(workdayAgo(days, ago).date, time, newYork);

export const salaryAtNight: Scene = {
  name: "A privilege at 23:40, a salary at 23:46, and nothing left of it at 23:52",
  question: "Whose permissions changed, and what did they do with them?",
  acts(telling) {
    const about = {
      actor: named("oliver"),
      target: { type: "user", id: people.rafael.email },
      data: { role: "payroll_editor" },
      origin: { channel: "ui", address: "203.0.113.140" },
    };
    return [
      change(on(telling, 44, "05:15:20.4"), "payroll", clients.payrollApp, at("aoife", "HR-1702"), [
        "update employees set phone = $2 where id = $1",
        ...(["E-2117", "+1 646 555 0171"] as const),
      ]),
      report(on(telling, 40, "23:40:05.2"), "identity", { type: "role.granted", ...about }),
      change(on(telling, 40, "23:46:31.77"), "payroll", clients.payrollApp, at("rafael"), [
        "update salaries set yearly = $2, grade = $3 where employee = $1",
        ...(["E-2117", 96_000, 8] as const),
      ]),
      report(on(telling, 40, "23:52:18.9"), "identity", { type: "role.revoked", ...about }),
    ];
  },
};

export const payeeAndBack: Scene = {
  name: "A payee’s bank account is changed, paid, and changed back",
  question: "Where did the payout to Northside Labs go?",
  acts(telling) {
    const account = "update payees set bank_account = $2, changed_on = $3::date where id = $1";
    const days = workdaysFrom(telling.days, 8, 3).map(({ date }) => date);
    const [changed = "", paid = "", back = ""] = days;
    return [
      change(moment(changed, "17:33:12.405", newYork), "billing", clients.supportTool, at("leila", "HCP-2215"), [
        account,
        ...(["PY-201", "GB8290041500339917", changed] as const),
      ]),
      change(moment(paid, "11:00:02.018", newYork), "billing", clients.billingApp, at("grace", "HCP-2216"), [
        "insert into payouts (id, payee, amount, paid_on) values ($1, $2, $3, $4::date)",
        ...(["PO-884", "PY-201", "18240.50", paid] as const),
      ]),
      change(moment(back, "08:02:44.931", newYork), "billing", clients.supportTool, at("leila"), [
        account,
        ...(["PY-201", "US4471002200917730", back] as const),
      ]),
    ];
  },
};

export const hotfix: Scene = {
  name: "A hotfix through psql, without a ticket",
  question: "Which changes have no ticket?",
  acts: (telling) => [
    change(on(telling, 4, "11:40:31.006"), "billing", clients.marcus, {}, [
      "update customers set payment_terms = '{Net 60}' where id = 'C-10233' -- call from the clinic, will file later",
    ]),
  ],
};
