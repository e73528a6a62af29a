import { openApi } from "@/lib/capture";

/** What /api/events takes and answers, for programs. It says nothing that Vouch recorded, so anybody may read it. */
export const GET = (): Response => Response.json(openApi());
