/** Ids of events: UUID version 7 (RFC 9562 §5.7), time-ordered, so that neighbours in time are neighbours in an index. */

/** From a time in microseconds and ten bytes that make it unique: random ones, or a hash of the event's place in its source. */
export function eventId(occurredAt: bigint, unique: Uint8Array): string {
  const bytes = new Uint8Array(16);
  const milliseconds = Number(occurredAt / 1000n); // of 48 bits
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(milliseconds / 2 ** (40 - 8 * i)) % 256;
  bytes.set(unique.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  let id = "";
  for (let i = 0; i < 16; i++) id += (i === 4 || i === 6 || i === 8 || i === 10 ? "-" : "") + pairs[bytes[i] as number];
  return id;
}

/** The two digits of each byte. */
const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
