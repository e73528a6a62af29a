import { FaultState } from "@/components/shell/fault";
import { Fault, type FaultCode } from "@/lib/event";
import { Section } from "./section";

const faults: [FaultCode, string][] = [
  ["forbidden", "Your role (approver) may not search events. Ask an administrator if you need to."],
  ["not-found", "There is no entry 1,204,999. The last one is 1,204,331."],
  ["unavailable", "The database did not answer for 10 seconds."],
  ["invalid", "Expected a day such as 2026-11-20, got yesterday."],
];

export function StatesShown() {
  return (
    <Section name="states" title="Denied, nothing there, no answer">
      <div className="grid items-start gap-4 md:grid-cols-2">
        {faults.map(([code, sentence]) => (
          <div key={code} className="min-w-0 rounded-card border border-line bg-surface">
            <FaultState fault={new Fault(code, sentence)} as="h3" />
          </div>
        ))}
      </div>
    </Section>
  );
}
