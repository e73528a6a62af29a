import { readFileSync } from "node:fs";
import { Fault, systemClock } from "../../lib/event/index.ts";
import { parseVerifierKey, type Verdict, type VerifierKey } from "../../lib/integrity/index.ts";
import { readCheckpoints, trustedKeys, verifyLedger } from "../../lib/ledger/index.ts";
import { type Command, readArguments, withVouch } from "./command.ts";

const exitCodes = { verified: 0, tampered: 1, "not-checked": 2 } as const;

export const command: Command = async (args) => {
  const options = { json: { type: "boolean" }, key: { type: "string" }, checkpoints: { type: "string" } } as const;
  const { values } = readArguments(args, options, 0, "vouch verify [--json] [--key FILE] [--checkpoints FOLDER]");
  const verdict = await withVouch("verifier", ({ home, sql, ledger }) => {
    const keys = values.key === undefined ? trustedKeys(home, ledger) : [readKey(values.key)];
    const checkpoints = readCheckpoints(values.checkpoints ?? home.checkpoints(ledger), keys);
    return verifyLedger({ sql, ledger, checkpoints, keys, clock: systemClock, home });
  });
  if (values.json) console.log(JSON.stringify(verdict));
  else say(verdict);
  return exitCodes[verdict.verdict];
};

function readKey(file: string): VerifierKey {
  try {
    return parseVerifierKey(readFileSync(file, "utf8").trim());
  } catch (cause) {
    throw new Fault(
      "invalid",
      `Expected a verifier key in ${file}, as checkpoints/…/key.pub holds one, but got something else.`,
      { cause },
    );
  }
}

function say(verdict: Verdict): void {
  const number = (text: string) => BigInt(text).toLocaleString("en");
  if (verdict.verdict === "verified")
    console.log(
      `Verified: ${number(verdict.entries)} entries; up to entry ${number(`${BigInt(verdict.checkedTo) - 1n}`)} they match a checkpoint kept outside the database.`,
    );
  if (verdict.verdict === "not-checked")
    console.log(
      `Not checked: nothing is amiss within ${number(verdict.entries)} entries, but there is no checkpoint outside the database to compare with.`,
    );
  if (verdict.verdict === "tampered") {
    console.log(
      `Tampered: ${verdict.findingsTotal} ${verdict.findingsTotal === 1 ? "finding" : "findings"} in ${number(verdict.entries)} entries.`,
    );
    for (const finding of verdict.findings) console.log(`  ${finding.sentence}`);
    if (verdict.findings.length < verdict.findingsTotal)
      console.log(`  … and ${verdict.findingsTotal - verdict.findings.length} more.`);
  }
  console.log("What this cannot exclude:");
  for (const sentence of verdict.cannotExclude) console.log(`  ${sentence}`);
}
