/** Who reads this page, and what the library answered them. What every page inside begins with. */
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { ownZoneCookie, readZone, type Zone, zoneCookie } from "@/components/event/zone";
import { currentPrincipal, isPrefetch } from "@/lib/access";
import { Fault } from "@/lib/event";
import { readHome } from "@/lib/search";

/** The principal of this request, if somebody is signed in. */
export const principal = cache(currentPrincipal);

/** The zone in which this browser reads times. */
export const zone = cache(async (): Promise<Zone> => readZone((await cookies()).get(zoneCookie)?.value));

/** The browser's own zone, as it said on an earlier page. */
export const ownZone = cache(async (): Promise<Zone> => readZone((await cookies()).get(ownZoneCookie)?.value));

/** Whether a browser or Next asks before anybody does. */
export const isAhead = cache(async () => isPrefetch(await headers()));

/**
 * The principal; whoever is not signed in goes to sign in first and then comes back to `address`. What asks ahead of a person is
 * told that there is nothing, since what it read would be recorded as that person's act: a browser throws such an answer away
 * and asks again when the person does.
 */
export async function readerOf(address: string) {
  if (await isAhead()) notFound();
  return (await principal()) ?? redirect(`/signin?next=${encodeURIComponent(address)}`);
}

/** One request reads Home once, for the page and for the foot of the navigation. */
export const home = cache(async () => {
  return answer(async () => readHome(await readerOf("/")), "/");
});

/** What the library answers, or the Fault it refused with, for the page to show. */
export async function answer<T>(work: () => Promise<T>, address: string): Promise<T | Fault> {
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    if (fault.code === "unauthenticated") redirect(`/signin?ended=yes&next=${encodeURIComponent(address)}`);
    if (fault.code === "not-found") notFound();
    return fault;
  }
}
