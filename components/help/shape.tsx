import { EyeOff, TriangleAlert } from "lucide-react";
import { ActorBadge } from "../actor/badge";
import { ProofMark } from "../proof/mark";
import type { Shape } from "./help";

/** The mark that a sentence of the help speaks of, as the pages draw it. */
export function ShapeMark({ shape }: { shape: Shape }) {
  switch (shape) {
    case "anchored":
    case "signed":
    case "waiting":
    case "tampered":
      return <ProofMark state={shape} size={18} decorative />;
    case "human":
    case "service":
    case "agent":
    case "unknown":
      return <ActorBadge kind={shape} attribution="verified" name="Dana Lee" size="sm" decorative />;
    case "hidden":
      return <EyeOff size={16} className="text-ink-2" />;
    case "attention":
      return <TriangleAlert size={17} className="text-attention" />;
    default:
      return <span aria-hidden="true" className={`h-4 w-5 rounded-mark border ${tints[shape]}`} />;
  }
}

const tints = {
  solid: "border-human",
  covered: "border-covered bg-covered",
  dashed: "border-dashed border-unknown-line",
  hatched: "border-unknown-line hatch",
  before: "border-before/30 bg-before-soft",
  after: "border-after/30 bg-after-soft",
};
