import { cut, grouped } from "@/lib/event";

/** Characters of a text that stand open. */
export const longest = 2_000;
/** Characters of a text that travel to the page at all. */
const mostShown = 200_000;

/** A long text: its beginning, and the rest to open. `folded`: all of it is to open, under `says`. */
export function Long({ text, says, folded }: { text: string; says?: string; folded?: boolean }) {
  const start = folded ? "" : cut(text, longest / 2);
  const rest = cut(text.slice(start.length), mostShown);
  const beyond = text.length - start.length - rest.length;
  const name = says ? `${says}, ${sizeWords(text.length)}` : `the other ${sizeWords(text.length - start.length)}`;
  return (
    <div dir="auto" className="whitespace-pre-wrap">
      {start}
      <details className="group/long">
        <summary className="inline-flex min-h-6 list-none items-center text-meta font-[520] text-accent hover:text-accent-hover [&::-webkit-details-marker]:hidden">
          <span className="group-open/long:hidden">Show {lower(name)}</span>
          <span className="hidden group-open/long:inline">Hide {lower(name)}</span>
        </summary>
        <div className="max-h-96 overflow-y-auto rounded-control border border-line bg-sunken px-2.5 py-2 text-meta break-words">
          {rest}
          {beyond > 0 && <em className="block text-ink-3">{sizeWords(beyond)} more are not shown here.</em>}
        </div>
      </details>
    </div>
  );
}

function lower(name: string): string {
  return name.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function sizeWords(length: number): string {
  return `${grouped(String(length))} characters`;
}
