import type { OpenedPerson } from "@/lib/access";
import { roleName } from "@/lib/event";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card, Facts } from "../ui/card";
import { ActButton } from "./act";
import type { PersonActs } from "./acts";
import { LinkButton } from "./invite";

/** How somebody signs in, and the way back in for whoever has lost something. */
export function SigningIn({ found, acts, zone }: { found: OpenedPerson; acts?: PersonActs; zone: Zone }) {
  const { person, self } = found;
  const { hasPassword, hasProvider, state, until, resetUntil, deactivatedAt } = person;
  const joined = hasPassword || hasProvider;
  const facts = [
    {
      name: "Password",
      value: hasPassword ? "Set" : joined ? "None: signs in with the provider alone" : "Not chosen yet",
    },
    { name: "Provider", value: hasProvider ? "Signs in with the provider" : "Not used" },
    { name: "Second factor", value: secondFactor(found) },
    ...(state === "locked"
      ? [{ name: "Locked out", value: `Until ${minuteTime(until ?? "", zone)}, after too many attempts` }]
      : []),
    ...(resetUntil
      ? [{ name: "Link", value: `For a new password, until ${minuteTime(resetUntil, zone)}, not used yet` }]
      : []),
    ...(state === "invited" ? [{ name: "Invitation", value: `Open until ${minuteTime(until ?? "", zone)}` }] : []),
    ...(state === "expired" ? [{ name: "Invitation", value: "Its time is over; they have not come" }] : []),
  ];
  return (
    <Card id="signing-in" title="Signing in">
      <div className="grid gap-4 border-t border-line px-5 py-4 max-md:px-4">
        <Facts facts={facts} />
        {acts && !self && (
          <div className="flex flex-wrap gap-2 empty:hidden">
            {!joined && <Invitation found={found} acts={acts} />}
            {hasPassword && deactivatedAt === null && <Ways found={found} acts={acts} />}
          </div>
        )}
      </div>
    </Card>
  );
}

function secondFactor({ person, secondFactorNeeded }: OpenedPerson): string {
  if (person.secondFactor) return "Set up";
  if (!secondFactorNeeded || !person.hasPassword) return "Not set up";
  return `Not set up: the rules demand one of every ${roleName(person.role)}, so they set one up when they next sign in`;
}

function Invitation({ found: { person }, acts }: { found: OpenedPerson; acts: PersonActs }) {
  const { id, name, state } = person;
  return (
    <>
      <LinkButton
        act={acts.renew}
        given={{ id }}
        says="Make a new link"
        title={`A new link for ${name}`}
        intro="It works once, for 7 days. The link that they have works no longer."
        does="Make a new link"
      />
      {state !== "withdrawn" && (
        <ActButton
          act={acts.withdraw}
          given={{ id }}
          says="Withdraw the invitation"
          look="danger"
          title={`Withdraw the invitation of ${name}`}
          intro="The link works no longer. They can be invited again."
          does="Withdraw the invitation"
        />
      )}
    </>
  );
}

function Ways({ found: { person }, acts }: { found: OpenedPerson; acts: PersonActs }) {
  const { id, name, state, secondFactor } = person;
  return (
    <>
      {state === "locked" && (
        <ActButton
          act={acts.release}
          given={{ id }}
          says="End the lock-out"
          title={`End the lock-out of ${name}`}
          intro="They can try again at once, and so can whoever tried before. Make sure that it was them."
          does="End the lock-out"
        />
      )}
      <LinkButton
        act={acts.reset}
        given={{ id }}
        says="Make a link for a new password"
        title={`A new password for ${name}`}
        intro="With the link they choose it themselves. It works once, for 24 hours. Their password holds until then; using the link ends their sessions. The second factor stays. They are told that you made it."
        does="Make the link"
      />
      {secondFactor && (
        <ActButton
          act={acts.resetSecondFactor}
          given={{ id }}
          says="Remove the second factor"
          look="danger"
          title={`Remove the second factor of ${name}`}
          intro="For somebody who has lost both the device and the recovery codes. Their sessions end, and the password alone lets them in until they set up another. They are told."
          does="Remove the second factor"
        />
      )}
    </>
  );
}
