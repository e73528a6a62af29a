/** Where a second step leads when there is none to take. */
import { redirect } from "next/navigation";
import { answer, principal } from "@/app/reader";
import { currentWaiting, type Waiting } from "@/lib/access";
import { Fault } from "@/lib/event";

/** Who waits for this step; undefined for whoever is signed in. Anybody else begins anew. */
export async function waitingFor(step: Waiting["waitsFor"], next: string): Promise<Waiting | Fault | undefined> {
  const waiting = await answer(currentWaiting, "/signin");
  if (waiting instanceof Fault || waiting?.waitsFor === step) return waiting;
  const to = encodeURIComponent(next);
  if (waiting) redirect(`/signin?next=${to}`);
  if (!(await principal())) redirect(`/signin?ended=yes&next=${to}`);
}
