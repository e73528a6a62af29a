import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { inputStyle } from "../../ui/field";

/** The platform's own list, without a label beside it: what it is called is said to whoever listens. */
export function Select({ className = "", children, ...rest }: ComponentProps<"select"> & { "aria-label": string }) {
  return (
    <span className={`relative min-w-0 ${className}`}>
      <select {...rest} className={`${inputStyle} appearance-none truncate pr-8`}>
        {children}
      </select>
      <ChevronDown size={14} className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3" />
    </span>
  );
}
