import type { Identity } from "@/lib/access";
import type { Unnamed } from "@/lib/search";
import { ActorBadge } from "../actor/badge";
import { eventsAddress } from "../event/address";
import { dateOf } from "../event/time";
import type { Zone } from "../event/zone";
import { Link, linkStyle } from "../ui/link";
import type { Acts } from "./form";
import { NameButton } from "./name-button";
import { RemoveButton } from "./remove-button";

const kinds = { human: "Person", service: "Service or job", agent: "AI agent" } as const;

/** An identity: what it is called, what is recognised as it, and since when. */
export function NamedLine({
  identity,
  sources,
  acts,
  zone,
}: {
  identity: Identity;
  sources: Unnamed["sources"];
  acts?: Acts;
  zone: Zone;
}) {
  const { actor, kind, name, matches, note, createdAt } = identity;
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 px-5 py-3 max-md:grid-cols-[1.5rem_minmax(0,1fr)] max-md:px-4">
      <ActorBadge kind={kind} attribution={matches.login.length > 0 ? "verified" : "claimed"} name={name} decorative />
      <div className="prose-wrap min-w-0 text-dense">
        <p>
          <b>
            <bdi>{name}</bdi>
          </b>{" "}
          <span className="text-ink-2">
            {kinds[kind]}, in entries as <code className="text-meta">{actor}</code>
          </span>
        </p>
        <Recognised identity={identity} sources={sources} />
        {note && (
          <p className="text-ink-2">
            <bdi>{note}</bdi>
          </p>
        )}
        <p className="text-meta text-ink-3">Named on {dateOf(createdAt, zone)}.</p>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 max-md:col-start-2">
        <Link
          href={eventsAddress({ actor })}
          className={`${linkStyle} text-dense max-md:flex max-md:min-h-11 max-md:items-center`}
        >
          Show what it did
        </Link>
        {acts && (
          <>
            <NameButton
              save={acts.save}
              sources={sources}
              given={identity}
              id={identity.id}
              says="Change"
              title={`Change ${name}`}
              label={`Change ${name}`}
            />
            <RemoveButton drop={acts.drop} identity={identity} />
          </>
        )}
      </div>
    </li>
  );
}

function Recognised({ identity: { matches }, sources }: { identity: Identity; sources: Unnamed["sources"] }) {
  const { login, application, source } = matches;
  if (login.length === 0 && application.length === 0) {
    return (
      <p className="text-ink-2">No login or application is recognised as it; an API key or a claim may name it.</p>
    );
  }
  const where = source.map((id) => sources.find((known) => known.id === id)?.name ?? "a source that you do not see");
  return (
    <ul className="text-ink-2">
      {login.length > 0 && (
        <li>
          {login.length === 1 ? "Login" : "Logins"} <Texts texts={login} />: verified, the database authenticates it.
        </li>
      )}
      {application.length > 0 && (
        <li>
          {application.length === 1 ? "Application name" : "Application names"} <Texts texts={application} />: claimed,
          anybody may set it.
        </li>
      )}
      {where.length > 0 && (
        <li>
          Only in <bdi>{where.join(", ")}</bdi>.
        </li>
      )}
    </ul>
  );
}

function Texts({ texts }: { texts: string[] }) {
  return texts.map((text, at) => (
    <span key={text}>
      {at > 0 && ", "}
      <code className="text-meta text-ink">{text}</code>
    </span>
  ));
}
