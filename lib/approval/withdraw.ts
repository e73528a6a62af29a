/** Withdrawing: whoever asked takes it back, before it is carried out. */
import { authorise, type Principal, type Web, web } from "../access/index.ts";
import { Fault } from "../event/index.ts";
import { type Acts, actOf } from "./act.ts";
import { close } from "./expire.ts";
import { endRequest, getRequest, isOver, postStep, readNumber, settle } from "./request.ts";

/** Throws `forbidden` (recorded) for everybody but the asker, and `conflict` where it is closed. */
export async function withdraw(
  principal: Principal | undefined,
  acts: Acts,
  number: string,
  through: Web = web(),
): Promise<void> {
  const target = { type: "request", id: number.slice(0, 20) };
  const by = await authorise(principal, "approvals.view", { target }, through);
  const found = await getRequest(through.sql, readNumber(number));
  const { asks } = actOf(acts, found.kind);
  await settle(by, asks, found.number, through, async (sql) => {
    const now = through.clock();
    const request = await getRequest(sql, found.number, "for update");
    if (request.askedBy !== by.person.id) {
      throw new Fault("forbidden", "Only whoever asked can withdraw a request. You can refuse it instead.");
    }
    if (isOver(request, now)) return close(sql, request, through, now);
    if (request.state !== "waiting" && request.state !== "approved") {
      throw new Fault("conflict", `Request ${request.number} is closed already. Look at what became of it.`);
    }
    await endRequest(sql, request, "withdrawn", now);
    await postStep(sql, "withdrawn", request, by, through);
    return undefined;
  });
}
