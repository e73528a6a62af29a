/** Acme Orthopaedics: eight versions, a gap, and an agent that did more than it said. */
import { change, type Scene, type Telling } from "../act.ts";
import { moment, workdayAgo } from "../calendar.ts";
import { at, clients, standing } from "../cast.ts";

const acme = "C-10482";
const newYork = "America/New_York";

/** A working day at least so many days ago, at a time there. */
const on = ({ days }: Telling, ago: number, time: string) => moment(workdayAgo(days, ago).date, time, newYork);

export const staffList: Scene = {
  name: "The list of staff comes to the billing database",
  question: "Who is leila.haddad?",
  acts: ({ days }) => [
    change(
      moment(days.find(({ works, ago }) => works && ago < 179)?.date ?? "", "09:41:00", newYork),
      "billing",
      clients.billingApp,
      at("nadia", "HCP-1377", "Names instead of ids"),
      [
        "insert into staff (id, name) values ('leila.haddad', 'Leila Haddad'), ('dana.lee', 'Dana Lee'), ('grace.kim', 'Grace Kim'), ('nadia.karim', 'Nadia Karim')",
      ],
    ),
  ],
};

export const history: Scene = {
  name: "Acme Orthopaedics over the months",
  question: "What happened to customer C-10482?",
  acts: (telling) => [
    change(on(telling, 108, "10:47:12.418"), "billing", clients.billingApp, at("sam", "HCP-1988"), [
      "update customers set plan = $2, payment_terms = $3, tags = $4 where id = $1",
      ...([acme, "Gold", ["Net 60", "Card on file"], ["priority"]] as const),
    ]),
    change(
      on(telling, 70, "06:12:40.902"),
      "billing",
      clients.billingApp,
      at("ingrid", "HCP-2031", "Volume agreement"),
      ["update customers set credit_limit = $2 where id = $1", acme, 50_000],
    ),
    change(
      moment(workdayAgo(telling.days, 36).date, "02:04:00.117", "UTC"),
      "billing",
      clients.statementRun,
      standing.statements,
      ["update customers set balance = $2 where id = $1", acme, "4118.20"],
    ),
    change(on(telling, 17, "08:31:05.664"), "billing", clients.paymentsApi, standing.payments, [
      "update customers set last_payment = $2::date where id = $1",
      acme,
      workdayAgo(telling.days, 17).date,
    ]),
    change(on(telling, 7, "16:20:33.081"), "billing", clients.billingApp, at("dana", "HCP-2204"), [
      "update customers set contact_phone = $2, billing_address = $3 where id = $1",
      ...([acme, "+1 212 555 0148", "48 Pier Street, Suite 2"] as const),
    ]),
    change(on(telling, 4, "10:04:51.230"), "billing", clients.supportTool, at("leila", "HCP-2219"), [
      "update customers set billing_email = $2 where id = $1",
      ...([acme, "billing@acmeortho.example"] as const),
    ]),
  ],
};

export const goldToBasic: Scene = {
  name: "Acme moves from Gold to Basic",
  question: "Who moved Acme from Gold to Basic?",
  acts: (telling) => [
    change(
      on(telling, 1, "14:28:07.214906"),
      "billing",
      clients.collections,
      {
        agent: "collections-agent",
        on_behalf_of: "dana.lee@harborclinicpay.example",
        session: "s-41c7",
        ticket: "HCP-2231",
        reason: "I lowered the plan for Acme, nothing else.",
        model: "assistant-4",
        run: "run-2231",
        origin: "agent",
      },
      [
        `update customers set plan = $2, credit_limit = $3, account_owner = $4, payment_terms = $5, collections_note = $6, bank_account = $7,
          next_review = $8::date + 100 where id = $1`,
        acme,
        "Basic",
        5_000,
        "dana.lee",
        ["Card on file", "Net 15", "Manual review"],
        "Customer missed two payments; move to Basic and review limit until the September statement. Contact: front desk.",
        "US4471002200663091",
        workdayAgo(telling.days, 1).date,
      ],
    ),
    change(on(telling, 1, "14:21:44.530"), "billing", clients.billingApp, at("dana", "HCP-2229"), [
      "update customers set credit_limit = $2 where id = $1",
      ...(["C-10107", 12_500] as const),
    ]),
  ],
};
