"use client";
/** Values that were recorded, asked for while one types: late, once, and never for what was asked before. */
import { useEffect, useState } from "react";
import { folded } from "@/lib/event";
import type { Completion } from "@/lib/search";
import type { Wish } from "./offers";

const wait = 120;
const kept = new Map<string, Completion[]>();
const mostKept = 200;
const said = new Map<string, string>();

/** What a value that was offered is called, so that its token says so at once. */
export function saidByCompletion(field: string, value: string): string | undefined {
  return said.get(`${field} ${value}`);
}

/** What the server offers for the wish; what it offered before stays until it answers. Nothing of this is recorded. */
export function useCompletions(wish: Wish | undefined, query: string): Completion[] {
  const [found, setFound] = useState<{ of: string; offers: Completion[] }>({ of: "", offers: [] });
  const address = wish && addressOf(wish, query);
  useEffect(() => {
    if (!address) return;
    const known = kept.get(address);
    if (known) {
      setFound({ of: address, offers: known });
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const offers = await ask(address, stop.signal);
      if (offers) setFound({ of: address, offers });
    }, wait);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [address]);
  if (!wish || !address) return [];
  if (found.of === address) return found.offers;
  return sameField(found.of, address) ? found.offers.filter((offer) => begins(offer, wish.text)) : [];
}

/** Whether what was offered for an earlier letter still fits; else Enter would take what is not meant. */
function begins({ value, label }: Completion, text: string): boolean {
  const wanted = folded(text);
  return [value, ...label.split(/\s+/)].some((one) => folded(one).startsWith(wanted));
}

/** Nothing where the server does not answer: one can always type on. */
async function ask(address: string, signal: AbortSignal): Promise<Completion[] | undefined> {
  try {
    const answer = await fetch(address, { signal, headers: { accept: "application/json" } });
    if (!answer.ok || answer.status === 204) return [];
    const offers: Completion[] = (await answer.json()).offers;
    if (kept.size >= mostKept) kept.clear();
    kept.set(address, offers);
    const field = new URLSearchParams(address.split("?")[1]).get("field");
    for (const { value, label, what } of offers) if (field && what === "value") said.set(`${field} ${value}`, label);
    return offers;
  } catch {
    return undefined;
  }
}

function addressOf({ field, of, text }: Wish, query: string): string {
  const params = new URLSearchParams({ text: text.slice(0, 200) });
  if (field) params.set("field", field);
  if (of) params.set("of", of);
  if (query) params.set("q", query.slice(0, 2000));
  return `/api/complete?${params}`;
}

function sameField(one: string, other: string): boolean {
  const field = (address: string) => /[?&]field=([^&]*)/.exec(address)?.[1];
  return one !== "" && field(one) === field(other);
}
