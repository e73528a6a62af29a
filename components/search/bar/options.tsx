"use client";
import { countOf } from "@/lib/event";
import type { List } from "./list";
import type { Offer } from "./offers";

interface OptionsProps {
  id: string;
  list: List;
  take: (offer: Offer) => void;
}

/** What may be taken now, and how much of it there is for whoever does not see it. */
export function Options(props: OptionsProps) {
  const { open, offers } = props.list;
  return (
    <>
      <span aria-live="polite" className="sr-only">
        {open ? `${countOf(String(offers.length), "offer")}. Arrows choose, Tab takes.` : ""}
      </span>
      {open && <OpenOptions {...props} />}
    </>
  );
}

/** The list of a combobox: the focus stays in the input. */
function OpenOptions({ id, list: { label, offers, active }, take }: OptionsProps) {
  return (
    <div className="absolute top-full right-0 left-0 z-20 mt-1 max-w-2xl overflow-clip rounded-card border border-line bg-raised shadow-float">
      <div id={id} role="listbox" aria-label={label} className="max-h-[min(22rem,50dvh)] overflow-y-auto p-1">
        {offers.map((offer, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus of a combobox stays in its input, which names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: its keys go to the input
          <div
            key={offer.key}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            ref={(element) => {
              if (at === active) element?.scrollIntoView({ block: "nearest" });
            }}
            onPointerDown={(event) => event.preventDefault()} // the input keeps the focus
            onClick={() => take(offer)}
            className="grid cursor-pointer grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-2 rounded-control px-2.5 py-1 text-dense select-none hover:bg-hover aria-selected:bg-hover max-md:min-h-11 max-md:content-center forced-colors:aria-selected:outline-2"
          >
            <span className="min-w-0 truncate font-[560]">
              <bdi>{offer.says}</bdi>
            </span>
            {offer.kind && (
              <span className="max-w-56 truncate text-meta text-ink-3 max-md:max-w-36">
                <bdi>{offer.kind}</bdi>
              </span>
            )}
            {offer.help && <span className="prose-wrap col-span-2 text-meta text-ink-3">{offer.help}</span>}
          </div>
        ))}
      </div>
      <p className="border-t border-line px-3 py-1.5 text-meta text-ink-3 max-md:hidden">
        Arrows choose, Tab takes, Enter searches. What you type here is not recorded; the search is.
      </p>
    </div>
  );
}
