import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { inputStyle } from "../ui/field";

/** A choice within a line, where what it is about stands beside it; `aria-label` says it whole. */
export function SlimSelect({ className = "", children, ...rest }: ComponentProps<"select"> & { "aria-label": string }) {
  return (
    <div className={`relative ${className}`}>
      <select {...rest} className={`${inputStyle} appearance-none truncate pr-8 text-dense! max-md:text-body!`}>
        {children}
      </select>
      <ChevronDown size={14} className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3" />
    </div>
  );
}
