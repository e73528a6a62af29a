/** The question of the first page: is everything in order? */
import { type Principal, permit, type Read, type Web, web } from "../access/index.ts";
import { readProven } from "./look.ts";

export interface Home {
  integrity: {
    state: "verified" | "tampered" | "not-checked";
    /** Number of entries now. */
    entries: string;
    /** The last entry that the last verification found under a matching checkpoint. */
    checkedTo?: string;
    checkedAt?: string;
    sentence: string;
  };
  sources: { name: string; tables: number; state: "reading" | "stopped"; reason?: string; lastEventAt?: string }[];
  entries: string;
}

export async function readHome(principal: Principal | undefined, through: Web = web()): Promise<Home> {
  return permit(principal, "home.view", {}, readState, through);
}

async function readState(read: Read): Promise<Home> {
  const { sql, ledger, principal } = read;
  const [head] = await sql<{ size: bigint }[]>`select size from ledger.heads where ledger = ${ledger}`;
  const sources = await sql<
    {
      name: string;
      tables: number;
      state: "reading" | "stopped" | null;
      reason: string | null;
      lastEventAt: string | null;
    }[]
  >`
    select s.name, coalesce(jsonb_array_length(s.settings -> 'tables'), 0) as tables, p.state, p.reason, p.last_event_at as "lastEventAt"
    from app.sources s left join ledger.positions p on p.ledger = s.ledger and p.source = s.id
    where s.ledger = ${ledger} and s.kind <> 'vouch' and s.removed_at is null and not s.paused
      and (${principal.scope.sources ?? null}::uuid[] is null or s.id = any(${principal.scope.sources ?? []}::uuid[]))
    order by s.name`;
  const entries = (head?.size ?? 0n).toString();
  return {
    entries,
    integrity: await readIntegrity(read, entries),
    sources: sources.map(({ name, tables, state, reason, lastEventAt }) => ({
      name,
      tables,
      state: state ?? "reading",
      ...(reason && { reason }),
      ...(lastEventAt && { lastEventAt }),
    })),
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
