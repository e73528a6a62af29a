/** What the payroll department does, by day, week and month. */
import { type Act, change, type Life } from "../act.ts";
import { moment, officeHour } from "../calendar.ts";
import { at, clients, type Name, people, standing } from "../cast.ts";
import { employees } from "../databases.ts";

const anEmployee = (drawn: number) => `E-${employees.first + Math.floor(drawn * (employees.last - employees.first))}`;

export const payrollOffice: Life = (day, telling, chance) => {
  if (!day.works) return [];
  const count = Math.round(chance.between(4, 9) * telling.scale);
  return Array.from({ length: count }, (): Act => {
    const who: Name = chance.of(["tomas", "aoife"]);
    const when = officeHour(day.date, people[who].zone, chance(), chance());
    const ticket = chance.happens(0.92) ? `HR-${++telling.counters.ticket}` : undefined;
    const id = anEmployee(chance());
    if (chance.happens(0.12)) {
      return change(when, "payroll", clients.payrollApp, at(who, ticket, "Yearly review"), [
        "update salaries set yearly = round(yearly * $2::numeric, 2), valid_from = $3::date where employee = $1",
        ...([id, chance.of(["1.02", "1.03", "1.045"]), day.date] as const),
      ]);
    }
    if (chance.happens(0.6)) {
      return change(when, "payroll", clients.payrollApp, at(who, ticket), [
        "update employees set address = $2 where id = $1",
        id,
        `${chance.between(1, 190)} ${chance.of(["Quay Road", "Mill Lane", "Abbey Street", "Canal Walk"])}`,
      ]);
    }
    return change(when, "payroll", clients.payrollApp, at(who, ticket), [
      "update employees set phone = $2 where id = $1",
      id,
      `+353 1 555 0${chance.between(100, 199)}`,
    ]);
  });
};

/** Hours come on Mondays, and are approved in one go on Tuesdays; payslips when the month closes. */
export const payrollRuns: Life = (day, telling) => {
  const weekday = new Date(`${day.date}T12:00:00Z`).getUTCDay();
  const count = Math.ceil((employees.last - employees.first + 1) * telling.scale);
  const acts: Act[] = [];
  if (weekday === 1) {
    acts.push(
      change(moment(day.date, "04:00:09", "UTC"), "payroll", clients.timesheets, standing.hours, [
        `insert into timesheets select 'E-' || n, $2::date - 7, 35 + n % 9, 'open' from generate_series(${employees.first}, $1::int) n on conflict do nothing`,
        employees.first + count - 1,
        day.date,
      ]),
    );
  }
  if (weekday === 2) {
    acts.push(
      change(moment(day.date, "10:20:00", "Europe/Dublin"), "payroll", clients.payrollApp, at("aoife", "HR-1001"), [
        "update timesheets set state = 'approved' where state = 'open'",
      ]),
    );
  }
  if (day.closes) {
    acts.push(
      change(
        moment(day.date, "15:00:00", "Europe/Dublin"),
        "payroll",
        clients.payrollApp,
        at("tomas", "HR-1002", "Payroll of the month"),
        [
          "insert into payslips select employee, left($2, 7), round(yearly / 12, 2), round(yearly / 12 * 0.71, 2) from salaries order by employee limit $1::int on conflict do nothing",
          count,
          day.date,
        ],
      ),
    );
  }
  return acts;
};
