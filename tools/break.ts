/**
 * Breaks a ledger, to see it found: changes one letter of an entry's leaf as the database's owner, whom nothing can stop.
 * Run it again to put the letter back.
 *
 *     node --import tsx tools/break.ts 3 && npm run -s vouch -- verify
 */
import { openDatabase } from "../bin/database.ts";
import { whichVouch } from "../bin/which.ts";
import { connect, openHome } from "../lib/database/index.ts";
import { theLedger } from "../lib/ledger/index.ts";

const index = process.argv[2] ?? "";
if (!/^\d+$/.test(index)) {
  console.error("Expected the number of an entry: node --import tsx tools/break.ts 3");
  process.exit(64);
}
const { folder, env } = whichVouch([], process.env);
const database = await openDatabase(openHome(folder), env);
const owner = connect(database.url, { application: "tools/break.ts", max: 1 });
const ledger = await theLedger(owner);
const [entry] = await owner<
  { leaf: Buffer }[]
>`select leaf from ledger.entries where ledger = ${ledger} and index = ${index}`;
if (!entry) console.error(`There is no entry ${index}.`);
else {
  const text = entry.leaf.toString("utf8");
  const swapped = text.replace(
    /"retention":"(.)/,
    (found, letter: string) => `${found.slice(0, -1)}${letter === "s" ? "S" : "s"}`,
  );
  await owner`update ledger.entries set leaf = ${Buffer.from(swapped)} where ledger = ${ledger} and index = ${index}`;
  console.log(`One letter of entry ${index} was changed. Now: npm run -s vouch -- verify`);
}
await owner.end();
await database.stop();
