"use client";
/** The list under the bar: what it offers for the typed text, which offer the arrows stand on, and what is taken. */
import { useEffect, useMemo, useState } from "react";
import { type ActorKind, isFieldName, searchField } from "@/lib/event";
import type { Completion } from "@/lib/search";
import { useCompletions } from "./complete";
import { fieldOffers, isAskable, isMeant, knownOffers, type Offer, type Wish, wishOf, written } from "./offers";

export interface List {
  offers: readonly Offer[];
  label: string;
  open: boolean;
  /** Which offer Enter takes; -1 for none. */
  active: number;
  /** Which one Tab takes; none where the list only shows what there is. */
  meant?: Offer;
  show: () => void;
  hide: () => void;
  move: (by: 1 | -1) => void;
}

const most = 12;
const kindWords: Record<ActorKind, string> = {
  human: "Person",
  service: "Service",
  agent: "AI agent",
  unknown: "Unknown",
};

/** `query`: the rest of the query, which narrows what is offered. */
export function useList(typed: string, query: string, focused: boolean): List {
  const [shown, setShown] = useState(false);
  const [at, setAt] = useState(-1);
  const wish = useMemo(() => wishOf(typed), [typed]);
  const asks = shown && focused && isAskable(wish);
  const found = useCompletions(asks ? wish : undefined, query);
  const offers = useMemo(() => offersFor(wish, found), [wish, found]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other text, another list
  useEffect(() => setAt(-1), [typed]);
  const first = at < 0 && isMeant(wish, offers) ? 0 : at;
  const active = Math.min(first, offers.length - 1);
  const open = shown && focused && offers.length > 0;
  return {
    offers,
    label: wish.field === undefined ? "Fields" : "Values",
    open,
    active: open ? active : -1,
    meant: open && typed !== "" ? offers[Math.max(active, 0)] : undefined,
    show: () => setShown(true),
    hide: () => {
      setShown(false);
      setAt(-1);
    },
    move: (by) => {
      setShown(true);
      setAt((active + by + offers.length + (active < 0 && by < 0 ? 1 : 0)) % Math.max(offers.length, 1));
    },
  };
}

/** Before a field is named: the fields, and whoever and whatever goes by the word. Then the values of the field. */
function offersFor(wish: Wish, found: Completion[]): Offer[] {
  const named = found.filter(({ what, value }) => what === "value" || !isFieldName(value));
  const own = wish.field === undefined ? fieldOffers(wish) : knownOffers(wish);
  const known = new Set(own.map(({ text }) => text));
  const asked = named.map((completion) => offerOf(wish, completion)).filter(({ text }) => !known.has(text));
  if (wish.field !== undefined) return [...own, ...asked].slice(0, most);
  return wish.text === "" ? own : [...own.slice(0, most - 4), ...asked].slice(0, most + 4);
}

function offerOf(wish: Wish, { value, label, help, kind, what, field }: Completion): Offer {
  const said = { says: label, ...(help && { help }), ...(kind && { kind: kindWords[kind] }) };
  if (what === "field") {
    const side = wish.field === undefined ? "" : `${wish.field}.`;
    return { key: `field ${value}`, text: `${wish.lead}${side}${value}=`, done: false, ...said };
  }
  const of = wish.field ?? field ?? "text";
  const text = written({ ...wish, field: of }, value);
  const named = wish.field === undefined && { kind: searchField(of).says };
  return { key: `${of} ${value}`, text, done: true, ...said, ...named };
}
