"use client";
import { Search } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import type { Wrong } from "./draft";
import { longest } from "./pieces";
import { SearchButton } from "./search-button";
import type { Draft, Edit } from "./state";

const lettering =
  "col-start-1 row-start-1 min-h-5 py-0 text-dense font-[420] whitespace-pre-wrap [overflow-wrap:anywhere] max-md:text-lead";

/** The whole query as plain text, in the place of the tokens. What is wrong with it is underlined behind the letters. */
export function TextOfQuery({
  draft,
  edit,
  wrong,
  wrongId,
  help,
  search,
  changed,
  tooLong,
}: {
  draft: Draft;
  edit: (edit: Edit) => void;
  wrong: Wrong[];
  wrongId?: string;
  help: string;
  search: () => void;
  changed: boolean;
  tooLong: (length: number) => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    search();
  };
  return (
    <div className="flex min-h-10 min-w-0 grow basis-88 items-start gap-2 rounded-control border border-control bg-surface py-2 pr-2 pl-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus max-md:min-h-11 max-md:basis-full">
      <Search size={16} className="pointer-events-none mt-0.5 text-ink-3" />
      <div className="grid min-w-0 flex-1">
        <Marked text={draft.typed} wrong={wrong} />
        <textarea
          ref={field}
          rows={1}
          aria-label="Search, as text"
          aria-describedby={[wrongId, help].filter(Boolean).join(" ")}
          aria-invalid={wrongId ? true : undefined}
          aria-keyshortcuts="/"
          data-search-input
          dir="auto"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="actor:dana field:credit_limit after:30d -action:read"
          value={draft.typed}
          onChange={({ target }) =>
            target.value.length > longest ? tooLong(target.value.length) : edit({ does: "type", typed: target.value })
          }
          onKeyDown={onKey}
          className={`${lettering} h-full w-full resize-none overflow-hidden bg-transparent text-ink outline-none`}
        />
      </div>
      <SearchButton changed={changed} search={search} />
    </div>
  );
}

/** Behind the letters and of their shape, so that it also makes the field as high as its text. */
function Marked({ text, wrong }: { text: string; wrong: Wrong[] }) {
  return (
    <div aria-hidden="true" className={`${lettering} pointer-events-none text-transparent`}>
      {marked(text, wrong).map((stretch, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in its order
          key={at}
          className={stretch.bad ? "underline decoration-tampered decoration-wavy decoration-1 underline-offset-2" : ""}
        >
          {stretch.text}
        </span>
      ))}
      {"\u200b"}
    </div>
  );
}

/** The text in stretches, those that are wrong marked. */
function marked(text: string, wrong: Wrong[]): { text: string; bad: boolean }[] {
  const places = wrong
    .filter((one) => one.text !== "")
    .flatMap((one) => {
      const from = text.indexOf(one.text);
      return from < 0 ? [] : [{ from, to: from + one.text.length }];
    })
    .sort((one, other) => one.from - other.from);
  const stretches: { text: string; bad: boolean }[] = [];
  let at = 0;
  for (const { from, to } of places) {
    if (from < at) continue;
    stretches.push({ text: text.slice(at, from), bad: false }, { text: text.slice(from, to), bad: true });
    at = to;
  }
  return [...stretches, { text: text.slice(at), bad: false }];
}
