/** Who may do what, for roles.test.ts: a row for every page, route and action of the build. */
import type { Permission } from "../lib/access/index.ts";
import type { Story } from "./story.ts";

/** `signed in`: whoever is. `anyone`: nobody has to be. */
export type Needs = Permission | "signed in" | "anyone";

const idOf = async ({ owner }: Story, table: "people" | "sources") => {
  const [row] = await owner<{ id: string }[]>`select id from app.${owner(table)} order by created_at limit 1`;
  return row?.id ?? "";
};

/** By their path in the build; `at`: an address that exists, where the path has places to fill. */
export const pages: Record<string, { needs: Needs; at?: (story: Story) => Promise<string> | string }> = {
  "/": { needs: "home.view" },
  "/account": { needs: "signed in" },
  "/approvals": { needs: "approvals.view" },
  "/approvals/[number]": { needs: "approvals.view", at: () => "/approvals/999999" },
  "/coverage": { needs: "coverage.view" },
  "/events": { needs: "events.search" },
  "/events/[index]": {
    needs: "entry.open",
    at: async (story) => `/events/${await story.entryOf("customers", "10482")}`,
  },
  "/exports": { needs: "exports.view" },
  "/exports/[number]": { needs: "exports.view", at: () => "/exports/999999" },
  "/gallery": { needs: "anyone" },
  "/identities": { needs: "identities.view" },
  "/join": { needs: "anyone" },
  "/keys": { needs: "keys.manage" },
  "/looks": { needs: "looks.view" },
  "/people": { needs: "people.view" },
  "/people/[id]": { needs: "people.view", at: async (story) => `/people/${await idOf(story, "people")}` },
  "/people/rules": { needs: "people.view" },
  "/queries": { needs: "queries.save" },
  "/queries/[id]": { needs: "events.search", at: () => `/queries/${somebody}` },
  "/queries/webhooks": { needs: "webhooks.manage" },
  "/records": { needs: "records.view" },
  "/records/history": {
    needs: "record.open",
    at: async (story) => `/records/history?source=${await sourceOf(story)}&schema=public&type=customers&id=10482`,
  },
  "/setup": { needs: "anyone" },
  "/signin": { needs: "anyone" },
  "/signin/code": { needs: "anyone" },
  "/signin/enrol": { needs: "anyone" },
  "/sources": { needs: "sources.view" },
  "/sources/[id]": { needs: "sources.view", at: async (story) => `/sources/${await sourceOf(story)}` },
  "/sources/[id]/change": { needs: "sources.manage", at: async (story) => `/sources/${await sourceOf(story)}/change` },
  "/sources/new": { needs: "sources.manage" },
};

async function sourceOf({ owner }: Story): Promise<string> {
  const [row] = await owner<{ id: string }[]>`select id from app.sources where name = 'harbor'`;
  return row?.id ?? "";
}

/**
 * Routes, which answer programs: what nobody gets, and what somebody signed in gets; `needs`: whose role has not this permission
 * gets 403. 204 says nothing, so that a page left open is quiet.
 */
export const routes: Record<string, { at: string; nobody: number; signedIn: number; needs?: Permission }> = {
  "/api/approvals/[number]": { at: "/api/approvals/999999", nobody: 204, signedIn: 204 },
  "/api/auth/[...nextauth]": { at: "/api/auth/session", nobody: 200, signedIn: 200 },
  "/api/complete": { at: "/api/complete?text=a", nobody: 204, signedIn: 200 },
  "/api/entries/tail": { at: "/api/entries/tail?token=x&after=0", nobody: 204, signedIn: 204 },
  "/api/entries": { at: "/api/entries?q=entry:0", nobody: 401, signedIn: 200, needs: "events.search" },
  "/api/events": { at: "/api/events", nobody: 405, signedIn: 405 },
  "/api/exports/[number]/[part]": {
    at: "/api/exports/999999/certificate",
    nobody: 401,
    signedIn: 404,
    needs: "exports.view",
  },
  "/api/notices": { at: "/api/notices", nobody: 204, signedIn: 200 },
  "/api/openapi.json": { at: "/api/openapi.json", nobody: 200, signedIn: 200 },
  "/healthz": { at: "/healthz", nobody: 200, signedIn: 200 },
  "/readyz": { at: "/readyz", nobody: 200, signedIn: 200 },
  "/metrics": { at: "/metrics", nobody: 404, signedIn: 404 },
};

const somebody = "0190f7d2-6f1e-7000-8000-0000000000ff";
const unreachable = { url: "postgres://u:p@127.0.0.1:1/none" };
/** A form of these fields. */
export class Form {
  readonly fields: Record<string, string>;
  constructor(fields: Record<string, string> = {}) {
    this.fields = fields;
  }
}
const ofSomebody = [new Form({ id: somebody })];

