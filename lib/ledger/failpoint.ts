/**
 * Named places where a process can be made to die as by kill -9, so that tests can try what is lost (nothing). Set
 * VOUCH_FAILPOINT to a name, or to `name:count` for the count-th time it is reached. Without it nothing happens.
 */
/** Those of the sequencer. */
export const failpoints = ["before-append", "after-append", "after-commit", "before-empty"] as const;
/** Those of what goes on beside the sequencer. */
const others = ["within-settling", "before-alert", "within-export"] as const;
export type Failpoint = (typeof failpoints)[number] | (typeof others)[number];

let reached = 0;

export function failpoint(name: Failpoint): void {
  const wanted = process.env.VOUCH_FAILPOINT;
  if (!wanted) return;
  const [at, count = "1"] = wanted.split(":");
  if (at === name && ++reached === Number(count)) process.kill(process.pid, "SIGKILL");
}
