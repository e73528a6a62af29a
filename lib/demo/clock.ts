/** The story's clock: it stands where it was set, but for a microsecond each time that it is read. */
import { type Clock, instant } from "../event/index.ts";

export interface StoryClock extends Clock {
  set(to: bigint): void;
  now(): bigint;
}

export function storyClock(from: bigint): StoryClock {
  let now = from;
  return Object.assign(() => instant(now++), {
    set: (to: bigint) => {
      now = to > now ? to : now;
    },
    now: () => now,
  });
}
