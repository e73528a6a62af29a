/** The shape of the list while its first lines are on the way. */
export function ListSkeleton({ says }: { says: string }) {
  return (
    <div className="bg-surface">
      <p role="status" className="border-b border-line px-5 py-3 text-dense text-ink-2 max-md:px-4">
        {says}
      </p>
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <div key={row} aria-hidden="true" className="flex gap-3 border-b border-line px-5 py-3 max-md:px-4">
          <span className="h-3 w-12 rounded-mark bg-sunken max-md:hidden" />
          <span className="size-6 flex-none rounded-full bg-sunken" />
          <span className="grid flex-1 gap-2">
            <span className="h-3 w-3/5 rounded-mark bg-sunken" />
            <span className="h-2.5 w-2/5 rounded-mark bg-sunken" />
          </span>
        </div>
      ))}
    </div>
  );
}
