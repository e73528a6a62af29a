export { openApi } from "./openapi.ts";
export { Refusal, refusal } from "./problem.ts";
export { receiveEvents } from "./receive.ts";
