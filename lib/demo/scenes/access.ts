/** People and logins that should not have been there, and reads with a broken glass. */
import { change, report, type Scene, type Telling } from "../act.ts";
import { moment, workdayAgo } from "../calendar.ts";
import { clients, type Name, people } from "../cast.ts";

const newYork = "America/New_York";
const named = (who: Name) => ({ id: people[who].email, name: people[who].name, kind: "human" });
const on = ({ days }: Telling, ago: number, time: string) => moment(workdayAgo(days, ago).date, time, newYork);

export const contractorLeft: Scene = {
  name: "A contractor’s token is used after he left",
  question: "What did Sam Whitfield do after his last day?",
  acts: (telling) => [
    report(on(telling, 20, "17:00:09.3"), "identity", {
      type: "role.revoked",
      actor: named("oliver"),
      target: { type: "user", id: people.sam.email },
      data: { role: "contractor" },
      correlation: { ticket: "HR-1880", reason: "Last day" },
    }),
    change(
      on(telling, 2, "19:52:48.640"),
      "billing",
      clients.token,
      { actor: people.sam.email, name: people.sam.name, origin: "api" },
      ["update payees set email = $2 where id = $1", ...(["PY-201", "settlements@northside-labs.example"] as const)],
    ),
  ],
};

export const unknownLogin: Scene = {
  name: "A login that nobody has named writes",
  question: "Which logins are nobody’s?",
  acts: (telling) => [
    change(on(telling, 2, "08:58:19.075"), "billing", clients.report, {}, [
      "update customers set contact_phone = '+1 212 555 0100' where id = 'C-10911'",
    ]),
  ],
};

/** Both are of a person whose role does not show salaries: the glass was broken, once with a reason and once without. */
export const brokenGlass: Scene = {
  name: "Two reads with a broken glass, one with a reason",
  question: "Who looked at a salary without being allowed to?",
  acts(telling) {
    const seen = {
      type: "record.viewed",
      target: { type: "salary", id: "E-2117" },
      decision: { outcome: "allowed", rule: "break glass" },
      data: { break_glass: true, fields: ["yearly", "grade"] },
    };
    return [
      report(on(telling, 33, "10:12:40.5"), "payroll", {
        ...seen,
        actor: named("nadia"),
        correlation: { ticket: "HR-1790", reason: "Court order 24-1187: salary of one employee, due today" },
      }),
      report(on(telling, 12, "18:31:02.1"), "payroll", { ...seen, actor: named("oliver") }),
    ];
  },
};
