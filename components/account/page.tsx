import type { ReactNode } from "react";
import type { OwnAccount } from "@/lib/access";
import { ActorBadge } from "../actor/badge";
import { eventsAddress } from "../event/address";
import type { Zone } from "../event/zone";
import { looksAddress } from "../looks/address";
import { roleWords, seesSaid } from "../people/words";
import { Card } from "../ui/card";
import { Link, linkStyle } from "../ui/link";
import type { AccountActs } from "./acts";
import { NameForm } from "./name";
import { PasswordForm } from "./password";
import { SecondFactor } from "./second-factor";
import { OwnSessions } from "./sessions";
import { OwnTokens } from "./tokens";

export interface AccountProps {
  found: OwnAccount;
  acts: AccountActs;
  /** Whether the reader may search events, and see who looked. */
  searches: boolean;
  looks: boolean;
  now: Date;
  zone: Zone;
}

/** One's own account: who one is here, how one signs in, and where. */
export function AccountView({ found, acts, searches, looks, now, zone }: AccountProps) {
  const { person, password, provider, sessions, tokens } = found;
  const { name, email, role } = person;
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 max-md:px-4">
        <span className="mt-1.5">
          <ActorBadge kind="human" attribution="verified" name={name} decorative />
        </span>
        <div className="prose-wrap min-w-0">
          <h1 className="text-display text-balance max-md:text-verdict">
            <bdi>{name}</bdi>
          </h1>
          <p className="text-ink-2">
            {roleWords(role)}, <span className="wrap-anywhere">{email}</span>
          </p>
          <Recorded email={email} searches={searches} looks={looks} />
        </div>
      </header>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-2">
        <div className="grid grid-cols-1 gap-5">
          <Section id="own-name" title="Name">
            <NameForm name={name} rename={acts.rename} />
          </Section>
          <Section id="own-powers" title={`What you may do, as ${roleWords(role).toLowerCase()}`}>
            <Powers found={found} />
          </Section>
        </div>
        <div className="grid grid-cols-1 gap-5">
          <Section id="own-password" title="Password">
            {password ? (
              <PasswordForm email={email} change={acts.newPassword} />
            ) : (
              <p className="prose-wrap text-dense text-ink-2">You have none: you sign in with {provider}.</p>
            )}
          </Section>
          <Section id="own-second-factor" title="Second factor">
            <SecondFactor found={found} acts={acts} zone={zone} />
          </Section>
          <OwnSessions sessions={sessions} provider={provider} acts={acts} now={now} zone={zone} />
          {searches && <OwnTokens tokens={tokens} password={password} acts={acts} now={now} zone={zone} />}
        </div>
      </div>
    </div>
  );
}

function Recorded({ email, searches, looks }: { email: string } & Pick<AccountProps, "searches" | "looks">) {
  return (
    <p className="mt-1.5 flex flex-wrap gap-x-4 text-dense [&>a]:max-md:flex [&>a]:max-md:min-h-11 [&>a]:max-md:items-center">
      {searches && (
        <Link href={eventsAddress({ actor: email, own: "shown" })} className={linkStyle}>
          What Vouch recorded of you
        </Link>
      )}
      {looks && (
        <Link href={looksAddress({ person: email })} className={linkStyle}>
          What you looked at
        </Link>
      )}
      {!searches && (
        <span className="text-ink-2">Vouch records what you do here. A compliance officer can show it to you.</span>
      )}
    </p>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Card id={id} title={title}>
      <div className="grid gap-3 border-t border-line px-5 py-4 text-dense max-md:px-4">{children}</div>
    </Card>
  );
}

function Powers({ found: { may, scope, days, sources } }: { found: OwnAccount }) {
  const sees = seesSaid({ scope, days }, sources)?.replace(/^Sees/, "You see");
  return (
    <>
      <ul className="list-disc pl-5 text-ink-2 marker:text-ink-3 sm:columns-2 sm:gap-x-8">
        {may.map((says) => (
          <li key={says} className="prose-wrap mb-0.5 break-inside-avoid">
            {says}
          </li>
        ))}
      </ul>
      <p className="prose-wrap">
        <bdi>{sees ?? "You see every day and every source."}</bdi>{" "}
        <span className="text-ink-2">Role and scope are given by an administrator.</span>
      </p>
    </>
  );
}
