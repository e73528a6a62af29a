/** The random half of each data subject's key: which salt is a subject's? */
import type { Transaction } from "../database/index.ts";
import { randomPool } from "./random.ts";

const subjectLength = 32;
const saltLength = 32;

/**
 * The salt of each of `subjects`, in their order; a subject without one gets one. All of them travel as two texts of bytes,
 * and only those that had a salt come back.
 */
export async function saltsOf(sql: Transaction, ledger: string, subjects: Buffer[]): Promise<Buffer[]> {
  if (subjects.length === 0) return [];
  const distinct = new Map(subjects.map((subject) => [subject.toString("latin1"), subject]));
  const random = randomPool();
  const salts = new Map<string, Buffer>([...distinct.keys()].map((key) => [key, Buffer.from(random(saltLength))]));
  const [given, fresh] = [Buffer.concat([...distinct.values()]), Buffer.concat([...salts.values()])];
  const places = sql`
    select substring(${given}::bytea from ${subjectLength}::int * i + 1 for ${subjectLength}::int) as subject,
      substring(${fresh}::bytea from ${saltLength}::int * i + 1 for ${saltLength}::int) as salt
    from generate_series(0, ${distinct.size - 1}::int) as i`;
  await sql`insert into ledger.subjects (ledger, subject, salt) select ${ledger}, subject, salt from (${places}) as given on conflict do nothing`;
  const known = await sql<{ subject: Buffer; salt: Buffer }[]>`
    select s.subject, s.salt from (${places}) as given join ledger.subjects s on s.ledger = ${ledger} and s.subject = given.subject
    where s.salt <> given.salt`;
  for (const { subject, salt } of known) salts.set(subject.toString("latin1"), salt);
  return subjects.map((subject) => salts.get(subject.toString("latin1")) as Buffer);
}
