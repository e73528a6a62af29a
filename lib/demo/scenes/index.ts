/** Every scene of the story, and the places of those that wait for their part of Vouch. */
import type { Missing, Scene } from "../act.ts";
import { brokenGlass, contractorLeft, unknownLogin } from "./access.ts";
import { goldToBasic, history, staffList } from "./acme.ts";
import { fiftyCustomers } from "./agents.ts";
import { unanswered, waiting } from "./approvals.ts";
import { cleanup, priceList } from "./bulk.ts";
import { payrollUnreachable, tableNobodyConnected, triggerOff } from "./coverage.ts";
import { hotfix, payeeAndBack, salaryAtNight } from "./money.ts";
import { clockAhead, oddForms } from "./odd.ts";
import { kept } from "./searches.ts";

export const scenes: Scene[] = [
  staffList,
  history,
  unanswered,
  salaryAtNight,
  clockAhead,
  brokenGlass,
  oddForms,
  payrollUnreachable,
  contractorLeft,
  triggerOff,
  kept,
  payeeAndBack,
  tableNobodyConnected,
  fiftyCustomers,
  hotfix,
  cleanup,
  unknownLogin,
  priceList,
  goldToBasic,
  waiting,
];

export const missing: Missing[] = [
  {
    name: "An agent’s mass update is refused, and a narrower one approved: 48 predicted, 48 changed",
    needs: "gateway",
  },
  { name: "An agent’s DROP is blocked while its summary claims success", needs: "gateway" },
  { name: "TRUNCATE is attempted", needs: "gateway" },
  { name: "Patients’ documents change in MongoDB", needs: "mongodb" },
  { name: "A missed daily review, explained later", needs: "review" },
  { name: "An erasure with proofs still valid, and a hold that blocks another", needs: "retention" },
  { name: "The auditor draws 25 of 412", needs: "packets" },
  { name: "A superuser edits an entry, and it is located", needs: "tampering" },
];
