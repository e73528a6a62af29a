"use client";

export type Mode = "tokens" | "conditions" | "text";

const modes: { mode: Mode; says: string }[] = [
  { mode: "tokens", says: "Tokens" },
  { mode: "conditions", says: "Conditions" },
  { mode: "text", says: "Text" },
];

/** Three ways to write one query. */
export function ModeSwitch({ mode, turn }: { mode: Mode; turn: (mode: Mode) => void }) {
  return (
    <fieldset className="flex h-10 items-stretch rounded-control border border-line-strong bg-surface p-0.5 text-meta font-[560] max-md:h-[3.125rem] max-md:basis-full max-md:text-dense">
      <legend className="sr-only">The search is written as</legend>
      {modes.map((one) => (
        <button
          key={one.mode}
          type="button"
          aria-pressed={one.mode === mode}
          onClick={() => turn(one.mode)}
          className="flex-1 rounded-[4px] px-2.5 text-ink-2 hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent forced-colors:aria-pressed:outline-2"
        >
          {one.says}
        </button>
      ))}
    </fieldset>
  );
}
