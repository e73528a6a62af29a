import { answerTo } from "@/app/answer";
import { currentPrincipal } from "@/lib/access";
import { watchRequest } from "@/lib/approval";

/** Whether the page of a request is out of date: asked again and again, so it leaves no entry. */
export async function GET(_request: Request, { params }: RouteContext<"/api/approvals/[number]">): Promise<Response> {
  const { number } = await params;
  return answerTo(async () => {
    const version = await watchRequest(await currentPrincipal(), number);
    return version === undefined ? undefined : { version };
  });
}
