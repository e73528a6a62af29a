/** The question that the events page asks: the lines that are found, with all that stands around them. */
import { type Principal, permit, type Web, web } from "../../access/index.ts";
import type { SearchAsk } from "../language/index.ts";
import { type Advice, advise, type Summary, summarise } from "../summary/index.ts";
import { actOf, momentOf, readLines } from "./entries.ts";
import type { FoundLines } from "./found.ts";

export interface FoundPage extends FoundLines {
  summary: Summary;
  /** Where nothing is found. */
  advice?: Advice;
}

/**
 * One act of a person: recorded once, then everything of the page is read in one snapshot. Throws `forbidden` where a period beyond
 * the reader's scope is asked for, and `unavailable` where it takes too long.
 */
export async function searchEntries(
  principal: Principal | undefined,
  ask: SearchAsk,
  through: Web = web(),
): Promise<FoundPage> {
  const moment = momentOf(ask, through);
  return permit(
    principal,
    "events.search",
    actOf(ask, moment),
    async (read) => {
      const { page, found } = await readLines(read, through, ask, moment);
      const summary = await summarise(read, found);
      const advice = summary.total.lines === 0 ? await advise(read, found) : undefined;
      return { ...page, total: summary.total, summary, ...(advice && { advice }) };
    },
    through,
  );
}
