/** Who and what occurs in the entries, the same for the same numbers: the first of each far more often than the last. */

/** Uniform between 0 and 1, of a number and what it is asked for (splitmix32). */
export function chance(n: number, of: number): number {
  let mixed = (Math.imul(n, 0x9e3779b9) + Math.imul(of, 0x85ebca6b)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
}

/** One of `count`, the first far more often than the last. */
export const skewed = (share: number, count: number) => Math.floor(count * share ** 3);

const firstNames = [
  "dana",
  "amara",
  "jonas",
  "priya",
  "tomas",
  "helen",
  "oliver",
  "ingrid",
  "nadia",
  "marcus",
  "leila",
  "aoife",
];
const lastNames = [
  "lee",
  "okafor",
  "weber",
  "raman",
  "brandt",
  "marsh",
  "grant",
  "dahl",
  "karim",
  "stone",
  "haddad",
  "byrne",
  "cole",
];
export const tables = [
  "payments",
  "invoices",
  "customers",
  "claims",
  "appointments",
  "employees",
  "payslips",
  "prices",
  "rates",
  "users",
];
const syllables = [
  "ka",
  "lo",
  "mi",
  "ne",
  "ru",
  "sa",
  "te",
  "vo",
  "bri",
  "dan",
  "fel",
  "gor",
  "hin",
  "jul",
  "pax",
  "wen",
];
export const rareWord = "quetzalcoatl";
export const commonWord = "reminder";

/** A word of 4,096, the first ones common. */
export function word(share: number): string {
  const n = skewed(share, 4_096);
  return `${syllables[n & 15]}${syllables[(n >> 4) & 15]}${syllables[(n >> 8) & 15]}`;
}

export function actorAt(n: number): { id: string; name: string } {
  const first = firstNames[n % firstNames.length] ?? "";
  const last = lastNames[Math.floor(n / firstNames.length) % lastNames.length] ?? "";
  const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return { id: `${first}.${last}@harbor.example`, name: `${title(first)} ${title(last)}` };
}
