/** What administrators decide for everybody: which roles must sign in with a second factor. Nothing is decided until somebody does. */
import type { Sql, Transaction } from "../database/index.ts";
import { Fault, type Field } from "../event/index.ts";
import { post } from "../ledger/index.ts";
import { type Web, web } from "./connection.ts";
import { authorise } from "./gate.ts";
import { type Role, roles } from "./permissions.ts";
import type { Principal } from "./principal.ts";
import { eventBy, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

export interface Rules {
  /** Roles that must have a second factor, in the order of `roles`. */
  secondFactor: Role[];
}

export async function readRules(sql: Sql | Transaction): Promise<Rules> {
  const [row] = await sql<{ value: unknown }[]>`select value from app.rules where name = 'second_factor'`;
  const value = row?.value;
  return { secondFactor: roles.filter((role) => Array.isArray(value) && value.includes(role)) };
}

/** Throws `forbidden`, and `invalid` for what is no role. Nothing is recorded where nothing changes. */
export async function changeRules(
  principal: Principal | undefined,
  rules: Rules,
  through: Web = web(),
): Promise<Rules> {
  const by = await authorise(principal, "rules.manage", { target: { type: "rules" } }, through);
  const unknown = rules.secondFactor.find((role) => !roles.includes(role));
  if (unknown !== undefined) {
    throw new Fault("invalid", `Expected roles out of ${roles.join(", ")}, got something else. Choose again.`);
  }
  const after = { secondFactor: roles.filter((role) => rules.secondFactor.includes(role)) };
  const { sql, clock } = through;
  await guard(() =>
    sql.begin(async (transaction) => {
      await transaction`lock table app.rules in share row exclusive mode`;
      const before = await readRules(transaction);
      if (before.secondFactor.join() === after.secondFactor.join()) return;
      await transaction`
        insert into app.rules (name, value, changed_at, changed_by)
        values ('second_factor', ${JSON.stringify(after.secondFactor)}::text::jsonb, ${clock()}, ${by.person.id})
        on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`;
      const fields = [sides("second_factor", before.secondFactor, after.secondFactor)];
      const change = { operation: "update", fields } as const;
      const event = {
        type: "rules.changed",
        category: "configuration",
        target: targetOf({ type: "rules" }),
        change,
      } as const;
      await post(transaction, eventBy(by, event), clock);
    }),
  );
  return after;
}

function sides(name: string, before: Role[], after: Role[]): Field {
  const members = (texts: Role[]) => texts.map((value) => ({ type: "text", value }));
  return { name, type: "array", mode: "keep", changed: true, before: members(before), after: members(after) };
}
