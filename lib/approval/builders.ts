/** Test builders: people who ask and decide, and an act of which tests can say what it does. */
import { aPerson, type TestWeb } from "../access/builders.ts";
import type { Principal, Role } from "../access/index.ts";
import { Fault } from "../event/index.ts";
import type { Act, Acts } from "./act.ts";
import { ask } from "./ask.ts";

/** A person of that role with an account, signed in. */
export async function aSigned(web: TestWeb, role: Role, name: string): Promise<Principal> {
  const email = `${name.toLowerCase().replace(/\W+/g, ".")}@example.org`;
  const id = await aPerson(web, email, role);
  await web.database.owner`update app.people set name = ${name} where id = ${id}`;
  return { person: { id, email, name, role }, session: `session of ${name}`, scope: {}, address: "10.0.0.7" };
}

/** An act that raises a number in app.rules by what its params say. */
export interface TestAct extends Act<{ by: string }, string> {
  /** How many must approve, from now on. */
  needs: string;
  /** Called while it is carried out, after the number was raised. */
  meanwhile: () => void | Promise<void>;
}

export function aRaise(carriedOut: Act["carriedOut"] = "on approval"): TestAct {
  const act: TestAct = {
    needs: "1",
    meanwhile: () => {},
    kind: `test.${carriedOut}`,
    name: "Raise the number",
    asks: "people.manage",
    decides: "approvals.decide",
    previews: "people.manage",
    minutes: { waiting: 60, approved: 30 },
    carriedOut,
    parse(given) {
      const by = (given as { by?: unknown } | null)?.by;
      if (typeof by === "string" && /^\d{1,3}$/.test(by)) return { by };
      throw new Fault("invalid", "Expected a number of at most three digits. Correct it.");
    },
    effect: async ({ sql }, { by }) => {
      const now = await readNumber(sql);
      return {
        title: `raise the number by ${by}`,
        says: `The number is ${now} now and would be ${now + Number(by)}.`,
        facts: [{ name: "Now", value: String(now) }],
        approve: `Raise it by ${by}`,
        follows: "Approving raises it at once.",
        approvals: act.needs,
      };
    },
    async carryOut({ sql, asker }, { by }) {
      const value = (await readNumber(sql)) + Number(by);
      await sql`
        insert into app.rules (name, value, changed_at, changed_by) values ('test', ${value}::text::jsonb, now(), ${asker.person.id})
        on conflict (name) do update set value = excluded.value`;
      await act.meanwhile();
      return { event: { type: "number.raised", category: "configuration" } };
    },
    show: async (_read, _home, { by }) => `raised by ${by}`,
  };
  return act;
}

/** What the act has made of its number. */
export async function readNumber(
  sql: Pick<TestWeb, "sql">["sql"] | Parameters<Act["effect"]>[0]["sql"],
): Promise<number> {
  const [row] = await sql<{ value: number }[]>`select value from app.rules where name = 'test'`;
  return row?.value ?? 0;
}

export const aReason = "The ageing report asks for it.";

/** Asks, and returns the request's number and the digest that its page would show, as the page's address and form have them. */
export async function anAsking(web: TestWeb, by: Principal, acts: Acts, params: unknown = { by: "5" }) {
  const number = await ask(by, acts[0] as Act, { params, reason: aReason }, web);
  const [row] = await web.database.owner<
    { digest: Buffer }[]
  >`select digest from app.requests where number = ${number}`;
  return { number: String(number), saw: row?.digest.toString("hex") ?? "" };
}
