import { answerReadiness } from "@/lib/operations";

export const dynamic = "force-dynamic";

/** Whether it can serve. */
export const GET = (request: Request): Promise<Response> => answerReadiness(request);
