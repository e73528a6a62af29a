import { Cog } from "lucide-react";
import type { ActorKind, Attribution } from "@/lib/event";

const looks: Record<ActorKind, { ink: string; soft: string; word: string }> = {
  human: { ink: "text-human", soft: "fill-human-soft", word: "Person" },
  service: { ink: "text-service", soft: "fill-service-soft", word: "Service" },
  agent: { ink: "text-agent", soft: "fill-agent-soft", word: "AI agent" },
  unknown: { ink: "text-unknown", soft: "fill-transparent", word: "Unknown actor" },
};
const known: Record<Attribution, string> = { verified: "verified", claimed: "claimed", none: "not identified" };

export interface BadgeProps {
  kind: ActorKind;
  attribution: Attribution;
  name?: string;
  size?: "sm" | "md";
  /** Where the words stand beside it already. */
  decorative?: boolean;
}

/** The shape says what an actor is, the outline how we know: solid is verified, dashed a claim, dotted nobody. */
export function ActorBadge({ kind, attribution, name = "", size = "md", decorative }: BadgeProps) {
  const { ink, soft, word } = looks[kind];
  const label = decorative ? { "aria-hidden": true } : { role: "img", "aria-label": `${word}, ${known[attribution]}` };
  const dashes =
    kind === "unknown" || attribution === "none" ? "1.4 2.6" : attribution === "claimed" ? "2.6 2.2" : undefined;
  const edge = { className: soft, stroke: "currentColor", strokeWidth: 1.25, strokeDasharray: dashes };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: its label says the same as a title would, or the words stand beside it
    <svg {...label} viewBox="0 0 24 24" className={`flex-none ${size === "sm" ? "size-[18px]" : "size-6"} ${ink}`}>
      {kind === "agent" ? (
        <path d="M12 .9 21.6 6.4V17.6L12 23.1 2.4 17.6V6.4Z" strokeLinejoin="round" {...edge} />
      ) : kind === "service" ? (
        <rect x="1.6" y="1.6" width="20.8" height="20.8" rx="4.5" {...edge} />
      ) : (
        <circle cx="12" cy="12" r="10.9" {...edge} />
      )}
      {kind === "service" ? (
        <Cog x={5.5} y={5.5} width={13} height={13} />
      ) : (
        <text
          x="12"
          y="15.4"
          textAnchor="middle"
          fontSize={kind === "unknown" ? 11 : 9.2}
          fontWeight={640}
          fill="currentColor"
        >
          {kind === "agent" ? "AI" : kind === "unknown" ? "?" : size === "sm" ? "" : initials(name)}
        </text>
      )}
    </svg>
  );
}

/** First letters of the first and the last word; letters of any script, nothing where there are none. */
export function initials(name: string): string {
  const first = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  const [one = "", last = ""] = [first[0], first.length > 1 ? first[first.length - 1] : ""];
  return (one + last).toUpperCase();
}
