/** Two-person acts: ask, see what it would do, approve or refuse. Other modules declare acts; this one knows one of its own. */
export type { Act, Acts, Done, Effect, Sight } from "./act.ts";
export { grantAdministrator, type NewAdministrator } from "./administrator.ts";
export { ask, type Preview, previewAct } from "./ask.ts";
export { type Decision, decide } from "./decide.ts";
export type { Decider } from "./deciders.ts";
export { expireByTheClock, expireRequests } from "./expire.ts";
export { type OpenedRequest, openRequest, watchRequest } from "./open.ts";
export { type RequestState, readReason, reasonLength, requestStates } from "./request.ts";
export { use } from "./use.ts";
export {
  listRequests,
  type RequestLine,
  type RequestList,
  type Requests,
  requestLists,
  type WaitingForYou,
  waitingFor,
} from "./waiting.ts";
export { withdraw } from "./withdraw.ts";
