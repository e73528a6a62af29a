import { answerEntries } from "@/lib/search";

/** The search of the page Events, for programs: a person's token or session lets them in. */
export const GET = (request: Request): Promise<Response> => answerEntries(request);
