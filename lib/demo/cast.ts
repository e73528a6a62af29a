/** Who works at Harbor Clinic Pay: people, services, agents, and the logins with which they reach the databases. Pure. */
import type { Zone } from "./calendar.ts";

export interface Member {
  email: string;
  name: string;
  does: string;
  zone: Zone;
  address: string;
}

const newYork = "America/New_York";
const dublin = "Europe/Dublin";

const member = (name: string, does: string, zone: Zone, address: string): Member => ({
  email: `${name.toLowerCase().replace(" ", ".")}@harborclinicpay.example`,
  name,
  does,
  zone,
  address,
});

export const people = {
  dana: member("Dana Lee", "billing lead", newYork, "10.2.0.31"),
  grace: member("Grace Kim", "billing specialist", newYork, "10.2.0.34"),
  leila: member("Leila Haddad", "head of support", newYork, "10.2.0.41"),
  rafael: member("Rafael Duarte", "support agent", newYork, "10.2.0.44"),
  nadia: member("Nadia Karim", "account manager", newYork, "10.2.0.52"),
  marcus: member("Marcus Okafor", "database administrator", newYork, "10.2.0.12"),
  oliver: member("Oliver Grant", "IT administrator", newYork, "10.2.0.10"),
  priya: member("Priya Raman", "compliance officer", newYork, "10.2.0.61"),
  sam: member("Sam Whitfield", "contractor", newYork, "10.2.0.88"),
  ingrid: member("Ingrid Solberg", "controller", dublin, "10.6.0.21"),
  tomas: member("Tomas Brandt", "payroll manager", dublin, "10.6.0.24"),
  aoife: member("Aoife Byrne", "payroll specialist", dublin, "10.6.0.25"),
  jonas: member("Jonas Weber", "engineer", dublin, "10.6.0.14"),
  helen: member("Helen Marsh", "external auditor", dublin, "198.51.100.24"),
} as const satisfies Record<string, Member>;
export type Name = keyof typeof people;

/** How a connection is made: the database knows the login, and believes the rest. */
export interface Client {
  login: string;
  application: string;
  address: string;
}

export const clients = {
  billingApp: { login: "billing_app", application: "billing-app 4.2", address: "10.4.1.11" },
  payrollApp: { login: "payroll_app", application: "payroll-app 2.9", address: "10.4.2.11" },
  supportTool: { login: "support_tool", application: "support desk", address: "10.4.1.15" },
  paymentsApi: { login: "payments_api", application: "payments-api", address: "10.4.1.21" },
  statementRun: { login: "statement_run", application: "statement-run", address: "10.4.1.30" },
  cleanup: { login: "nightly_cleanup", application: "nightly-cleanup", address: "10.4.1.30" },
  priceImport: { login: "price_import", application: "price-list-import", address: "10.4.1.31" },
  timesheets: { login: "timesheet_sync", application: "timesheet-sync", address: "10.4.2.30" },
  collections: { login: "collections_agent", application: "collections-agent", address: "10.4.1.18" },
  hygiene: { login: "hygiene_agent", application: "data-hygiene-agent", address: "10.4.1.19" },
  triage: { login: "triage_agent", application: "intake-triage", address: "10.4.1.20" },
  marcus: { login: "m_okafor", application: "psql", address: people.marcus.address },
  jonas: { login: "j_weber", application: "psql", address: people.jonas.address },
  migrations: { login: "deploy", application: "flyway", address: "10.4.1.40" },
  token: { login: "deploy", application: "HC-deploy", address: "203.0.113.77" },
  report: { login: "report_ro", application: "", address: "10.2.0.77" },
} as const satisfies Record<string, Client>;

/** What a client says of itself, under the names of `vouch.…` settings. */
export interface Claims {
  actor?: string;
  name?: string;
  kind?: "human" | "service";
  agent?: string;
  on_behalf_of?: string;
  session?: string;
  ticket?: string;
  reason?: string;
  model?: string;
  run?: string;
  prompt?: string;
  origin?: "ui" | "api" | "automation" | "agent" | "migration" | "direct_sql";
}

/** The standing changes under which services work day after day. */
export const standing = {
  payments: { ticket: "HCP-1200" },
  statements: { ticket: "HCP-1201" },
  triage: { ticket: "HCP-1310" },
  hours: { ticket: "HR-1003" },
} as const satisfies Record<string, Claims>;

/** A person at a page of an application. */
export function at(who: Name, ticket?: string, reason?: string): Claims {
  const { email, name } = people[who];
  return { actor: email, name, origin: "ui", ...(ticket && { ticket }), ...(reason && { reason }) };
}

/** Who logins and applications are, as Harbor's engineer has told Vouch. Nobody is named for `report_ro`. */
export const identities = [
  service("payments-api", "Payments API", "payments_api", "Takes payments from patients and clinics"),
  service("statement-run", "Statement run", "statement_run", "Works out every balance in the night"),
  service("nightly-cleanup", "Nightly cleanup", "nightly_cleanup", "Deletes customers closed for 7 years"),
  service("price-list-import", "Price list import", "price_import", "Loads each insurer’s price list"),
  service("timesheet-sync", "Timesheet sync", "timesheet_sync", "Brings hours from the clinics"),
  service("schema-migrations", "Schema migrations", "deploy", "Changes tables when a version is released"),
  agent("collections-agent", "Collections agent", "collections_agent", "Writes to customers who owe money"),
  agent("data-hygiene-agent", "Data hygiene agent", "hygiene_agent", "Mends addresses and duplicates"),
  agent("intake-triage-agent", "Intake triage agent", "triage_agent", "Sorts intake forms by urgency"),
  {
    ...service(people.marcus.email, people.marcus.name, "m_okafor", "Database administrator, with psql"),
    kind: "human" as const,
  },
  {
    ...service(people.jonas.email, people.jonas.name, "j_weber", "Engineer, with psql"),
    kind: "human" as const,
  },
];

function service(actor: string, name: string, login: string, note: string) {
  return { actor, kind: "service" as "service" | "agent" | "human", name, matches: { login: [login] }, note };
}

function agent(actor: string, name: string, login: string, note: string) {
  return { ...service(actor, name, login, note), kind: "agent" as const };
}

/** Who uses Vouch itself, one for each role. */
export const users = [
  { who: "oliver", role: "administrator", words: "administrator" },
  { who: "priya", role: "compliance", words: "compliance officer" },
  { who: "helen", role: "auditor", words: "external auditor" },
  { who: "ingrid", role: "approver", words: "approver" },
  { who: "jonas", role: "engineer", words: "engineer" },
] as const satisfies { who: Name; role: string; words: string }[];
export type User = (typeof users)[number]["who"];
