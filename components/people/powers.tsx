import type { ReactNode } from "react";
import type { OpenedPerson } from "@/lib/access";
import { aRole } from "@/lib/event";
import { Card } from "../ui/card";
import { Note } from "../ui/note";
import { ActButton } from "./act";
import type { PersonActs } from "./acts";
import { RoleFields, ScopeFields } from "./role-fields";
import { seesSaid } from "./words";

interface PowersProps {
  found: OpenedPerson;
  acts?: PersonActs;
  askAdministrator?: ReactNode;
}

/** What somebody may do and see, in words, and how that is changed. */
export function Powers({ found, acts, askAdministrator }: PowersProps) {
  const { person, sources, may, self, lastAdministrator } = found;
  const sees = seesSaid(person, sources);
  const changeable = acts && !self && person.deactivatedAt === null;
  return (
    <Card id="powers" title={`What ${aRole(person.role)} may do`}>
      <div className="grid gap-3 border-t border-line px-5 py-4 text-dense max-md:px-4">
        <ul className="grid list-disc gap-0.5 pl-5 text-ink-2 marker:text-ink-3 sm:grid-cols-2 sm:gap-x-8">
          {may.map((says) => (
            <li key={says} className="prose-wrap">
              {says}
            </li>
          ))}
        </ul>
        {sees && (
          <p className="prose-wrap">
            <bdi>{sees}</bdi>
          </p>
        )}
        {person.role === "auditor" && !sees && (
          <Note look="attention">This auditor is held to no period: they see everything. Set what they may see.</Note>
        )}
        {changeable && lastAdministrator && (
          <p className="prose-wrap text-ink-2">
            {person.name} is the last administrator, and stays one until there is another: without one, nobody could let
            people in.
          </p>
        )}
        {changeable && !lastAdministrator && <Changes found={found} acts={acts} askAdministrator={askAdministrator} />}
      </div>
    </Card>
  );
}

function Changes({ found: { person, sources }, acts, askAdministrator }: PowersProps & { acts: PersonActs }) {
  const { id, name, role, scope, days } = person;
  const given = { ...days, ...(scope?.sources && { sources: scope.sources }) };
  // an administrator is held to no period: whoever audits becomes something else first
  const askable = role !== "administrator" && role !== "auditor" && (person.hasPassword || person.hasProvider);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ActButton
        act={acts.role}
        given={{ id }}
        says="Change the role"
        title={`Another role for ${name}`}
        intro="It counts from their next click on, also in sessions that are open. They are told."
        does="Change the role"
      >
        <RoleFields sources={sources} without={role} given={given} />
      </ActButton>
      {role === "auditor" && (
        <ActButton
          act={acts.scope}
          given={{ id }}
          says="Change what they may see"
          title={`What ${name} may see`}
          intro="It counts from their next click on. What they have seen so far stays recorded."
          does="Save"
        >
          <ScopeFields sources={sources} given={given} />
        </ActButton>
      )}
      {askable && askAdministrator}
    </div>
  );
}
