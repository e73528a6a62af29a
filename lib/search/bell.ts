/** The question: what should this person know now? What they were told, what waits for them, and alarms that they may see. */
import { may, type Notice, type Principal, permit, type Read, readNotices, type Web, web } from "../access/index.ts";
import { type Acts, type WaitingForYou, waitingFor } from "../approval/index.ts";
import { alarmWords, needsAttention, type SourceHealth, stateWords } from "../event/index.ts";
import { readHealth } from "./health.ts";
import type { Home } from "./home.ts";
import { readProven } from "./look.ts";

/** Something that is so now, until it is no longer so: nobody marks it as read. */
export interface Alarm {
  sentence: string;
  address: string;
}

export interface Bell {
  alarms: Alarm[];
  /** Newest first. */
  notices: Notice[];
  unread: number;
  waiting: WaitingForYou;
}

const mostAlarms = 10;

/** Nothing of it is an act of a person: it leaves no entry. `home`: where the page has read it already. */
export async function readBell(
  principal: Principal,
  acts: Acts,
  home?: Pick<Home, "integrity" | "sources" | "seesCoverage">,
  through: Web = web(),
): Promise<Bell> {
  const [{ notices, unread }, waiting, alarms] = await Promise.all([
    readNotices(principal, through),
    waitingFor(principal, acts, through),
    home
      ? alarmsOf(home.integrity.state === "tampered", home.seesCoverage ? home.sources : [])
      : readAlarms(principal, through),
  ]);
  return { alarms, notices, unread, waiting };
}

async function readAlarms(principal: Principal, through: Web): Promise<Alarm[]> {
  const work = async (read: Read) => {
    const { sql, ledger } = read;
    const { verdict } = await readProven(read);
    const scope = { sources: principal.scope.sources };
    const sees = may(principal.person.role, "coverage.view");
    return alarmsOf(verdict?.verdict === "tampered", sees ? await readHealth(sql, ledger, through.clock(), scope) : []);
  };
  return permit(principal, "home.view", {}, work, through);
}

function alarmsOf(tampered: boolean, sources: SourceHealth[]): Alarm[] {
  const broken = { sentence: "Problem found: the ledger does not match what was signed.", address: "/" };
  const troubled = sources.filter(needsAttention).map((source) => {
    const words = alarmWords(source);
    const why = words.length > 0 ? words.join(", ") : stateWords(source);
    return { sentence: `Capture of ${source.name} needs attention: ${why}.`, address: "/coverage" };
  });
  return [...(tampered ? [broken] : []), ...troubled].slice(0, mostAlarms);
}
