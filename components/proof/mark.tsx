import type { ProofState } from "@/lib/event";

export type MarkState = ProofState | "not-checked";

export const proofWords: Record<MarkState, string> = {
  anchored: "Anchored: matches a checkpoint copied outside the database",
  signed: "Signed: in a signed checkpoint, not anchored yet",
  waiting: "Recorded: waits for its first checkpoint",
  tampered: "Does not match what was recorded",
  "not-checked": "Not checked",
};

const inks: Record<MarkState, string> = {
  anchored: "text-verified",
  signed: "text-ink-3",
  waiting: "text-unknown",
  tampered: "text-tampered",
  "not-checked": "text-unknown",
};

/** How far an entry is proven: shape and line carry it, colour only repeats it. */
export function ProofMark({ state, size = 18, decorative }: { state: MarkState; size?: number; decorative?: boolean }) {
  const label = decorative ? { "aria-hidden": true } : { role: "img", "aria-label": proofWords[state] };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has one unless the words stand beside it
    <svg
      {...label}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`flex-none ${inks[state]}`}
    >
      {!decorative && <title>{proofWords[state]}</title>}
      <Shape state={state} />
    </svg>
  );
}

function Shape({ state }: { state: MarkState }) {
  const dashed = <circle cx="10" cy="10" r="7.6" strokeWidth="1.4" strokeDasharray="2.4 2.2" />;
  switch (state) {
    case "anchored":
      return (
        <>
          <circle cx="10" cy="10" r="7.6" strokeWidth="1.4" className="fill-verified-soft" />
          <path d="m6.6 10.3 2.3 2.4 4.5-5" />
        </>
      );
    case "signed":
      return (
        <>
          <circle cx="10" cy="10" r="7.6" strokeWidth="1.4" />
          <path d="m6.6 10.3 2.3 2.4 4.5-5" />
        </>
      );
    case "waiting":
      return (
        <>
          {dashed}
          <path d="M10 6.4V10l2.4 1.5" />
        </>
      );
    case "not-checked":
      return (
        <>
          {dashed}
          <path d="M7 10h6" />
        </>
      );
    case "tampered":
      return (
        <>
          <path d="M6.8 2.2h6.4l4.6 4.6v6.4l-4.6 4.6H6.8l-4.6-4.6V6.8Z" fill="currentColor" />
          <path d="m7.4 7.4 5.2 5.2m0-5.2-5.2 5.2" className="stroke-on-tampered" />
        </>
      );
  }
}
