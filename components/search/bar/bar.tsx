"use client";
import { Undo2 } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from "react";
import { capitalised, isFieldName } from "@/lib/event";
import type { Summary } from "@/lib/search";
import { conditionsOf, type SearchAsk, searchAddress } from "@/lib/search/language";
import type { Zone } from "../../event/zone";
import { useFrame } from "../../shell/here";
import { isTyping } from "../../ui/keys";
import { FacetDrawer } from "../facets/drawer";
import { labelsOf } from "../labels";
import { TimePicker } from "../times/picker";
import { exactRange } from "../times/ranges";
import { type Drafting, useDraft } from "./draft";
import { TokenField } from "./field";
import { Mistakes } from "./mistakes";
import { type Mode, ModeSwitch } from "./modes";
import { cut, joined } from "./pieces";
import { TextOfQuery } from "./text";

const ConditionRows = lazy(() => import("../rows/editor"));

export interface SearchBarProps {
  ask: SearchAsk;
  /** What the facets count; without it (while it is unavailable) there are no facets. */
  summary?: Summary;
  /** In whose days is searched: that of the ask. */
  zone: Zone;
  /** When the page was made. */
  now: Date;
}

/**
 * The query, and three ways to write it: tokens, rows of conditions, plain text. It searches when somebody asks for it and never
 * before: each search is recorded.
 */
export function SearchBar({ ask, summary, zone, now }: SearchBarProps) {
  const [mode, setMode] = useState<Mode>("tokens");
  const drafting = useDraft(ask);
  const { draft, text, changed, wrong, edit, search, searchFor, undo, tooLong } = drafting;
  const section = useRef<HTMLElement>(null);
  const [helpId, wrongId] = [useId(), useId()];
  const labelOf = useMemo(() => labelsOf(summary), [summary]);
  const held = useMemo(() => new Set(cut(ask.text)), [ask.text]);
  const chooseZone = useZoneOfSearch(ask);
  useKeysOfPage(section, drafting);

  const exact = exactRange(text, zone, now);
  const turn = (to: Mode) => {
    edit({ does: "plain", plain: to === "text" });
    setMode(to);
  };
  const saysOwn = conditionsOf(ask.tree).some(({ field }) => field === "own") || /\bown:/i.test(text);
  const field = { draft, edit, search, changed, tooLong, help: helpId, ...(wrong.length > 0 && { wrong: wrongId }) };
  return (
    <section
      ref={section}
      aria-label="Search"
      className="grid grid-cols-1 gap-2 border-b border-line bg-surface px-5 py-3 max-md:px-4"
    >
      <div className="flex flex-wrap gap-2.5">
        {mode === "text" ? (
          <TextOfQuery {...field} wrong={wrong} wrongId={field.wrong} />
        ) : (
          <TokenField
            {...field}
            held={held}
            labelOf={labelOf}
            undo={undo}
            drop={(at) => searchFor(textWithout(drafting, at))}
            turnOwn={saysOwn ? undefined : () => searchFor(joined([...cut(text), "own:shown"]))}
          />
        )}
        <ModeSwitch mode={mode} turn={turn} />
        <TimePicker text={text} zone={zone} now={now} searchFor={searchFor} chooseZone={chooseZone} />
        {summary && <FacetDrawer ask={ask} summary={summary} />}
      </div>
      <Mistakes id={wrongId} wrong={wrong} text={text} kept={changed} searchFor={searchFor} />
      {mode === "conditions" && (
        <Suspense fallback={null}>
          <ConditionRows text={text} searchFor={searchFor} />
        </Suspense>
      )}
      <Foot id={helpId} exact={exact} drafting={drafting} />
    </section>
  );
}

/** What the times mean, that searching is recorded, and the way back. */
function Foot({ id, exact, drafting }: { id: string; exact: string; drafting: Drafting }) {
  const { draft, changed, undo } = drafting;
  return (
    <p id={id} className="flex flex-wrap items-center gap-x-3 text-meta text-ink-3">
      <span>
        {exact && `${capitalised(exact)}. `}
        {changed ? "Enter searches. " : ""}Each search is recorded with your name.
        <span className="sr-only"> Left arrow goes to the filters, Delete removes one, Control Z undoes a change.</span>
      </span>
      {draft.past.length > 0 && (
        <button
          type="button"
          onClick={undo}
          aria-keyshortcuts="Control+Z Meta+Z"
          className="inline-flex min-h-6 items-center gap-1 font-[520] text-accent hover:text-accent-hover max-md:min-h-11"
        >
          <Undo2 size={13} /> Undo
        </button>
      )}
    </p>
  );
}

function textWithout({ draft }: Drafting, at: number): string {
  const pieces = draft.pieces.filter((_, other) => other !== at);
  return joined([...pieces, draft.typed]);
}

/**
 * A zone that stands in the address holds before the reader's own; chosen anew, on the page or in its bar, it changes there too.
 */
function useZoneOfSearch({ text, view }: SearchAsk): (zone: Zone) => void {
  const frame = useFrame();
  const { replace } = useRouter();
  const inAddress = useSearchParams().get("zone");
  const chosen = frame?.zone;
  const before = useRef(chosen);
  useEffect(() => {
    if (before.current === chosen) return;
    before.current = chosen;
    if (chosen && inAddress && inAddress !== chosen) replace(searchAddress({ text, zone: chosen, view }));
  }, [chosen, inAddress, replace, text, view]);
  return (zone) => {
    if (inAddress && chosen === zone) replace(searchAddress({ text, zone, view }));
    frame?.chooseZone(zone);
  };
}

/** A checkbox has no use for these keys. */
function isWriting(target: EventTarget | null): boolean {
  return isTyping(target) && !(target instanceof HTMLInputElement && target.type === "checkbox");
}

/** "/" goes to the bar from anywhere; Control Z undoes; an address like /events#actor begins a condition. */
function useKeysOfPage(section: React.RefObject<HTMLElement | null>, { edit, undo }: Drafting) {
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    const input = () => section.current?.querySelector<HTMLElement>("[data-search-input]");
    const wanted = decodeURIComponent(location.hash.slice(1));
    if (isFieldName(wanted)) {
      edit({ does: "type", typed: `${wanted}:` });
      input()?.focus();
    }
    const onKey = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        isWriting(event.target) ||
        event.altKey ||
        document.querySelector('[role="dialog"], [role="menu"]')
      )
        return;
      const control = event.ctrlKey || event.metaKey;
      if (event.key === "/" && !control) input()?.focus();
      else if (event.key === "z" && control && !event.shiftKey) latest.current();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [section, edit]);
}
