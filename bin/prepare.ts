import { connect } from "../lib/database/index.ts";
import { createLedger } from "../lib/ledger/index.ts";

/** The ledger of a prepared database. */
export async function prepareLedger(url: string): Promise<void> {
  const owner = connect(url, { application: "vouch owner", max: 1 });
  await createLedger(owner, "Vouch").finally(() => owner.end({ timeout: 2 }));
}
