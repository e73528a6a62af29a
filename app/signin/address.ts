/** Where to go after sign-in: a path of this site, never an address that leads away from it. */
export function insideAddress(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}

/** The same, out of the whole address that next-auth was given to come back to. */
export function insideCallback(callback: string | string[] | undefined): string {
  if (typeof callback !== "string" || !URL.canParse(callback)) return "/";
  const { pathname, search } = new URL(callback);
  return insideAddress(pathname + search);
}
