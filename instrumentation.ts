/** Runs once as the server starts: requests get marks that a client cannot forge (lib/access/marks.ts). */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") (await import("@/lib/access")).markRequests();
}