/** Actions by the folder and name of their function, each with arguments that reach the decision and change nothing. */
export const actions: Record<string, { needs: Needs; args: unknown[] }> = {
  "(inside)#readNotices": { needs: "signed in", args: ["2026-01-01T00:00:00.000000Z"] },
  "(inside)/account#rename": { needs: "signed in", args: [new Form({ name: "" })] },
  "(inside)/account#newPassword": { needs: "signed in", args: [new Form({ old: "", password: "" })] },
  "(inside)/account#offer": { needs: "signed in", args: [] },
  "(inside)/account#setUp": { needs: "signed in", args: [new Form()] },
  "(inside)/account#newCodes": { needs: "signed in", args: [new Form()] },
  "(inside)/account#turnOff": { needs: "signed in", args: [new Form()] },
  "(inside)/account#endSession": { needs: "signed in", args: [new Form({ reference: "0000000000000000" })] },
  "(inside)/account#endOthers": { needs: "signed in", args: [] },
  "(inside)/account#newToken": { needs: "signed in", args: [new Form()] },
  "(inside)/account#endToken": { needs: "signed in", args: ofSomebody },
  "(inside)/approvals#decideRequest": {
    needs: "approvals.decide",
    args: ["999999", "refused", "A reason of length", ""],
  },
  "(inside)/approvals#withdrawRequest": { needs: "approvals.view", args: ["999999"] },
  "(inside)/approvals#openRevealed": { needs: "approvals.view", args: ["999999"] },
  "(inside)/approvals#previewAdministrator": { needs: "people.manage", args: [somebody] },
  "(inside)/approvals#askAdministrator": {
    needs: "people.manage",
    args: [{ person: somebody }, "A reason of length", ""],
  },
  "(inside)/approvals#previewReveal": { needs: "values.reveal_many", args: [{}] },
  "(inside)/approvals#askReveal": { needs: "values.reveal_many", args: [{}, "A reason of length", ""] },
  "(inside)/events#reveal": { needs: "values.reveal", args: [{ index: "99999999", reason: "A reason of length" }] },
  "(inside)/events#openRows": { needs: "events.search", args: ["", "UTC", somebody] },
  "(inside)/exports#askForExport": { needs: "exports.make", args: [{ query: "", zone: "UTC", format: "none" }] },
  "(inside)/exports#endExport": { needs: "exports.make", args: ["999999"] },
  "(inside)/identities#saveIdentity": { needs: "identities.manage", args: [new Form()] },
  "(inside)/identities#dropIdentity": { needs: "identities.manage", args: ofSomebody },
  "(inside)/keys#newKey": { needs: "keys.manage", args: [new Form()] },
  "(inside)/keys#replaceKey": { needs: "keys.manage", args: [new Form({ id: somebody, hours: "0" })] },
  "(inside)/keys#endKey": { needs: "keys.manage", args: ofSomebody },
  "(inside)/people#invite": { needs: "people.manage", args: [new Form()] },
  "(inside)/people#renewInvitation": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#resetPassword": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#withdraw": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#giveRole": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#giveScope": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#deactivate": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#reactivate": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#release": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#dropSecondFactor": { needs: "people.manage", args: ofSomebody },
  "(inside)/people#endSession": {
    needs: "session.revoke",
    args: [new Form({ id: somebody, reference: "0000000000000000" })],
  },
  "(inside)/people#endAllSessions": { needs: "session.revoke", args: ofSomebody },
  "(inside)/people#saveRules": { needs: "rules.manage", args: [new Form({ secondFactor: "nobody" })] },
  "(inside)/queries#save": { needs: "queries.save", args: [new Form()] },
  "(inside)/queries#change": { needs: "queries.save", args: ofSomebody },
  "(inside)/queries#share": { needs: "queries.share", args: ofSomebody },
  "(inside)/queries#pin": { needs: "queries.save", args: ofSomebody },
  "(inside)/queries#remove": { needs: "queries.save", args: ofSomebody },
  "(inside)/queries#restore": { needs: "queries.save", args: ofSomebody },
  "(inside)/queries#alert": { needs: "subscriptions.manage", args: [new Form({ id: somebody, way: "vouch" })] },
  "(inside)/queries/webhooks#make": { needs: "webhooks.manage", args: [new Form()] },
  "(inside)/queries/webhooks#test": { needs: "webhooks.manage", args: ofSomebody },
  "(inside)/queries/webhooks#end": { needs: "webhooks.manage", args: ofSomebody },
  "(inside)/queries/webhooks#retry": { needs: "webhooks.manage", args: ofSomebody },
  "(inside)/records#restoreScriptOf": {
    needs: "record.restore",
    args: [{ record: { source: somebody, type: "customers", id: "1" }, version: "0", reason: "A reason of length" }],
  },
  "(inside)/sources#inspect": { needs: "sources.manage", args: [unreachable] },
  "(inside)/sources#preview": { needs: "sources.preview", args: [unreachable, { table: "public.none", modes: {} }] },
  "(inside)/sources#connect": { needs: "sources.manage", args: [unreachable, {}] },
  "(inside)/sources#pause": { needs: "sources.manage", args: [somebody, "A reason of length"] },
  "(inside)/sources#resume": { needs: "sources.manage", args: [somebody] },
  "(inside)/sources#rename": { needs: "sources.manage", args: [somebody, "name"] },
  "(inside)/sources#remove": { needs: "sources.manage", args: [somebody, unreachable, false] },
  "join#readLink": { needs: "anyone", args: [new Form({ link: "none" })] },
  "join#choosePassword": { needs: "anyone", args: [new Form({ link: "none" })] },
  "setup#setUp": {
    needs: "anyone",
    args: [{ code: "", name: "A", email: "a@b.example", password: "a long password" }],
  },
  "signin#giveCode": { needs: "anyone", args: ["000000"] },
  "signin#giveEnrolment": { needs: "anyone", args: [{ token: "", code: "" }] },
};
