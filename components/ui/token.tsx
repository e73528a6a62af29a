import { X } from "lucide-react";
import { Link } from "./link";

export interface TokenProps {
  name: string;
  value: string;
  /** Where its × leads; a token without one cannot be removed. */
  without?: string;
  /** The value cannot be read. */
  bad?: boolean;
}

/** One filter that holds, with its way out. */
export function Token({ name, value, without, bad }: TokenProps) {
  const edge = bad ? "border-dashed border-tampered" : "border-line-strong";
  return (
    <span
      className={`inline-flex min-h-[26px] max-w-full items-center gap-1.5 rounded-[5px] border bg-sunken pl-2 text-dense max-md:min-h-9 ${edge}`}
    >
      <span className="flex-none text-ink-3">{name}</span>
      <span
        className={`min-w-0 truncate font-[560] ${bad ? "underline decoration-tampered decoration-wavy decoration-1 underline-offset-4" : ""}`}
      >
        <bdi>{value}</bdi>
      </span>
      {without !== undefined ? (
        <Link
          href={without}
          aria-label={`Remove ${name} ${value}`}
          className="grid size-6 flex-none place-items-center rounded-[4px] text-ink-3 hover:text-ink max-md:size-9"
        >
          <X size={13} />
        </Link>
      ) : (
        <span className="w-1" />
      )}
    </span>
  );
}
