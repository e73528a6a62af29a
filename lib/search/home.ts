/** The question of the first page: is everything in order? */
import { may, type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import type { SourceHealth } from "../event/index.ts";
import { readHealth } from "./health.ts";
import { readProven } from "./look.ts";

export interface Home {
  /** The ledger, where it is a demo: every page says that nothing in it happened. */
  demo?: { name: string };
  integrity: {
    state: "verified" | "tampered" | "not-checked";
    /** Number of entries now. */
    entries: string;
    /** The last entry that the last verification found under a matching checkpoint. */
    checkedTo?: string;
    checkedAt?: string;
    sentence: string;
  };
  /** How each source stands, and what is captured of it. */
  sources: SourceHealth[];
  entries: string;
  /** Whether the reader may see what is captured and what is not, in full. */
  seesCoverage: boolean;
  /** Whether the reader may connect a source. */
  mayConnect: boolean;
}

export async function readHome(principal: Principal | undefined, through: Web = web()): Promise<Home> {
  return permit(principal, "home.view", {}, (read) => readState(read, through.clock()), through);
}

async function readState(read: Read, now: string): Promise<Home> {
  const { sql, ledger, principal } = read;
  const [head] = await sql<{ size: bigint; name: string; demo: boolean }[]>`
    select h.size, l.name, l.demo from ledger.heads h join ledger.ledgers l on l.id = h.ledger where h.ledger = ${ledger}`;
  const sources = await readHealth(sql, ledger, now, { sources: principal.scope.sources });
  const entries = (head?.size ?? 0n).toString();
  return {
    ...(head?.demo && { demo: { name: head.name } }),
    entries,
    integrity: await readIntegrity(read, entries),
    sources,
    seesCoverage: may(principal.person.role, "coverage.view"),
    mayConnect: may(principal.person.role, "sources.manage"),
  };
}

async function readIntegrity(read: Read, entries: string): Promise<Home["integrity"]> {
  const { verdict, signedTo, signedAt } = await readProven(read);
  const number = (value: bigint) => value.toLocaleString("en");
  const signed = signedAt
    ? `${number(signedTo)} entries are under a signed checkpoint kept outside the database.`
    : "No checkpoint has been signed yet.";
  if (!verdict || verdict.verdict === "not-checked") {
    return {
      state: "not-checked",
      entries,
      sentence: `${signed} The ledger may be in order; nobody has looked. An engineer checks it with: npm run -s vouch -- verify`,
    };
  }
  const checked = {
    entries,
    checkedTo: (verdict.checkedTo > 0n ? verdict.checkedTo - 1n : 0n).toString(),
    checkedAt: verdict.checkedAt,
  };
  if (verdict.verdict === "tampered")
    return {
      state: "tampered",
      ...checked,
      sentence: verdict.sentence ?? "The ledger does not match what was signed.",
    };
  return { state: "verified", ...checked, sentence: signed };
}
