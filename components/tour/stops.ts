/** The stops of the tour through the demo: what is worth a look, and the address at which it is found, whatever its entry's number. */
import type { Permission } from "@/lib/access";
import { eventsAddress } from "../event/address";
import { recordsAddress } from "../record/address";

/** The customer of the demo's story: lib/demo/scenes/acme.ts. */
const acme = { record: "customers", id: "C-10482" };

export interface Stop {
  title: string;
  says: string;
  needs: Permission;
  /** Where it is; absent where the stop before leads there, by a press on what it points to. */
  address?: string;
  /** Which addresses are this stop. */
  at: RegExp;
  /** What it points to. */
  target: string;
  /** What the button to the next stop says, where that is a press on the target. */
  press?: string;
}

const all: Stop[] = [
  {
    title: "Home says how things stand",
    says: "The first sentence is what matters most to your role. Below it: what waits, whether the ledger matches what was signed, what was not captured. The questions lead into the events.",
    needs: "home.view",
    address: "/",
    at: /^\/$/,
    target: "main h1",
  },
  {
    title: "Who moved Acme from Gold to Basic?",
    says: "An AI agent did, in the name of Dana Lee. Its outline is dashed: somebody claimed it, and no sign-in confirms it.",
    needs: "events.search",
    address: eventsAddress({ kind: "agent", ...acme }),
    at: /^\/events$/,
    target: "main [data-row]",
    press: "Open this entry",
  },
  {
    title: "Before and after",
    says: "The agent said that it lowered the plan and nothing else. The ledger shows every field that it changed. Sand is before, blue is after.",
    needs: "events.search",
    at: /^\/events\/\d+$/,
    target: 'section[aria-labelledby="changed"]', // the entry stands beside the list, or on a page of its own
  },
  {
    title: "Everything that happened to Acme",
    says: "Open the record: each of its versions, who made it, and the hatched time in which its table was not captured. What happened then is unknown, and said to be.",
    needs: "record.open",
    address: recordsAddress({ find: `${acme.record} ${acme.id}` }),
    at: /^\/records/,
    target: 'main a[href^="/records/history"], main h1',
  },
  {
    title: "What was not captured",
    says: "One line per table, one cell per day. Hatched days are gaps, each with its cause and the entry that says so.",
    needs: "coverage.view",
    address: "/coverage?gaps=yes",
    at: /^\/coverage$/,
    target: "main h1",
  },
  {
    title: "What takes two people",
    says: "One person asks with a reason; somebody else sees exactly what it would do, and approves or refuses.",
    needs: "approvals.decide",
    address: "/approvals",
    at: /^\/approvals$/,
    target: "main h1",
  },
];

/** Five at most; those that the reader may open. */
export function stopsFor(may: readonly Permission[]): Stop[] {
  return all.filter(({ needs }) => may.includes(needs)).slice(0, 5);
}
