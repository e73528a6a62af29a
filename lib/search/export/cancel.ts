/** Cancelling an export that waits or is being made: whoever makes it stops, and removes what was written. */
import { authorise, guard, type Principal, recordDenial, type Web, web } from "../../access/index.ts";
import { Fault } from "../../event/index.ts";
import { post } from "../../ledger/index.ts";
import { getExport, maySee } from "./asked.ts";
import { notYours } from "./list.ts";
import { stepBy } from "./step.ts";

/** Throws `conflict` where it has ended already, `not-found`, and `forbidden` for somebody else's. */
export async function cancelExport(
  principal: Principal | undefined,
  number: string,
  through: Web = web(),
): Promise<void> {
  const act = { target: { type: "export", id: number.slice(0, 20) } };
  const by = await authorise(principal, "exports.make", act, through);
  const { sql, clock } = through;
  await guard(async () => {
    const asked = await getExport(sql, number);
    if (!maySee(by, asked)) {
      await recordDenial(through, by, "exports.make", act);
      throw notYours(asked.number);
    }
    await sql.begin(async (transaction) => {
      const cancelled = await transaction`
        update app.exports set state = 'cancelled', ended_at = ${clock()}
        where id = ${asked.id} and state in ('waiting', 'running')`;
      if (cancelled.count === 0) {
        throw new Fault("conflict", `Export ${asked.number} has ended already. Load the page again.`);
      }
      await post(transaction, stepBy(by, "cancelled", asked.number, { erasable: { asker: asked.person.name } }), clock);
    });
  });
}
