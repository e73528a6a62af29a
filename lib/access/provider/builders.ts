/** For tests: a real provider of OpenID Connect on a port of this machine, which signs in at once whoever it is told to. */
import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Configuration, default as OidcProvider } from "oidc-provider";

export type Claims = Record<string, unknown> & { sub: string };

export interface TestProvider {
  issuer: string;
  /** Who sits before the provider's sign-in page. */
  person: Claims;
  /** Changes what stands in the ID tokens, which are signed anew with the provider's key. */
  forge: ((claims: Record<string, unknown>) => Record<string, unknown>) | undefined;
  close(): Promise<void>;
}

export interface TestClient {
  id: string;
  secret: string;
  /** …/api/auth/callback/oidc */
  redirect: string;
}

const keyId = "test";

export async function startProvider(client: TestClient, port = 0): Promise<TestProvider> {
  URL.parse ??= (text: string, base?: string) => (URL.canParse(text, base) ? new URL(text, base) : null); // Node 20 has none
  const { default: Provider } = await import("oidc-provider");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: TestProvider = {
    issuer,
    person: { sub: "nobody" },
    forge: undefined,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  const provider = new Provider(issuer, configuration(client, privateKey, made));
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route !== "token" || !made.forge) return;
    const body = ctx.body as { id_token: string };
    ctx.body = { ...body, id_token: signed(made.forge(payloadOf(body.id_token)), privateKey) };
  });
  server.on("request", answer(provider, made));
  return made;
}

function configuration(client: TestClient, key: KeyObject, made: TestProvider): Configuration {
  return {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirect] }],
    jwks: { keys: [{ ...key.export({ format: "jwk" }), kid: keyId, use: "sig", alg: "RS256" } as never] },
    cookies: { keys: ["a key of the test"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    conformIdTokenClaims: false, // all of them in the ID token, as most providers do
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...made.person, sub }) }),
    loadExistingGrant: async (ctx) => {
      const accountId = ctx.oidc.session?.accountId ?? "";
      const grant = new ctx.oidc.provider.Grant({ clientId: client.id, accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  };
}

function answer(provider: OidcProvider, made: TestProvider) {
  const rest = provider.callback();
  return (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith("/interaction/")) return rest(request, response);
    provider.interactionFinished(request, response, { login: { accountId: made.person.sub, remember: false } });
  };
}

function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

function signed(claims: Record<string, unknown>, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "RS256", kid: keyId })}.${part(claims)}`;
  return `${text}.${createSign("sha256").update(text).sign(key, "base64url")}`;
}
