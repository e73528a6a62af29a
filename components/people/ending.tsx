import type { OpenedPerson } from "@/lib/access";
import { Card } from "../ui/card";
import { ActButton } from "./act";
import type { PersonActs } from "./acts";
import { RoleFields } from "./role-fields";

/** The end of an account, and its beginning anew. Nothing for somebody who has not come: they have an invitation. */
export function Ending({
  found: { person, sources, lastAdministrator },
  acts,
}: {
  found: OpenedPerson;
  acts: PersonActs;
}) {
  const { id, name, role, state, days, scope } = person;
  if (state === "withdrawn" || state === "invited" || state === "expired") return null;
  if (state === "deactivated") {
    const former = role === "administrator";
    return (
      <Card id="ending" title="This account is deactivated">
        <div className="grid justify-items-start gap-3 border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
          <p className="prose-wrap">They cannot sign in. What they did stays under their name.</p>
          <ActButton
            act={acts.reactivate}
            given={{ id }}
            says="Reactivate the account"
            title={`Reactivate the account of ${name}`}
            intro={
              former
                ? "They sign in as before, in another role: making somebody an administrator again takes a second person."
                : "They sign in as before, with the same role. Their old sessions and links stay ended."
            }
            does="Reactivate the account"
          >
            {former && (
              <RoleFields sources={sources} given={{ ...days, ...(scope?.sources && { sources: scope.sources }) }} />
            )}
          </ActButton>
        </div>
      </Card>
    );
  }
  return (
    <Card id="ending" title="Ending this account">
      <div className="grid justify-items-start gap-3 border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
        <p className="prose-wrap">
          {lastAdministrator
            ? `${name} is the last administrator: their account cannot end before somebody else is one.`
            : "They are signed out everywhere at once and cannot sign in again. What they did stays under their name; API keys speak for systems and go on working."}
        </p>
        {!lastAdministrator && (
          <ActButton
            act={acts.deactivate}
            given={{ id }}
            says="Deactivate the account"
            look="danger"
            title={`Deactivate the account of ${name}`}
            intro="Their sessions end at once, and links that were made for them work no longer. It can be reactivated."
            does="Deactivate the account"
          />
        )}
      </div>
    </Card>
  );
}
