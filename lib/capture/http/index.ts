export { openApi } from "./openapi.ts";
export { receiveEvents } from "./receive.ts";
