import { answerTo } from "@/app/answer";
import { lineOf } from "@/components/event/line";
import { readZone } from "@/components/event/zone";
import { currentPrincipal } from "@/lib/access";
import { followTail } from "@/lib/search";

/** New lines of a search that was recorded: asked again and again while a list is followed, so it leaves no entry. */
export async function GET(request: Request): Promise<Response> {
  return answerTo(async () => {
    const asked = new URL(request.url).searchParams;
    const zone = readZone(asked.get("zone") ?? undefined);
    const news = await followTail(await currentPrincipal(), asked.get("token") ?? "", asked.get("after") ?? "");
    if (!news) return undefined;
    const now = new Date();
    return { ...news, lines: news.lines.map(({ entry, matched }) => lineOf(entry, now, zone, matched)) };
  });
}
