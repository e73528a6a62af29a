/** Many rows on one line: what was deleted by a job, what an import brought. */
import { change, report, type Scene } from "../act.ts";
import { moment, workdayAgo } from "../calendar.ts";
import { clients } from "../cast.ts";

export const cleanup: Scene = {
  name: "A named nightly job deletes 200 customers",
  question: "What was deleted?",
  acts({ days }) {
    const when = moment(workdayAgo(days, 3).date, "02:00:06.330", "UTC");
    const target = { type: "job", id: "nightly-cleanup" };
    return [
      report(when - 4_000_000n, "clinic", {
        type: "job.started",
        target,
        decision: { outcome: "approved", rule: "closed for 7 years" },
        correlation: { ticket: "HCP-1990" },
      }),
      change(
        when,
        "billing",
        clients.cleanup,
        { ticket: "HCP-1990", reason: "Closed for 7 years", origin: "automation" },
        [
          "delete from customers where id in (select id from customers where status = 'closed' order by closed_on, id limit 200)",
        ],
      ),
      report(when + 2_000_000n, "clinic", { type: "job.finished", target, data: { rows: 200, seconds: 2.1 } }),
    ];
  },
};

export const priceList: Scene = {
  name: "An import of 20,000 rows",
  question: "What came with the price list?",
  acts: ({ days, scale }) => [
    change(
      moment(workdayAgo(days, 1).date, "09:15:02.700", "UTC"),
      "billing",
      clients.priceImport,
      { ticket: "HCP-2226", origin: "automation" },
      [
        "insert into prices select 'INS-' || n % 12, 'CPT-' || n, (n * 37 % 90000) / 100.0, $2::date from generate_series(1, $1::int) n",
        Math.ceil(20_000 * scale),
        workdayAgo(days, 1).date,
      ],
    ),
  ],
};
