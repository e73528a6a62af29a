"use client";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Line } from "../../event/line";
import type { Zone } from "../../event/zone";

/** What a look at what is new answers: lines of the search, newest first, and up to which entry it looked. */
export interface News {
  lines: Line[];
  asOf: string;
  /** There were more than came: the list is not whole. */
  more: boolean;
}

/** How the list is followed: `lost` while nobody answers, `ended` once it may not be followed any more. */
export type Following = "off" | "on" | "lost" | "ended" | "full";

const every = 2_000;
const idleAfter = 30 * 60_000;
/** New lines that are put above a page; a search anew has them in pages. */
const most = 500;

export interface Tail {
  state: Following;
  /** Why it is off, where that was not the person's act. */
  says?: string;
  /** In the list, newest first. */
  shown: Line[];
  /** Not in the list yet, newest first. */
  waiting: Line[];
  frozen: boolean;
  turn(on: boolean): void;
  freeze(on: boolean): void;
  /** Puts what waits into the list, and goes to where it stands. */
  show(): void;
  /** Stands above the list. */
  top: RefObject<HTMLDivElement | null>;
}

/**
 * Follows a search while its page is in view. Looking for news is no act of a person and leaves no entry: `token` says that the
 * search itself was recorded.
 */
export function useTail({ token, asOf, zone }: { token: string; asOf: string; zone: Zone }): Tail {
  const [state, setState] = useState<Following>("off");
  const [says, setSays] = useState<string>();
  const [lines, setLines] = useState<{ shown: Line[]; waiting: Line[] }>({ shown: [], waiting: [] });
  const [held, setHeld] = useState(false);
  const [missed, setMissed] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  const away = useScrolledAway(state !== "off", top);
  const frozen = held || away;
  const place = useRef(asOf);
  const hold = useRef(frozen);
  hold.current = frozen;
  const show = useCallback(() => {
    setLines(({ shown, waiting }) => ({ shown: [...waiting, ...shown], waiting: [] }));
    const above = top.current?.getBoundingClientRect().top ?? 0;
    if (above < barHeight) scrollBy({ top: above - barHeight });
  }, []);
  const take = useCallback((news: News) => {
    place.current = news.asOf;
    setLines((now) => withNews(now, news.lines, hold.current));
    if (news.more) setMissed(true);
  }, []);
  const stop = useCallback((because: Following, sentence?: string) => {
    setState(because);
    setSays(sentence);
  }, []);
  usePolling({ on: state === "on" || state === "lost", token, zone, place, take, setState, stop });
  const full = missed || lines.shown.length + lines.waiting.length >= most;
  useEffect(() => {
    if (full) stop("full", "More came than is shown here. Search again to see all of it.");
  }, [full, stop]);
  return {
    state,
    says,
    ...lines,
    frozen,
    turn: (on) => {
      setState(on ? "on" : "off");
      setSays(undefined);
      setHeld(false);
    },
    freeze: setHeld,
    show,
    top,
  };
}

/** New lines go above; a bulk statement of which more rows came stays one line. */
function withNews(now: { shown: Line[]; waiting: Line[] }, news: Line[], hold: boolean) {
  const known = new Set([...now.shown, ...now.waiting].map(({ index }) => index));
  const waiting = [...news.filter(({ index }) => !known.has(index)), ...now.waiting];
  return hold ? { ...now, waiting } : { shown: [...waiting, ...now.shown], waiting: [] };
}

function usePolling(work: {
  on: boolean;
  token: string;
  zone: Zone;
  place: RefObject<string>;
  take: (news: News) => void;
  setState: (state: Following) => void;
  stop: (because: Following, sentence?: string) => void;
}) {
  const { on, token, zone, place, take, setState, stop } = work;
  useEffect(() => {
    if (!on) return;
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    let active = Date.now();
    const stir = () => {
      active = Date.now();
    };
    for (const kind of ["pointermove", "keydown", "scroll", "focus"])
      addEventListener(kind, stir, { signal: ended.signal, passive: true });
    const look = async () => {
      if (Date.now() - active > idleAfter) return stop("off", "Live has stopped: nobody was here for 30 minutes.");
      if (document.visibilityState === "visible") {
        const news = await readNews({ token, zone, after: place.current }, ended.signal);
        if (ended.signal.aborted) return;
        if (news === "ended") return stop("ended", "This search cannot be followed any more. Search again to go on.");
        setState(news === "lost" ? "lost" : "on");
        if (news !== "lost") take(news);
      }
      timer = setTimeout(look, every);
    };
    timer = setTimeout(look, 0);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [on, token, zone, place, take, setState, stop]);
}

/** `lost`: nobody answered, or not now. `ended`: there is nothing for this reader. */
async function readNews(asked: Record<string, string>, signal: AbortSignal): Promise<News | "lost" | "ended"> {
  try {
    const answer = await fetch(`/api/entries/tail?${new URLSearchParams(asked)}`, { signal });
    if (answer.status === 204) return "ended";
    if (!answer.ok) return "lost";
    const said = (await answer.json()) as News | { later: true };
    return "later" in said ? "lost" : said;
  } catch {
    return "lost";
  }
}

/** Below the bar that stands over every page. */
const barHeight = 96;

/** Somebody who reads further down in the list would lose their place if lines came in above. */
function useScrolledAway(on: boolean, top: RefObject<HTMLElement | null>): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (!on) return setAway(false);
    const look = () => setAway((top.current?.getBoundingClientRect().top ?? 0) < barHeight - innerHeight / 4);
    look();
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, [on, top]);
  return away;
}
