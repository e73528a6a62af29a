/** The sentence with which a ledger begins in which nothing happened. Pure. */
import { type Part, record, shownData, text } from "./part.ts";
import type { SeenEvent } from "./seen.ts";

export const ofDemo: Record<string, (event: SeenEvent) => Part[]> = {
  "ledger.demo_began": (event) => {
    const name = shownData(event, "name");
    return [
      text("began the demo "),
      record(typeof name === "string" ? name : "of Vouch"),
      text(", in which nothing happened"),
    ];
  },
};
