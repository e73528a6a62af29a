export { changeName, changePassword, type OwnAccount, readAccount } from "./account.ts";
export { countAttempt, minutesUntil, takeBack } from "./attempts.ts";
export { authOptions } from "./auth.ts";
export { type Bearer, type Reporter, reporterOf } from "./bearer.ts";
export { openWeb, type Web, web } from "./connection.ts";
export { Directory } from "./directory.ts";
export { type Act, authorise, permit, type Read, readAfter, recordDenial } from "./gate.ts";
export { changeIdentity, createIdentity, listIdentities, readIdentities, removeIdentity } from "./identities.ts";
export { type GivenIdentity, type Identity, type IdentityKind, identityKinds, type Matches } from "./identity.ts";
export { type Invitation, inviteAgain, invitePerson, type MadeLink, makeReset, withdrawInvitation } from "./invite.ts";
export { type Joined, join, type OpenedLink, openLink } from "./join.ts";
export { type ApiKey, type HttpSettings, type KeyedSystem, type KeyWish, type MadeKey, reportable } from "./key.ts";
export { listKeys, makeKey, revokeKey, rotateKey } from "./keys.ts";
export { readMailSettings, type Sent, sendMail } from "./mail.ts";
export { addressOf, isPrefetch, markRequests, whenceOfRequest } from "./marks.ts";
export {
  markRead,
  type NewNotice,
  type Notice,
  type Notices,
  notify,
  readNotices,
  takeBackNotices,
  takeBackUnread,
} from "./notices.ts";
export { type Provider, readProvider } from "./oidc.ts";
export { type HeldPerson, holdPerson, readName } from "./people.ts";
export { daysOf, type GivenScope } from "./period.ts";
export { may, type Permission, permissionNames, type Role, roles, ruleOf } from "./permissions.ts";
export type { Person, Principal, Whence } from "./principal.ts";
export type { Qr } from "./qr.ts";
export { holdToReading, principalOfToken, type TokenBearer } from "./reader.ts";
export { currentOffer, currentPrincipal, currentSecret, currentWaiting, keepSecret } from "./request.ts";
export {
  type KnownSource,
  type ListedPerson,
  listPeople,
  type OpenedPerson,
  openPerson,
  type PersonState,
  personStates,
  type Roster,
  type RosterQuery,
  type RulesInForce,
  readRulesInForce,
} from "./roster.ts";
export { changeRules, type Rules, readRules } from "./rules.ts";
export { holdTo, outsideScope, readScope, type Scope } from "./scope.ts";
export {
  type GivenOffer,
  type Offer,
  offerSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
  setUpSecondFactor,
} from "./second-factor.ts";
export { enrol, enterCode, type SecondStep, type Waiting } from "./second-step.ts";
export { listSessions, revokeOtherSessions, revokeSession, revokeSessions, type Session } from "./session-list.ts";
export { findPrincipal } from "./sessions.ts";
export { createFirstAdministrator, createSetupCode, needsSetup, type Setup } from "./setup.ts";
export { type SignIn, signIn } from "./signin.ts";
export { changeRole, changeScope, deactivatePerson, reactivatePerson, releaseLockOut } from "./standing.ts";
export {
  listTokens,
  longestTokenDays,
  type MadeToken,
  makeToken,
  revokeToken,
  type Token,
  type TokenWish,
} from "./tokens.ts";
export { erasable, eventBy, keep, legible, record, targetOf } from "./trace.ts";
export { readTrial, type Trial } from "./trial.ts";
export { guard } from "./trouble.ts";
export type { GivenRole } from "./wish.ts";
