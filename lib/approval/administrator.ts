/** The act of making somebody an administrator: an administrator may do nearly everything, so two people decide on a new one. */
import { may, permissionNames, type Role, ruleOf } from "../access/index.ts";
import { capitalised, Fault, type Field } from "../event/index.ts";
import { isUuid } from "../ledger/index.ts";
import type { Act, Effect, Sight } from "./act.ts";

/** Id of the person. */
export type NewAdministrator = { person: string };

interface Account {
  id: string;
  name: string;
  email: string;
  role: Role;
  active: boolean;
  joined: boolean;
  limited: boolean;
}

const roleWords: Record<Role, string> = {
  administrator: "administrator",
  compliance: "compliance officer",
  auditor: "external auditor",
  approver: "approver",
  engineer: "engineer",
};

export const grantAdministrator: Act<NewAdministrator, never> = {
  kind: "role.administrator",
  name: "New administrator",
  asks: "people.manage",
  decides: "approvals.decide",
  previews: "people.manage",
  minutes: { waiting: 24 * 60, approved: 0 },
  carriedOut: "on approval",
  parse(given) {
    const person = (given as { person?: unknown } | null)?.person;
    if (isUuid(person)) return { person };
    throw new Fault(
      "invalid",
      "Expected the person who is to become an administrator. Choose them on the page People.",
    );
  },
  target: ({ person }) => ({ type: "person", id: person }),
  concerns: ({ person }) => [person],
  effect: async ({ sql }, { person }) => effectOn(await getAccount(sql, person)),
  async carryOut({ sql, asker }, { person }) {
    const before = await getAccount(sql, person);
    await sql`update app.people set role = 'administrator', scope = '{}' where id = ${before.id}`;
    const others = await sql<{ id: string }[]>`
      select id from app.people where role = 'administrator' and deactivated_at is null and id <> ${before.id}`;
    const address = `/people/${before.id}`;
    const who = asker.person.name;
    const name: Field = { name: "name", type: "text", mode: "erasable", value: before.name };
    const role: Field = {
      name: "role",
      type: "text",
      mode: "keep",
      changed: true,
      before: before.role,
      after: "administrator",
    };
    return {
      event: {
        type: "role.granted",
        category: "permission",
        change: { operation: "update", fields: [role] },
        data: [name, { name: "role", type: "text", mode: "keep", value: "administrator" }],
      },
      notices: [
        {
          people: [before.id],
          notice: { type: "role.changed", data: { who, role: "an administrator" }, address: "/" },
        },
        {
          people: others.map(({ id }) => id),
          notice: { type: "administrator.added", data: { name: before.name, who }, address },
        },
      ],
    };
  },
};

async function getAccount(sql: Sight["sql"], person: string): Promise<Account> {
  const [found] = await sql<Account[]>`
    select id, name, email, role, deactivated_at is null as active, password is not null or oidc is not null as joined,
      scope <> '{}'::jsonb as limited
    from app.people where id = ${person}`;
  if (!found) throw new Fault("not-found", "This person is not there. Load the page People again.");
  if (!found.active) throw new Fault("conflict", `The account of ${found.name} is deactivated. Reactivate it first.`);
  if (!found.joined)
    throw new Fault("conflict", `${found.name} has not come yet. Ask when they have accepted the invitation.`);
  if (found.role === "administrator") throw new Fault("conflict", `${found.name} is an administrator already.`);
  return found;
}

function effectOn({ name, email, role, limited }: Account): Effect {
  const gained = permissionNames.filter((permission) => !may(role, permission) && may("administrator", permission));
  const article = /^[aeiou]/.test(role) ? "an" : "a";
  return {
    title: `make ${name} an administrator`,
    says: `${name} (${email}) is ${article} ${roleWords[role]} now. As an administrator they could invite people, change what others may do and end their accounts. No administrator can change or remove an entry.`,
    facts: [
      { name: "Person", value: name },
      { name: "Role now", value: capitalised(roleWords[role]) },
      { name: "Role then", value: "Administrator" },
      { name: "Can be undone", value: "Yes, by any other administrator" },
      ...(limited ? [{ name: "Period and sources", value: "No longer limited" }] : []),
    ],
    examples: {
      title: "What they could do then that they cannot do now",
      columns: ["They could"],
      rows: gained.map((permission) => [capitalised(ruleOf(permission).says)]),
    },
    approve: `Make ${name} an administrator`,
    follows: "Approving gives the role at once.",
  };
}
