/** The two-person acts that there are, assembled where all of them are known. */
import { type Acts, grantAdministrator } from "@/lib/approval";
import { revealMany } from "@/lib/search";

export const acts: Acts = [grantAdministrator, revealMany];
