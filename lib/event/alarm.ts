/** Alarms of a source: what a person should hear of before it becomes a gap. Pure. */

/** What each says, to follow the source's name and a colon. */
export const alarms = {
  unreachable: "it does not answer",
  stopped: "nothing more is taken from it",
  behind: "what was captured waits too long for the ledger",
  outbox_large: "its outbox has grown large",
  clock_off: "its clock and Vouch’s differ",
} as const;
export type Alarm = keyof typeof alarms;

export function isAlarm(text: string): text is Alarm {
  return Object.hasOwn(alarms, text);
}

/** What alarms go by; microseconds and bytes. What could not be measured is absent, and changes nothing. */
export interface Measured {
  /** How long the source has not answered; 0 where it does. */
  silent: bigint;
  stopped: boolean;
  paused: boolean;
  waiting?: { bytes: bigint; age?: bigint };
  clock?: { offset: bigint; error: bigint };
  /** The outbox may grow so large. */
  limit?: bigint;
}

const second = 1_000_000n;
const gigabyte = 1_000_000_000n;

/** Microseconds without an answer after which a source counts as unreachable, and a worker as not running. */
export const longestSilence = 30n * second;

/** The alarms that are on after a measurement. One that is on ends well below the bound at which it began, so that none flickers. */
export function alarmsAfter(on: readonly Alarm[], measured: Measured): Alarm[] {
  const { silent, stopped, paused, waiting, clock, limit } = measured;
  const rings = (alarm: Alarm, value: bigint | undefined, begins: bigint, ends: bigint) =>
    value === undefined ? on.includes(alarm) : value > (on.includes(alarm) ? ends : begins);
  const full = limit === undefined ? gigabyte : (limit * 8n) / 10n;
  // as far apart as the two clocks must be, whatever the measurement's own error
  const apart = clock && (clock.offset < 0n ? -clock.offset : clock.offset) - clock.error;
  const now: Record<Alarm, boolean> = {
    unreachable: rings("unreachable", silent, longestSilence, 0n),
    stopped,
    behind: !paused && rings("behind", waiting && (waiting.age ?? 0n), 60n * second, 30n * second),
    outbox_large: rings("outbox_large", waiting?.bytes, full, (full * 3n) / 4n),
    clock_off: rings("clock_off", apart, second, second / 2n),
  };
  return (Object.keys(alarms) as Alarm[]).filter((alarm) => now[alarm]);
}
