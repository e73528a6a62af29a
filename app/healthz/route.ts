import { answerHealth } from "@/lib/operations";

export const dynamic = "force-dynamic";

/** Whether the process lives. */
export const GET = (): Response => answerHealth();
