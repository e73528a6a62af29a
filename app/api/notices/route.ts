import { acts } from "@/app/acts";
import { answerTo } from "@/app/answer";
import { currentPrincipal } from "@/lib/access";
import { readBell } from "@/lib/search";

/** What the bell shows: asked again and again while a page is open, so it leaves no entry. */
export async function GET(): Promise<Response> {
  return answerTo(async () => {
    const principal = await currentPrincipal();
    return principal && readBell(principal, acts);
  });
}
