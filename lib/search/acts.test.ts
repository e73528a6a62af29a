/**
 * The register of everything that a person can do: one line for each exported function that is given a principal, saying what it leaves
 * in the log. A new function without a line here fails, so that nobody forgets to decide what is recorded of it.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type Permission, permissionNames, ruleOf } from "../access/index.ts";
import { anEvent } from "../event/builders.ts";
import { plainSentence, type SeenEvent } from "../event/index.ts";

/** Through `permit`: the gate records, before it reads, what the table of permissions says (gate.test.ts tries each of them). */
const gate = (...permissions: Permission[]) => ({ permissions });
/** Entries that the function posts itself, with what it changes or before what it reads. */
const posts = (...types: string[]) => ({ types });
/** Looking at it is no act of its own. */
const state = { permissions: [], types: [] };

const register: Record<string, { permissions?: Permission[]; types?: string[] }> = {
  // one's own account
  readAccount: state,
  changeName: posts("person.renamed"),
  changePassword: posts("person.password_changed"),
  offerSecondFactor: state,
  setUpSecondFactor: posts("second_factor.set_up"),
  removeSecondFactor: posts("second_factor.removed"),
  renewRecoveryCodes: posts("recovery_codes.made"),
  listSessions: state,
  revokeSession: posts("session.revoked"),
  revokeOtherSessions: posts("session.revoked"),
  listTokens: state,
  makeToken: posts("token.made"),
  revokeToken: posts("token.revoked"),
  readNotices: state,
  markRead: state,
  // other people
  listPeople: gate("people.view"),
  openPerson: gate("people.view"),
  readRulesInForce: gate("people.view"),
  changeRules: posts("rules.changed"),
  invitePerson: posts("person.invited"),
  inviteAgain: posts("person.invited"),
  withdrawInvitation: posts("person.invitation_withdrawn"),
  makeReset: posts("person.reset_made"),
  resetSecondFactor: posts("second_factor.reset"),
  revokeSessions: posts("session.revoked"),
  changeRole: posts("person.role_changed"),
  changeScope: posts("person.scope_changed"),
  deactivatePerson: posts("person.deactivated"),
  reactivatePerson: posts("person.reactivated"),
  releaseLockOut: posts("person.lockout_released"),
  // two-person acts: the steps are approval.asked, approval.approved and so on
  previewAct: state,
  ask: posts("approval.asked"),
  decide: posts("approval.approved", "approval.refused"),
  withdraw: posts("approval.withdrawn"),
  use: posts("value.revealed"),
  listRequests: gate("approvals.view"),
  openRequest: gate("approvals.view"),
  watchRequest: state,
  waitingFor: state,
  // sources, identities, keys
  inspectDatabase: posts("source.tested"),
  connectSource: posts("source.protected"),
  removeSource: posts("source.unprotected"),
  pauseSource: posts("source.paused"),
  resumeSource: posts("source.resumed"),
  renameSource: posts("source.renamed"),
  previewRows: gate("sources.preview"),
  listSourceStates: gate("sources.view"),
  openSource: gate("sources.view"),
  listIdentities: gate("identities.view"),
  findUnnamed: gate("identities.view"),
  createIdentity: posts("identity.created"),
  changeIdentity: posts("identity.changed"),
  removeIdentity: posts("identity.removed"),
  listKeys: gate("keys.manage"),
  makeKey: posts("key.created", "source.connected"),
  rotateKey: posts("key.rotated"),
  revokeKey: posts("key.revoked"),
  // looking
  readHome: gate("home.view"),
  readToday: gate("home.view"),
  readCoverage: gate("coverage.view"),
  searchEntries: gate("events.search"),
  findLines: gate("events.search"),
  followTail: state, // of a search that was recorded
  complete: state,
  openEntry: gate("entry.open"),
  revealValues: posts("value.revealed", "value.reveal_failed"),
  findRecords: gate("records.view", "record.find"),
  openRecord: gate("record.open"),
  makeRestoreScript: gate("record.restore"),
  findWhoLooked: gate("looks.view"),
  // exports
  askExport: posts("export.asked"),
  cancelExport: posts("export.cancelled"),
  downloadExport: posts("export.downloaded"),
  listExports: gate("exports.view"),
  openExport: gate("exports.view"),
  // saved searches, alerts, webhooks
  listSearches: gate("queries.save"),
  readPinned: gate("home.view"),
  countPinned: gate("home.view"),
  saveSearch: posts("query.saved"),
  changeSearch: posts("query.changed"),
  shareSearch: posts("query.shared", "query.unshared"),
  removeSearch: posts("query.removed"),
  restoreSearch: posts("query.restored"),
  pinSearch: posts("query.pinned", "query.unpinned"),
  runSearch: state, // it leads to the search, which is recorded
  subscribe: posts("subscription.started"),
  unsubscribe: posts("subscription.ended"),
  listWebhooks: gate("webhooks.manage"),
  makeWebhook: posts("webhook.made"),
  testWebhook: posts("webhook.tested"),
  endWebhook: posts("webhook.removed"),
  retryDelivery: posts("webhook.retried"),
};

