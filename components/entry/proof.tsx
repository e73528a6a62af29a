import type { SeenEntry } from "@/lib/event";
import { grouped } from "@/lib/event";
import { secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { ProofMark } from "../proof/mark";

/** How far this entry is proven, in a sentence. */
export function ProofStatement({ entry, zone }: { entry: SeenEntry; zone: Zone }) {
  const { state } = entry.proof;
  const { verdict, detail } = sayings[state](entry, zone);
  return (
    <div
      className={`grid grid-cols-[1.25rem_minmax(0,1fr)] gap-2.5 border-t px-5 py-4 text-dense max-md:px-4 ${state === "tampered" ? "border-tampered-line bg-tampered-soft" : "border-line"}`}
    >
      <ProofMark state={state} size={20} decorative />
      <p className="prose-wrap">
        <b className={state === "tampered" ? "text-tampered" : ""}>{verdict}</b> {detail}
      </p>
    </div>
  );
}

const sayings: Record<
  SeenEntry["proof"]["state"],
  (entry: SeenEntry, zone: Zone) => { verdict: string; detail: string }
> = {
  waiting: (entry) => ({
    verdict: "Recorded, not signed yet.",
    detail: `Entry ${grouped(entry.index)} waits for its first checkpoint, normally within a second.`,
  }),
  signed: (entry, zone) => ({
    verdict: "Signed, not anchored yet.",
    detail: `Entry ${grouped(entry.index)} is in the checkpoint${sizeOf(entry)}${signedAt(entry, zone)}. No check against a copy outside the database has covered it so far.`,
  }),
  anchored: (entry, zone) => ({
    verdict: "Anchored.",
    detail: `Entry ${grouped(entry.index)} matches the checkpoint${sizeOf(entry)}${signedAt(entry, zone)}, a copy of which is kept outside the database.${checkedAt(entry, zone)}`,
  }),
  tampered: (entry, zone) => ({
    verdict: `Entry ${grouped(entry.index)} does not match.`,
    detail: `What is stored differs from what was signed${sizeOf(entry) && ` in the checkpoint${sizeOf(entry)}`}. Do not rely on what this page shows.${checkedAt(entry, zone)}`,
  }),
};

function sizeOf({ proof }: SeenEntry): string {
  return proof.checkpointSize === undefined ? "" : ` of ${grouped(proof.checkpointSize)} entries`;
}
function signedAt({ proof }: SeenEntry, zone: Zone): string {
  return proof.signedAt === undefined ? "" : `, signed ${secondTime(proof.signedAt, zone)}`;
}
function checkedAt({ proof }: SeenEntry, zone: Zone): string {
  return proof.checkedAt === undefined ? "" : ` Checked ${secondTime(proof.checkedAt, zone)}.`;
}
