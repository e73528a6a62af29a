/**
 * What a client says of itself with `select set_config('vouch.actor', 'dana@example.com', true)`. All of it is a claim: the
 * database has authenticated the login, and nothing else.
 */
import { Directory, type Identity } from "../../access/index.ts";
import {
  type Actor,
  type ActorKind,
  type AgentContext,
  actorKinds,
  type Channel,
  type Correlation,
  channels,
  namesNobody,
  type Origin,
} from "../../event/index.ts";

/** The settings in the order of `vouch.outbox.claims` (drizzle/sql/source/1-outbox.sql). */
export const claimNames = [
  "actor",
  "agent",
  "reason",
  "ticket",
  "kind",
  "name",
  "on_behalf_of",
  "session",
  "request",
  "origin",
  "user_agent",
  "address",
  "run",
  "model",
  "prompt",
] as const;
export type Claims = Partial<Record<(typeof claimNames)[number], string>>;

/** Characters of a claim that are kept. */
const longest = 1_000;

export function readClaims(settings: (string | null)[] | null): Claims {
  const claims: Claims = {};
  for (const [i, name] of claimNames.entries()) {
    const said = settings?.[i]; // a setting that was made once in a session and reset reads as empty text
    if (said) claims[name] = said.length > longest ? said.slice(0, longest).toWellFormed() : said;
  }
  return claims;
}

/**
 * Who acted. A claim wins, unless it names nobody ("system", see lib/event/nobody.ts); then whoever an administrator said the
 * login is, which is verified since the database authenticated it; then the application's name, which anybody may set and so
 * is a claim; else what was said, or the login, of which nobody has said what it is.
 */
export function actorOf(
  claims: Claims,
  login: string,
  application: string | null = null,
  directory: Directory = nobodyIsNamed,
): Actor {
  const { actor, agent, on_behalf_of: behalf } = claims;
  const proven = directory.login(login);
  if (agent) return claimed(agent, "agent", claims, directory, proven, behalf ?? actor);
  if (actor && (behalf || !namesNobody(actor))) {
    const said = actorKinds.includes(claims.kind as ActorKind) ? (claims.kind as ActorKind) : undefined;
    const guess = directory.actor(actor)?.kind ?? (namesNobody(actor) ? "service" : "human");
    return claimed(actor, said ?? guess, claims, directory, proven, behalf);
  }
  if (proven) return named(proven, "verified");
  const probable = directory.application(application);
  if (probable) return named(probable, "claimed");
  if (actor) return { kind: "unknown", id: actor, ...(claims.name && { name: claims.name }), attribution: "claimed" };
  return { kind: "unknown", id: login, attribution: "verified" };
}

const nobodyIsNamed = new Directory([], "");

function named({ actor, kind, name }: Identity, attribution: "verified" | "claimed"): Actor {
  return { kind, id: actor, name, attribution };
}

/** A claim is a fact where the login is that identity; a name that was not claimed is the directory's. For whom stays a claim. */
function claimed(
  id: string,
  kind: ActorKind,
  claims: Claims,
  directory: Directory,
  proven: Identity | undefined,
  behalf: string | undefined,
): Actor {
  const name = claims.name ?? directory.actor(id)?.name;
  const self: Actor =
    proven?.actor === id ? named(proven, "verified") : { kind, id, ...(name && { name }), attribution: "claimed" };
  return { ...self, ...(behalf && { onBehalfOf: { id: behalf, attribution: "claimed" } }) };
}

/** `peer`: the address that the database saw. */
export function claimedOrigin(claims: Claims, peer: string | null): Origin {
  const address = claims.address ?? peer;
  return {
    ...(address && { address }),
    ...(claims.address && peer && { server: peer }),
    ...(channels.includes(claims.origin as Channel) && { channel: claims.origin as Channel }),
    ...(claims.user_agent && { userAgent: claims.user_agent }),
  };
}

export function claimedCorrelation(claims: Claims): Correlation {
  return {
    ...(claims.session && { session: claims.session }),
    ...(claims.request && { request: claims.request }),
    ...(claims.ticket && { ticket: claims.ticket }),
    ...(claims.reason && { reason: claims.reason }),
  };
}

export function claimedAgent(claims: Claims): AgentContext | undefined {
  if (!claims.agent) return undefined;
  return {
    ...(claims.model && { model: claims.model }),
    ...(claims.run && { run: claims.run }),
    ...(claims.prompt && { prompt: claims.prompt }),
  };
}
