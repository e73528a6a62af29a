import { randomFillSync } from "node:crypto";

/** Random bytes taken from the system 16 KiB at a time, which is far cheaper than 16 at a time. Each is given out once. */
export function randomPool(): (n: number) => Buffer {
  let pool = Buffer.alloc(0);
  return (n) => {
    if (pool.length < n) pool = randomFillSync(Buffer.alloc(16_384));
    const taken = pool.subarray(0, n);
    pool = pool.subarray(n);
    return taken;
  };
}
