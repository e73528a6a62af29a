export { answerEntries } from "./answer.ts";
export { openApi } from "./openapi.ts";
export { entryAnswer, foundAnswer } from "./shape.ts";
