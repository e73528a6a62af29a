import type { OwnAccount } from "@/lib/access";
import { countOf, roleName } from "@/lib/event";
import { dateOf } from "../event/time";
import type { Zone } from "../event/zone";
import { ActButton } from "../people/act";
import { TextField } from "../ui/field";
import { Note } from "../ui/note";
import type { AccountActs } from "./acts";
import { NewCodes } from "./new-codes";
import { SetUp } from "./set-up";

/** How the second factor stands, in words, and what can be done about it. */
export function SecondFactor({ found, acts, zone }: { found: OwnAccount; acts: AccountActs; zone: Zone }) {
  const { person, password, provider, secondFactor, secondFactorRequired } = found;
  if (!password) {
    return (
      <p className="prose-wrap text-ink-2">
        You sign in with {provider}, which asks for a second factor by its own rules. Vouch asks for none beside it.
      </p>
    );
  }
  if (!secondFactor) {
    return (
      <>
        {secondFactorRequired && (
          <Note look="attention">
            Every {roleName(person.role)} must have one. Without it, the next sign-in asks you to set it up.
          </Note>
        )}
        <p className="prose-wrap text-ink-2">
          Your password alone lets you in. With a second factor, whoever learns it still needs a code from your phone.
        </p>
        <div>
          <SetUp acts={acts} says="Set up a second factor" look="primary" />
        </div>
      </>
    );
  }
  const { since, codesLeft } = secondFactor;
  return (
    <>
      <p className="prose-wrap">
        Signing in takes your password and a code of your authenticator, since {dateOf(since, zone)}.{" "}
        {countOf(String(codesLeft), "recovery code")} {codesLeft === 1 ? "is" : "are"} left.
        {provider && ` Signing in with ${provider} does not ask for it.`}
      </p>
      {codesLeft < 3 && (
        <Note look="attention">
          {codesLeft === 0 ? "No recovery code is left" : "Few recovery codes are left"}. Make new ones, so that a lost
          phone does not lock you out.
        </Note>
      )}
      <div className="flex flex-wrap gap-2">
        <NewCodes act={acts.newCodes} />
        <SetUp acts={acts} says="Set up another authenticator" />
        {!secondFactorRequired && <TurnOff act={acts.turnOff} />}
      </div>
      {secondFactorRequired && (
        <p className="prose-wrap text-ink-2">
          Every {roleName(person.role)} must have one, so it cannot be turned off.
        </p>
      )}
    </>
  );
}

function TurnOff({ act }: { act: AccountActs["turnOff"] }) {
  return (
    <ActButton
      act={act}
      given={{}}
      says="Turn off"
      label="Turn off the second factor"
      look="danger"
      title="Turn off the second factor"
      intro="Your password alone lets you in then. The recovery codes work no longer."
      does="Turn it off"
    >
      <TextField
        name="password"
        id="turn-off-password"
        label="Your password"
        type="password"
        required
        autoComplete="current-password"
      />
    </ActButton>
  );
}