/** The gate itself, and what only prepares an act. */
const noActs = new Set(["permit", "authorise", "signedIn", "actOn", "carryOut"]);

const lib = path.resolve(import.meta.dirname, "..");
const files = ["access", "approval", "capture", "search", "retention", "review", "evidence"]
  .flatMap((module) => {
    try {
      return readdirSync(path.join(lib, module), { recursive: true, encoding: "utf8" }).map((file) =>
        path.join(lib, module, file),
      );
    } catch {
      return []; // not there yet
    }
  })
  .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|builders\.ts$/.test(file));
const texts = files.map((file) => readFileSync(file, "utf8"));

/** Exported functions whose first parameter is whoever is signed in, with their texts. */
const acts = new Map(
  texts.flatMap((text) =>
    [...text.matchAll(/^export (?:async )?function (\w+)(?:<[^(]*>)?\(\s*\w+: Principal \| undefined/gm)].map(
      (found) => [found[1] as string, text.slice(found.index, text.indexOf("\n}\n", found.index))] as const,
    ),
  ),
);

test("every function that acts for a person is in the register, and no other", () => {
  expect([...acts.keys()].filter((name) => !noActs.has(name)).sort()).toEqual(Object.keys(register).sort());
});

test("what goes through the gate asks for the permission that it is registered with", () => {
  for (const [name, { permissions = [] }] of Object.entries(register))
    for (const permission of permissions)
      expect(acts.get(name), `${name} asks for ${permission}`).toContain(`"${permission}"`);
  const asked = new Set(permissionNames.filter((permission) => texts.some((text) => text.includes(`"${permission}"`))));
  expect(permissionNames.filter((permission) => !asked.has(permission))).toEqual([]);
});

test("every type of entry that an act leaves is posted somewhere, and is told in a sentence", () => {
  const all = texts.join("\n");
  const types = new Set([
    ...Object.values(register).flatMap(({ types = [] }) => types),
    ...permissionNames.flatMap((permission) => ruleOf(permission).records?.type ?? []),
  ]);
  for (const type of types) {
    const [noun, verb] = type.split(".") as [string, string];
    const made = all.includes(`"${type}"`) || (all.includes(`\`${noun}.\${`) && all.includes(`"${verb}"`));
    expect(made, `${type} is posted`).toBe(true);
    const event = {
      ...anEvent({ type, source: { id: "0", kind: "vouch", name: "Vouch" } }),
      target: { system: "vouch", type: noun },
    };
    const says = plainSentence({
      ledger: "",
      index: "1",
      recordedAt: event.occurredAt,
      event: event as SeenEvent,
      proof: { state: "waiting" },
    });
    expect(says, type).not.toMatch(/ did “|undefined|[0-9a-f]{8}-/);
  }
});
