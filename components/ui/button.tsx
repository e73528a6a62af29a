import type { ComponentProps } from "react";
import { Link } from "./link";

const looks = {
  plain: "border-line-strong bg-surface text-ink shadow-control hover:bg-hover",
  primary: "border-transparent bg-accent text-on-accent shadow-control hover:bg-accent-hover",
  danger: "border-tampered-line bg-surface text-tampered shadow-control hover:bg-tampered-soft",
  quiet: "border-transparent text-ink-2 hover:bg-hover hover:text-ink",
} as const;

const sizes = {
  small: "h-7 px-2.5 text-meta max-md:h-control-touch max-md:text-body",
  normal: "h-control px-3 text-dense max-md:h-control-touch max-md:px-4 max-md:text-body",
  large: "h-10 px-4 text-body max-md:h-control-touch",
} as const;

export interface ButtonLook {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
}

export function buttonStyle({ look = "plain", size = "normal" }: ButtonLook = {}, more = ""): string {
  return `inline-flex items-center justify-center gap-1.5 rounded-control border font-[560] whitespace-nowrap transition-colors duration-(--duration-quick) disabled:border-line disabled:bg-sunken disabled:text-ink-3 disabled:shadow-none aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-3 ${sizes[size]} ${looks[look]} ${more}`;
}

export function Button({ look, size, className, ...rest }: ButtonLook & ComponentProps<"button">) {
  return <button type="button" {...rest} className={buttonStyle({ look, size }, className)} />;
}

export function ButtonLink({ look, size, className, ...rest }: ButtonLook & ComponentProps<typeof Link>) {
  return <Link {...rest} className={buttonStyle({ look, size }, className)} />;
}
