import { answerMetrics } from "@/lib/operations";

export const dynamic = "force-dynamic";

/** For Prometheus, behind a token. */
export const GET = (request: Request): Promise<Response> => answerMetrics(request);
