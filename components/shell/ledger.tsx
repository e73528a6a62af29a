import { grouped } from "@/lib/event";
import type { Home } from "@/lib/search";
import { Ago } from "../event/ago";
import { type MarkState, ProofMark } from "../proof/mark";

const marks: Record<Home["integrity"]["state"], MarkState> = {
  verified: "anchored",
  tampered: "tampered",
  "not-checked": "not-checked",
};

export function ledgerMark(state: Home["integrity"]["state"]): MarkState {
  return marks[state];
}

/** The state of the ledger, at the foot of every page. */
export function LedgerState({ integrity, now }: { integrity: Home["integrity"] | undefined; now: Date }) {
  return (
    <div className="flex gap-2 text-meta leading-[17px] text-ink-2">
      <ProofMark state={integrity ? ledgerMark(integrity.state) : "not-checked"} decorative />
      <p className="min-w-0 rail:sr-only">
        <Saying integrity={integrity} now={now} />
      </p>
    </div>
  );
}

function Saying({ integrity, now }: { integrity: Home["integrity"] | undefined; now: Date }) {
  if (!integrity) return "The ledger cannot be read right now";
  if (integrity.state === "not-checked") return "Not checked yet";
  const when = integrity.checkedAt && (
    <>
      <br />
      <Ago time={integrity.checkedAt} now={now.toISOString()} />
    </>
  );
  if (integrity.state === "tampered") {
    return (
      <>
        <b className="text-tampered">Problem found</b>
        {when}
      </>
    );
  }
  return (
    <>
      Verified to <b className="text-ink">{grouped(integrity.checkedTo ?? integrity.entries)}</b>
      {when}
    </>
  );
}
