export { answerHealth, answerMetrics, answerReadiness } from "./doors.ts";
export { describeFailure, type Facts, type Level, type Log, openLog } from "./log.ts";
export { effectiveSettings, type ReadSettings, readSettings, settingsTable } from "./read-settings.ts";
export { reportRequestError, watchRequests } from "./requests.ts";
export { type Setting, settings } from "./settings.ts";
