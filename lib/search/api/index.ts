export { answerEntries } from "./answer.ts";
export { type CommandAsk, countByCommand, csvByCommand, findByCommand } from "./command.ts";
export { openApi } from "./openapi.ts";
export { entryAnswer, foundAnswer } from "./shape.ts";
