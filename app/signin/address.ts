/** Where to go after sign-in: a path of this site, never an address that leads away from it. */
export function insideAddress(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
