import type { ReactNode } from "react";

const looks = {
  plain: "border-line-strong bg-surface text-ink-2",
  claimed: "border-dashed border-control text-ink-2",
  verified: "border-verified-line bg-verified-soft text-verified",
  attention: "border-attention-line bg-attention-soft text-attention",
  tampered: "border-tampered-line bg-tampered-soft text-tampered",
  unknown: "border-dashed border-unknown-line bg-unknown-soft text-unknown",
} as const;

/** A state in a word or two. A dashed edge is a claim or a thing not known. */
export function Chip({
  look = "plain",
  small,
  children,
}: {
  look?: keyof typeof looks;
  small?: boolean;
  children: ReactNode;
}) {
  const size = small ? "min-h-[18px] px-[5px] text-micro" : "min-h-[22px] px-[7px] text-meta";
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1.5 relative -top-px rounded-[5px] border align-middle font-[540] ${size} ${looks[look]}`}
    >
      {children}
    </span>
  );
}

const tones = {
  agent: "bg-agent-soft text-agent",
  service: "bg-service-soft text-service",
  human: "bg-human-soft text-human",
  none: "border border-dashed border-unknown-line text-unknown",
} as const;

/** A kind in a word: what an actor is. */
export function Tag({ tone, children }: { tone: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={`inline-flex max-w-full items-center rounded-mark px-[5px] align-[1px] text-micro leading-[18px] font-[560] ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
