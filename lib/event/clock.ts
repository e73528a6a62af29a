/** Time comes from one clock that is passed in: UTC with six decimals, `2026-11-20T07:03:25.123456Z`. */
export type Clock = () => string;

/** Microseconds since 1970 as such a time. */
export function instant(microseconds: bigint): string {
  const text = new Date(Number(microseconds / 1000n)).toISOString();
  return `${text.slice(0, -1)}${String(microseconds % 1000n).padStart(3, "0")}Z`;
}

/** Microseconds since 1970 of such a time. */
export function microseconds(time: string): bigint {
  return BigInt(Date.parse(`${time.slice(0, 23)}Z`)) * 1000n + BigInt(time.slice(23, 26));
}

export const systemClock: Clock = () =>
  instant(BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)));

const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

export function isInstant(text: string): boolean {
  return form.test(text) && !Number.isNaN(Date.parse(`${text.slice(0, 23)}Z`));
}
