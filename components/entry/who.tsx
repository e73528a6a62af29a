import { Database, KeyRound, MonitorSmartphone, Waypoints } from "lucide-react";
import type { ReactNode } from "react";
import type { Attribution, SeenEvent } from "@/lib/event";
import { ActorBadge } from "../actor/badge";
import { ActorName } from "../actor/name";
import { Missing } from "../diff/value";
import { namedActor } from "../event/line";
import { Chip } from "../ui/chip";

interface Link {
  key: string;
  mark: ReactNode;
  title: ReactNode;
  note: string;
  /** Solid where this link is authenticated, dashed where somebody only said so. */
  attribution: Attribution;
}

/** Who acted, for whom, through what: a chain whose joints are solid or dashed. */
export function WhoChain({ event }: { event: SeenEvent }) {
  const chain = chainOf(event);
  return (
    <ol className="border-t border-line px-5 py-4 text-dense max-md:px-4">
      {chain.map((link, at) => (
        <li key={link.key} className="relative grid grid-cols-[1.5rem_minmax(0,1fr)] gap-2.5 pb-4 last:pb-0">
          {at < chain.length - 1 && (
            <span
              aria-hidden="true"
              className={`absolute top-7 bottom-1 left-[11.5px] border-l border-control ${chain[at + 1]?.attribution === "verified" ? "" : "border-dashed"}`}
            />
          )}
          {link.mark}
          <div className="prose-wrap min-w-0">
            <p>{link.title}</p>
            <p className="text-meta text-ink-3">{link.note}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

function chainOf(event: SeenEvent): Link[] {
  const { actor, origin } = event;
  const chain: Link[] = [
    {
      key: "actor",
      mark: <ActorBadge kind={actor.kind} attribution={actor.attribution} name={actor.name ?? actor.id} />,
      title: <ActorName {...namedActor(event)} />,
      note: actorNote(event),
      attribution: actor.attribution,
    },
  ];
  const behalf = actor.onBehalfOf;
  if (behalf) {
    const name = behalf.name ?? behalf.id;
    const kind = behalf.kind ?? "unknown";
    chain.push({
      key: "behalf",
      mark: <ActorBadge kind={kind} attribution={behalf.attribution} name={name} />,
      title: (
        <>
          On behalf of <ActorName kind={kind} attribution={behalf.attribution} name={name} />
        </>
      ),
      note:
        behalf.attribution === "verified"
          ? `Verified: ${name} signed in.`
          : `Claimed by ${actor.kind === "agent" ? "the agent" : "the actor"}. No sign-in by ${name} confirms it.`,
      attribution: behalf.attribution,
    });
  }
  if (origin?.login && event.source.kind === "http") chain.push(apiKey(event));
  else if (origin?.login) {
    chain.push({
      key: "login",
      mark: <Mark icon={<Database size={17} />} />,
      title: (
        <>
          Database login <code className="text-meta">{origin.login}</code>
          {origin.role && origin.role !== origin.login && (
            <>
              {" "}
              acting as <code className="text-meta">{origin.role}</code>
            </>
          )}
        </>
      ),
      note: "Verified: the database authenticated this login.",
      attribution: "verified",
    });
  }
  if (saysWhence(event)) chain.push(client(event));
  chain.push(...session(event));
  return chain;
}

/** Over HTTP the application is the key's name, and an address is the reporter's unless it named another as the actor's. */
function saysWhence({ origin, source }: SeenEvent): boolean {
  if (source.kind === "http") return Boolean(origin?.server || origin?.userAgent);
  return Boolean(origin?.application || origin?.address || origin?.userAgent);
}

function apiKey({ origin, source }: SeenEvent): Link {
  const from = origin?.server ?? origin?.address;
  return {
    key: "login",
    mark: <Mark icon={<KeyRound size={17} />} />,
    title: (
      <>
        Reported by <bdi>{source.name}</bdi> with the API key <b>{origin?.application}</b> of{" "}
        <code className="text-meta">{origin?.login}</code>
        {from && `, from ${from}`}
      </>
    ),
    note: "Verified: Vouch knows this key.",
    attribution: "verified",
  };
}

function client(event: SeenEvent): Link {
  const { userAgent, channel, server } = event.origin ?? {};
  const reported = event.source.kind === "http";
  const application = reported ? undefined : event.origin?.application;
  const address = reported && !server ? undefined : event.origin?.address;
  return {
    key: "client",
    mark: <Mark icon={<MonitorSmartphone size={17} />} />,
    title: (
      <>
        {application ?? "Client"}
        {channel === "direct_sql" && ", direct SQL"}
        {address && `, from ${address}`}{" "}
        <Chip look="claimed" small>
          Claimed
        </Chip>
      </>
    ),
    note: userAgent ? `What the client said of itself: ${userAgent}` : "What the client said of itself.",
    attribution: "claimed",
  };
}

/** The session, where one is named; what an agent did without one is said to be without. */
function session({ correlation, source, actor }: SeenEvent): Link[] {
  const mark = <Mark icon={<Waypoints size={17} />} />;
  if (correlation?.session) {
    const verified = source.kind === "vouch" || source.kind === "gateway";
    const title = (
      <>
        Session <code className="text-meta break-all">{correlation.session}</code>
      </>
    );
    const note = verified ? "Verified: begun by signing in." : "As the source reported it.";
    return [{ key: "session", mark, title, note, attribution: verified ? "verified" : "claimed" }];
  }
  if (actor.kind !== "agent" && actor.kind !== "human") return [];
  return [
    {
      key: "session",
      mark,
      title: <Missing>Session not recorded</Missing>,
      note: "Nothing said in which session this happened.",
      attribution: "none",
    },
  ];
}

function Mark({ icon }: { icon: ReactNode }) {
  return <span className="grid size-6 place-items-center text-ink-3">{icon}</span>;
}

function actorNote({ actor, source, origin }: SeenEvent): string {
  if (actor.kind === "unknown" && origin?.login && source.kind !== "http")
    return "Nobody is registered for this login, so who used it is not known.";
  if (actor.attribution === "verified") {
    if (source.kind === "vouch") return "Verified: signed in to Vouch.";
    if (source.kind === "http") return "Verified: the API key speaks for this actor.";
    if (source.kind === "gateway") return "Verified: signed in to the gateway.";
    return "Verified: this login belongs to one actor alone.";
  }
  if (actor.attribution === "claimed" && source.kind === "http")
    return `Claimed by ${source.name}. No sign-in to Vouch confirms it.`;
  if (actor.attribution === "claimed")
    return `Claimed by ${origin?.application ?? "the application"}. No sign-in confirms it.`;
  return "Not identified.";
}
