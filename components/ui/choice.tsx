import type { ComponentProps, ReactNode } from "react";

const row = "flex min-h-7 items-center gap-2 text-dense max-md:min-h-11 max-md:text-body";
const box = "size-4 flex-none border-[1.5px] border-control bg-surface appearance-none grid place-items-center";

/** One of several: a radio button with its words beside it. */
export function Choice({ children, ...rest }: ComponentProps<"input"> & { children: ReactNode }) {
  return (
    <label className={row}>
      <input
        {...rest}
        type="radio"
        className={`${box} rounded-full checked:border-[5px] checked:border-accent forced-colors:appearance-auto`}
      />
      {children}
    </label>
  );
}

/** Yes or no: a checkbox with its words beside it. */
export function Check({ children, ...rest }: ComponentProps<"input"> & { children: ReactNode }) {
  return (
    <label className={row}>
      <span className="relative grid size-4 flex-none">
        <input
          {...rest}
          type="checkbox"
          className={`${box} peer rounded-[4px] checked:border-accent checked:bg-accent forced-colors:appearance-auto`}
        />
        <svg
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.25"
          strokeLinecap="round"
          strokeLinejoin="round"
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 hidden text-on-accent peer-checked:block forced-colors:peer-checked:hidden"
        >
          <path d="m4 8.4 2.7 2.7L12 5.4" />
        </svg>
      </span>
      {children}
    </label>
  );
}
