/** What agents did with authority that was lent to them. */
import { change, type Scene } from "../act.ts";
import { moment, workdayAgo } from "../calendar.ts";
import { clients } from "../cast.ts";

export const fiftyCustomers: Scene = {
  name: "50 records are changed under delegated authority",
  question: "What did AI agents change?",
  acts: ({ days }) => [
    change(
      moment(workdayAgo(days, 5).date, "13:52:10.120", "America/New_York"),
      "billing",
      clients.hygiene,
      {
        agent: "data-hygiene-agent",
        on_behalf_of: "leila.haddad@harborclinicpay.example",
        session: "s-3f02",
        ticket: "HCP-2210",
        reason: "Addresses at the old domain bounce.",
        model: "assistant-4",
        run: "run-2210",
        origin: "agent",
      },
      [
        "update customers set billing_email = replace(billing_email, '@', '@mail.') where id in (select id from customers where plan = 'Basic' and id <> 'C-10482' and status = 'active' order by id limit 50)",
      ],
    ),
  ],
};
