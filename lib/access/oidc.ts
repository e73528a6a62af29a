/**
 * Signing in with a provider of OpenID Connect, as the environment says:
 *
 *   VOUCH_OIDC_ISSUER         https://id.example.org; without it there is no provider
 *   VOUCH_OIDC_CLIENT_ID      what the provider calls Vouch, and the secret that it gave
 *   VOUCH_OIDC_CLIENT_SECRET
 *   VOUCH_OIDC_NAME           what people call the provider: "Continue with Harbor ID"
 *   VOUCH_OIDC_SCOPES         what Vouch asks for: openid email profile
 *   VOUCH_OIDC_GROUPS_CLAIM   the claim with a person's groups: groups
 *   VOUCH_OIDC_ROLES          audit-team=compliance,it=engineer: the first one that fits decides
 *   VOUCH_OIDC_ONLY           1: passwords are for administrators alone, for the day on which the provider is down
 */
import { Fault } from "../event/index.ts";
import { isEmail, longestName, normalEmail } from "./people.ts";
import { type Role, roles } from "./permissions.ts";

export interface Provider {
  /** As it stands in `iss`. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  scopes: string;
  groupsClaim: string;
  /** In this order. */
  roles: { group: string; role: Role }[];
  only: boolean;
}

type Environment = Record<string, string | undefined>;

/** Undefined where no issuer is set. Throws `invalid`, with the name of the variable, where something is missing or cannot be read. */
export function readProvider(environment: Environment = process.env): Provider | undefined {
  const given = (name: string) => environment[`VOUCH_OIDC_${name}`]?.trim() || undefined;
  const issuer = given("ISSUER");
  if (!issuer) return undefined;
  checkIssuer(issuer);
  const needed = (name: string) => {
    const value = given(name);
    if (value) return value;
    throw new Fault("invalid", `Expected VOUCH_OIDC_${name} beside VOUCH_OIDC_ISSUER, but it is not set. Set it.`);
  };
  return {
    issuer,
    clientId: needed("CLIENT_ID"),
    clientSecret: needed("CLIENT_SECRET"),
    name: given("NAME") ?? new URL(issuer).hostname,
    scopes: given("SCOPES") ?? "openid email profile",
    groupsClaim: given("GROUPS_CLAIM") ?? "groups",
    roles: readRoles(needed("ROLES")),
    only: given("ONLY") === "1",
  };
}

/** Whether somebody with this role may sign in with a password. */
export function passwordSignIn(role: Role): boolean {
  return role === "administrator" || readProvider()?.only !== true;
}

/** Codes and secrets travel to that address: in clear only within this machine. */
function checkIssuer(issuer: string): void {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const near = url?.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url?.protocol === "https:" || near) return;
  throw new Fault("invalid", "Expected VOUCH_OIDC_ISSUER to begin with https://, but it does not. Correct it.");
}

function readRoles(list: string): Provider["roles"] {
  return list.split(",").map((pair) => {
    const at = pair.lastIndexOf("=");
    const group = pair.slice(0, at).trim();
    const role = roles.find((known) => known === pair.slice(at + 1).trim());
    if (at > 0 && group && role) return { group, role };
    throw new Fault(
      "invalid",
      `Expected VOUCH_OIDC_ROLES as group=role,group=role with roles out of ${roles.join(", ")}. Correct it.`,
    );
  });
}

/** What a provider said of somebody, as far as Vouch uses it. */
export interface Identified {
  /** "https://issuer subject", as in `app.people.oidc`. */
  oidc: string;
  email: string;
  name: string;
  /** Undefined where no group has one. */
  role: Role | undefined;
}

/** Why a provider's account may not come in: the code that the sign-in page turns into a sentence. */
export type ProviderRefusal =
  | "provider-claims"
  | "provider-email"
  | "provider-group"
  | "provider-taken"
  | "provider-deactivated"
  | "provider-locked";

/** The claims of an ID token whose signature, issuer, audience, nonce and time were checked. */
export function identify(
  claims: Record<string, unknown>,
  provider: Provider,
): Identified | { refusal: ProviderRefusal; subject?: string } {
  const { iss, sub, email, email_verified, name } = claims;
  // discovery believes whatever the provider calls itself
  const ours = typeof iss === "string" && bare(iss) === bare(provider.issuer);
  if (!ours || typeof sub !== "string" || sub.length === 0 || sub.length > 255) return { refusal: "provider-claims" };
  const address = typeof email === "string" ? normalEmail(email) : "";
  if (email_verified !== true || !isEmail(address)) return { refusal: "provider-email", subject: sub };
  const stated = claims[provider.groupsClaim];
  const groups = Array.isArray(stated) ? stated : [stated];
  const role = provider.roles.find(({ group }) => groups.includes(group))?.role;
  const called = typeof name === "string" ? name.slice(0, longestName) : "";
  return { oidc: `${iss} ${sub}`, email: address, name: called, role };
}

const bare = (issuer: string) => issuer.replace(/\/$/, "");
