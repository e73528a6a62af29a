import type { Instrumentation } from "next";

/** Runs once as the server starts: requests get marks that a client cannot forge (lib/access/marks.ts), and are watched (lib/operations). */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  (await import("@/lib/access")).markRequests();
  (await import("@/lib/approval")).expireByTheClock();
  (await import("@/lib/operations")).watchRequests(process.env.NODE_ENV === "production");
}

/** Next tells of what failed on a page, with the reference that the page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, { routePath }) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  (await import("@/lib/operations")).reportRequestError(error, request.headers, routePath);
};
