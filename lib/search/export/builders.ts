/** Test builders: people who may export, and an export made to its end. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import type { Principal, Role, Scope, Web } from "../../access/index.ts";
import type { TestLedger } from "../../ledger/builders.ts";
import { askExport, type ExportWish } from "./ask.ts";
import { type AskedExport, getExport } from "./asked.ts";
import { exportOnce } from "./keep.ts";
import { fileOf } from "./part.ts";

/** The pages’ side of a ledger. */
export function webOf({ database, home, clock }: TestLedger): Web {
  return { sql: database.as("web"), home, clock };
}

/** Somebody with an account, who is signed in. */
export async function anExporter(
  { owner }: Pick<TestLedger, "owner">,
  role: Role = "compliance",
  scope: Scope = {},
): Promise<Principal> {
  const id = randomUUID();
  const person = { id, email: `${role}.${id.slice(0, 8)}@example.org`, name: `Name of ${role}`, role };
  await owner`
    insert into app.people (id, email, name, role, scope)
    values (${id}, ${person.email}, ${person.name}, ${role}, ${JSON.stringify(scope)}::text::jsonb)`;
  return { person, scope, session: "5e55105e55105e55", address: "10.0.0.7", userAgent: "Test/1" };
}

export interface MadeExport {
  asked: AskedExport;
  file: Buffer;
  reports: string[];
}

/** Asks for an export, makes it as the errands do, and reads what came of it; an empty file where there is none. */
export async function madeExport(web: Web, by: Principal, wish: Partial<ExportWish> = {}): Promise<MadeExport> {
  const number = await askExport(by, { query: "", zone: "UTC", format: "csv", ...wish }, web);
  const reports: string[] = [];
  const work = { web, signal: new AbortController().signal, report: (said: string) => void reports.push(said) };
  await exportOnce(work);
  const asked = await getExport(web.sql, String(number));
  const place = fileOf(web.home.folder, asked.id);
  return { asked, file: fs.existsSync(place) ? fs.readFileSync(place) : Buffer.alloc(0), reports };
}
