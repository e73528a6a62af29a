import { openApi } from "@/lib/search";

/** What /api/events and /api/entries take and answer, for programs. It says nothing that Vouch recorded, so anybody may read it. */
export const GET = (): Response => Response.json(openApi());
