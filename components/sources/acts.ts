"use client";
import { useState, useTransition } from "react";
import type { ConnectedSource, FoundDatabase, GivenAddress, GivenWish, Preview, PreviewWish } from "@/lib/capture";

/** What the server did, or one sentence that says why it did not; `held`: something stands in the way that may pass. */
export type Answer<T> = { done: T } | { refused: string; held?: boolean };

/** What the pages about connecting may ask for. `source`: the one that the database must be. */
export interface ConnectActs {
  inspect(address: GivenAddress, source?: string): Promise<Answer<FoundDatabase>>;
  preview(address: GivenAddress, wish: PreviewWish): Promise<Answer<Preview>>;
  connect(address: GivenAddress, wish: GivenWish, source?: string): Promise<Answer<ConnectedSource>>;
}

/** What the page of one source may ask for. */
export interface SourceActs {
  pause(id: string, reason: string): Promise<Answer<undefined>>;
  resume(id: string): Promise<Answer<undefined>>;
  rename(id: string, name: string): Promise<Answer<undefined>>;
  remove(id: string, address: GivenAddress, discard: boolean): Promise<Answer<undefined>>;
}

/** One act at a time: whether it is under way, and why the last one was refused. */
export function useAct() {
  const [refusal, setRefusal] = useState<{ refused: string; held?: boolean }>();
  const [busy, start] = useTransition();
  const run = <T>(act: () => Promise<Answer<T>>, then: (done: T) => void) => {
    setRefusal(undefined);
    start(async () => {
      const answer = await act().catch((): Answer<T> => ({ refused: lost }));
      if ("refused" in answer) setRefusal(answer);
      else then(answer.done);
    });
  };
  return { run, busy, refused: refusal?.refused, held: refusal?.held ?? false };
}

const lost = "Vouch did not answer, so it is not known whether this was done. Load the page again to see.";
