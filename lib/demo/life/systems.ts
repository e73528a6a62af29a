/** What Harbor's systems report over HTTP: sign-ins, reads of sensitive records, jobs, decisions of agents. */
import { type Act, type Life, report } from "../act.ts";
import { moment, officeHour } from "../calendar.ts";
import { type Name, people } from "../cast.ts";
import { employees, someCustomer } from "../databases.ts";

const person = (who: Name) => ({ id: people[who].email, name: people[who].name, kind: "human" });
const second = 1_000_000n;

const clinicStaff = ["dana", "grace", "leila", "rafael", "nadia"] as const satisfies Name[];
const payrollStaff = ["tomas", "aoife"] as const satisfies Name[];

/** Each working day everybody signs in to their own system, sometimes at the second attempt, and signs out again. */
export const signIns: Life = (day, telling, chance) => {
  if (!day.works) return [];
  const acts: Act[] = [];
  for (const who of [...clinicStaff, ...payrollStaff] as Name[]) {
    if (!chance.happens(0.94 * Math.min(1, 4 * telling.scale))) continue;
    const { zone, address } = people[who];
    const system = payrollStaff.includes(who as "tomas") ? "payroll" : "clinic";
    const came = moment(day.date, "08:20:00", zone) + BigInt(chance.between(0, 3_000)) * second;
    const went = moment(day.date, "17:05:00", zone) + BigInt(chance.between(0, 4_000)) * second;
    const origin = { channel: "ui", address, userAgent: "Firefox/144" };
    const session = `s-${day.ago}-${who}`;
    if (chance.happens(0.07)) {
      acts.push(
        report(came - 21n * second, system, {
          type: "user.sign_in_failed",
          actor: { kind: "unknown", id: "unknown" },
          origin,
          data: { typed: people[who].email, reason: "wrong password" },
        }),
      );
    }
    acts.push(report(came, system, { type: "user.signed_in", actor: person(who), origin, correlation: { session } }));
    acts.push(report(went, system, { type: "user.signed_out", actor: person(who), correlation: { session } }));
  }
  return acts;
};

/** Reads of records that are flagged as sensitive: payslips, bank accounts, forms. */
export const reads: Life = (day, telling, chance) => {
  if (!day.works) return [];
  return Array.from({ length: Math.round(chance.between(9, 16) * telling.scale) }, () => {
    const payroll = chance.happens(0.4);
    const who: Name = payroll ? chance.of(["tomas", "aoife"]) : chance.of(["dana", "leila", "rafael", "grace"]);
    const when = officeHour(day.date, people[who].zone, chance(), chance());
    const target = payroll
      ? { type: "payslip", id: `E-${chance.between(employees.first, employees.last)}` }
      : { type: "bank account", id: someCustomer(chance()) };
    return report(when, payroll ? "payroll" : "clinic", {
      type: "record.viewed",
      actor: person(who),
      target,
      origin: { channel: "ui", address: people[who].address },
      correlation: { session: `s-${day.ago}-${who}`, ticket: `${payroll ? "HR" : "HCP"}-${++telling.counters.ticket}` },
    });
  });
};

/** Named jobs begin and end; now and then one fails and runs again. */
export const jobs: Life = (day, _telling, chance) => {
  const acts: Act[] = [];
  const ran = (id: string, time: string, seconds: number, rows: number) => {
    const began = moment(day.date, time, "UTC") - 2n * second;
    acts.push(report(began, "clinic", { type: "job.started", target: { type: "job", id } }));
    acts.push(
      report(began + BigInt(seconds) * second, "clinic", {
        type: "job.finished",
        target: { type: "job", id },
        data: { rows, seconds },
      }),
    );
  };
  ran("statement-run", "02:00:00", chance.between(11, 40), 350);
  if (!day.works) return acts;
  if (chance.happens(0.04)) {
    acts.push(
      report(moment(day.date, "05:10:03", "UTC"), "clinic", {
        type: "job.failed",
        target: { type: "job", id: "bank-file" },
        data: { error: "The bank’s server did not answer", code: 504 },
      }),
    );
  }
  ran("bank-file", "05:30:10", chance.between(3, 9), 118);
  return acts;
};

/** Which form is urgent and whom to remind are decided by agents, and sometimes by a person after all. */
export const decisions: Life = (day, telling, chance) => {
  if (!day.works) return [];
  return Array.from({ length: Math.round(chance.between(5, 10) * telling.scale) }, () => {
    const triage = chance.happens(0.6);
    const when = officeHour(day.date, "America/New_York", chance(), chance());
    const output = triage ? chance.of(["urgent", "soon", "routine"]) : chance.of(["remind", "wait", "call"]);
    const overridden = chance.happens(0.08);
    const target = triage
      ? { type: "intake form", id: `F-${7_000 + chance.between(1, 900)}` }
      : { type: "customer", id: someCustomer(chance()) };
    return report(when, "agents", {
      type: "decision.made",
      actor: triage
        ? { kind: "agent", id: "intake-triage-agent", name: "Intake triage agent" }
        : { kind: "agent", id: "collections-agent", name: "Collections agent" },
      target,
      agent: {
        model: triage ? "triage-2" : "assistant-4",
        run: `run-${++telling.counters.run}`,
        reasoning: triage ? "Answers 3 and 7 were yes." : "The last reminder was 20 days ago.",
      },
      data: {
        output,
        confidence: chance.between(62, 98) / 100,
        ...(overridden && {
          overridden_by: "Leila Haddad",
          overridden_to: "urgent",
          override_reason: "Spoke to the clinic.",
        }),
      },
    });
  });
};
