/**
 * What a client says of itself with `select set_config('vouch.actor', 'dana@example.com', true)`. All of it is a claim: the
 * database has authenticated the login, and nothing else.
 */
import {
  type Actor,
  type ActorKind,
  type AgentContext,
  actorKinds,
  type Channel,
  type Correlation,
  channels,
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

/** Who acted: the claimed agent or actor; without a claim the login, of which nobody has said what it is. */
export function actorOf(claims: Claims, login: string): Actor {
  if (claims.agent) {
    const behalf = claims.on_behalf_of ?? claims.actor;
    return {
      kind: "agent",
      id: claims.agent,
      ...(claims.name && { name: claims.name }),
      attribution: "claimed",
      ...(behalf && { onBehalfOf: { id: behalf, attribution: "claimed" } }),
    };
  }
  if (claims.actor) {
    const kind = actorKinds.includes(claims.kind as ActorKind) ? (claims.kind as ActorKind) : "human";
    return {
      kind,
      id: claims.actor,
      ...(claims.name && { name: claims.name }),
      attribution: "claimed",
      ...(claims.on_behalf_of && { onBehalfOf: { id: claims.on_behalf_of, attribution: "claimed" } }),
    };
  }
  return { kind: "unknown", id: login, attribution: "verified" };
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
