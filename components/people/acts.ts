/** What the pages about people may do. */
import type { MadeLink } from "@/lib/access";

/** One sentence where it was refused. */
export type Act = (form: FormData) => Promise<string | undefined>;

/** A link to hand over, shown this once, or one sentence that says why there is none. */
export type LinkAct = (form: FormData) => Promise<{ link: MadeLink } | { refusal: string }>;

export interface PersonActs {
  role: Act;
  scope: Act;
  renew: LinkAct;
  withdraw: Act;
  reset: LinkAct;
  resetSecondFactor: Act;
  release: Act;
  deactivate: Act;
  reactivate: Act;
  endSession: Act;
  endSessions: Act;
}
