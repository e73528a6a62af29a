/** A time zone in which people read and ask for times: its name in words, what its clocks show, and when they show it. Pure. */

/** An IANA name, such as `America/New_York`. */
export type Zone = string;

export const utc: Zone = "UTC";

/** The zone of that name as the platform writes it, if there is one. */
export function knownZone(name: string): Zone | undefined {
  if (name.length > 64) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    return /^(Etc\/)?(UTC|UCT|GMT|Greenwich|Universal|Zulu)$/.test(timeZone) ? utc : timeZone;
  } catch {
    return undefined;
  }
}

/** "New York" for `America/New_York`; a zone without a city is its offset. */
export function zoneName(zone: Zone): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d+)$/.exec(zone) ?? [];
  if (sign) return `UTC${sign === "+" ? "−" : "+"}${hours}`; // POSIX counts to the west
  if (/^[+-]/.test(zone)) return `UTC${zone.replace("-", "−")}`;
  const city = (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
  return renamed[city] ?? city;
}

/** Cities that some platforms still call by an older name. */
const renamed: Record<string, string> = {
  Asmera: "Asmara",
  Calcutta: "Kolkata",
  Enderbury: "Kanton",
  Faeroe: "Faroe",
  Godthab: "Nuuk",
  Katmandu: "Kathmandu",
  Kiev: "Kyiv",
  Ponape: "Pohnpei",
  Rangoon: "Yangon",
  Saigon: "Ho Chi Minh City",
  Truk: "Chuuk",
};

/** The zone in words, with its offset on a day on which that changes: "New York", "New York (UTC−4)". */
export function zoneAt(time: string, zone: Zone): string {
  const name = zoneName(zone);
  return changesOn(time, zone) ? `${name} (${offsetWords(time, zone)})` : name;
}

/** "UTC−4", "UTC+5:30", "UTC": how far the zone's clocks are ahead of UTC at that time. */
export function offsetWords(time: string, zone: Zone): string {
  const offset = offsetAt(secondOf(time), zone);
  if (offset === 0) return "UTC";
  const minutes = Math.floor(Math.abs(offset) / 60_000);
  const rest = minutes % 60;
  return `UTC${offset < 0 ? "−" : "+"}${Math.floor(minutes / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

/** What the clocks of the zone show, to the last digit that was given: "2026-06-18T10:28:07.214906". */
export function zoneTime(time: string, zone: Zone): string {
  const plain = time.replace(/Z$/, "");
  if (zone === utc) return plain;
  const second = secondOf(time);
  const local = new Date(second + offsetAt(second, zone)).toISOString();
  return local.slice(0, 19) + (/\.\d+$/.exec(plain)?.[0] ?? "");
}

/** Whether the clocks of the zone show this twice, since they were put back. */
export function repeats(time: string, zone: Zone): boolean {
  if (zone === utc) return false;
  const at = secondOf(time);
  const local = at + offsetAt(at, zone);
  return [at - day, at + day]
    .map((near) => local - offsetAt(near, zone))
    .some((other) => other !== at && other + offsetAt(other, zone) === local);
}

function changesOn(time: string, zone: Zone): boolean {
  if (zone === utc) return false;
  const at = secondOf(time);
  const offset = offsetAt(at, zone);
  const midnight = Math.floor((at + offset) / day) * day - offset;
  return offsetAt(midnight, zone) !== offsetAt(midnight + day - 1000, zone);
}

const day = 86_400_000;

/**
 * The first moment at which the clocks of the zone show `wall` or later, in milliseconds since 1970: of an hour that they show twice
 * the first, of one that they leave out the moment after it. `wall` is the clocks' time as if it were UTC.
 */
export function firstShowing(wall: number, zone: Zone): number {
  if (zone === utc) return wall;
  const shown = (at: number) => at + offsetAt(Math.floor(at / 1000) * 1000, zone);
  // clocks are at most a day off, and change their offset at most once in that time
  const candidates = [wall - day, wall + day].map((near) => wall - offsetAt(Math.floor(near / 1000) * 1000, zone));
  const exact = candidates.filter((at) => shown(at) === wall);
  if (exact.length > 0) return Math.min(...exact);
  let [before, found] = [Math.min(...candidates), Math.max(...candidates)];
  while (found - before > 1) {
    const middle = Math.floor((before + found) / 2);
    if (shown(middle) >= wall) found = middle;
    else before = middle;
  }
  return shown(before) >= wall ? before : found;
}

/** The whole second of a time, in milliseconds; times before 1970 are below zero. */
function secondOf(time: string): number {
  return Date.parse(`${time.slice(0, 19)}Z`);
}

/** By how many milliseconds the clocks of a zone are ahead of UTC. */
function offsetAt(second: number, zone: Zone): number {
  if (zone === utc) return 0;
  const shown: Record<string, string> = {};
  for (const { type, value } of partsIn(zone).formatToParts(second)) shown[type] = value;
  const { year = "", month, day, hour, minute, second: seconds } = shown;
  return Date.parse(`${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${seconds}Z`) - second;
}

const formats = new Map<Zone, Intl.DateTimeFormat>();

function partsIn(zone: Zone): Intl.DateTimeFormat {
  const kept = formats.get(zone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat("en-US-u-ca-gregory", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, made);
  return made;
}
