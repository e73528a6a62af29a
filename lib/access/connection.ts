/** The pages' connection: the login `web`, which reads the ledger, hands in events, and writes the application's own tables. */
import { connect, type Home, openHome, type Sql } from "../database/index.ts";
import { type Clock, Fault, systemClock } from "../event/index.ts";

/** What access needs of the world; tests pass their own. */
export interface Web {
  sql: Sql;
  home: Home;
  clock: Clock;
}

/** Milliseconds after which the server gives up on a statement of a page. */
const statementTimeout = 15_000;

const place = Symbol.for("vouch.web");
/** On globalThis, so that there is one pool per process however often a bundle or a hot reload loads this file. */
const kept = globalThis as { [place]?: { url: string; web: Web } };

/** Opened at first use. Throws `unavailable` where no address was given. */
export function web(): Web {
  const url = process.env.VOUCH_WEB_URL;
  if (!url) {
    throw new Fault(
      "unavailable",
      "Expected the database's address in VOUCH_WEB_URL, but it is not set. Start Vouch with npm start, which sets it.",
    );
  }
  if (kept[place]?.url !== url) kept[place] = { url, web: openWeb(url) };
  return kept[place].web;
}

/** A connection of one's own; whoever opens it ends it. */
export function openWeb(url: string, home: Home = openHome(), clock: Clock = systemClock): Web {
  return { sql: connect(url, { application: "vouch web", max: 10, statementTimeout }), home, clock };
}
