/** Ids of events: UUID version 7 (RFC 9562 §5.7), time-ordered, so that neighbours in time are neighbours in an index. */

/** From a time in microseconds and ten bytes that make it unique: random ones, or a hash of the event's place in its source. */
export function eventId(occurredAt: bigint, unique: Uint8Array): string {
  const bytes = new Uint8Array(16);
  const milliseconds = occurredAt / 1000n;
  for (let i = 0; i < 6; i++) bytes[i] = Number((milliseconds >> BigInt(40 - 8 * i)) & 0xffn);
  bytes.set(unique.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
