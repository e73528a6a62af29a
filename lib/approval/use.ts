/** Using: whoever asked carries out what was approved, once. */
import { authorise, type Principal, readAfter, type Web, web } from "../access/index.ts";
import { Fault } from "../event/index.ts";
import { type Acts, actOf } from "./act.ts";
import { carryOut } from "./carry-out.ts";
import { close } from "./expire.ts";
import { getRequest, isOver, isWhole, lockPeople, type Request, readNumber, settle } from "./request.ts";

/**
 * Uses an approved request up, and then returns what there is to see. That it was used, and what for, is committed before
 * anything is read: where the reading fails, the request is used up all the same. Throws `forbidden` (recorded) for everybody
 * but the asker, `conflict` where it is not approved, used, over, or no longer what was approved.
 */
export async function use(
  principal: Principal | undefined,
  acts: Acts,
  number: string,
  through: Web = web(),
): Promise<unknown> {
  const target = { type: "request", id: number.slice(0, 20) };
  const viewer = await authorise(principal, "approvals.view", { target }, through);
  const found = await getRequest(through.sql, readNumber(number));
  const act = actOf(acts, found.kind);
  const by = await authorise(viewer, act.asks, { target }, through);
  const params = await settle(by, act.asks, found.number, through, async (sql) => {
    const now = through.clock();
    const request = await getRequest(sql, found.number, "for update");
    const people = await lockPeople(sql, [request.askedBy, ...(act.concerns?.(request.params) ?? [])]);
    if (request.askedBy !== by.person.id) {
      throw new Fault("forbidden", "Only whoever asked can use what was approved. Ask for it yourself.");
    }
    if (isOver(request, now)) return close(sql, request, through, now);
    if (act.carriedOut !== "by the asker" || request.state !== "approved" || !isWhole(request)) {
      throw notUsable(request);
    }
    const held = { sql, act, request, asker: people.get(request.askedBy), through, now };
    return (await carryOut(held, by)) ?? act.parse(request.params);
  });
  const { show } = act;
  return show && readAfter(by, (read) => show(read, through.home, params), through);
}

function notUsable({ number, state }: Request): Fault {
  if (state === "waiting") return new Fault("held", `Request ${number} still waits for somebody else to approve it.`);
  if (state === "used") return new Fault("conflict", `Request ${number} was used already. Ask again to see it again.`);
  return new Fault("conflict", `Request ${number} is closed, so there is nothing to use. Look at what became of it.`);
}
