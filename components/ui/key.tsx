/** A key of the keyboard. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded-[4px] border border-line-strong bg-canvas px-1.5 font-sans text-micro font-[520] text-ink-2">
      {children}
    </kbd>
  );
}
