import { utc } from "@/components/event/zone";
import { asksFor } from "@/components/home/asks";
import { Covered, Limits, Users, Waiting } from "@/components/home/duty-lines";
import { Integrity } from "@/components/home/integrity";
import { Questions } from "@/components/home/questions";
import { NoSource, SourceLine } from "@/components/home/source-line";
import { DemoLine } from "@/components/shell/demo-line";
import type { Home } from "@/lib/search";
import { coverage } from "./coverage";
import { Section } from "./section";
import { now } from "./story";

const entries = "1204332";
const checked = { entries, checkedTo: "1204331", checkedAt: "2026-11-20T14:28:00.000000Z" };
const integrity: Home["integrity"][] = [
  {
    state: "verified",
    ...checked,
    sentence: "1,204,332 entries are under a signed checkpoint kept outside the database.",
  },
  { state: "tampered", ...checked, sentence: "Entry 88,412 does not match what was signed." },
  { state: "not-checked", entries, sentence: "The ledger may be in order; nobody has looked." },
];
const asked = {
  from: "2026-10-22",
  whole: true,
  agents: 3,
  ofAgents: 1108,
  permissions: 27,
  deletions: 214,
  deletedRecords: 214,
  withoutTicket: 19,
  people: 14,
  services: 6,
};

export function HomeShown() {
  const [source] = coverage.sources;
  const first = {
    number: 214,
    title: "reveal 31 values",
    asker: "Priya Raman",
    expiresAt: "2026-11-20T14:53:00.000000Z",
    given: 1,
    needed: 2,
  };
  return (
    <>
      <Section name="home" title="The state of things, in sentences">
        <DemoLine name="Harbor Clinic Pay" />
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          <Waiting waiting={{ count: 1, first }} zone={utc} />
          <Limits limits={{ from: "2026-01-01", to: "2026-06-30", sources: ["billing", "payroll"] }} now={now} />
          {integrity.map((each) => (
            <Integrity key={each.state} integrity={each} now={now} />
          ))}
          <Covered
            coverage={{ ...coverage, troubled: source?.strips.filter(({ gaps }) => gaps > 0) ?? [] }}
            zone={utc}
          />
          {source && <SourceLine source={source.source} now={now} seesCoverage />}
          <Users people={{ active: 12, withoutSecondFactor: 3, invited: 2 }} />
          <NoSource mayConnect />
        </ul>
      </Section>
      <Section name="questions" title="The six questions">
        <Questions asks={asksFor(() => true, asked.from)} asked={asked} />
      </Section>
    </>
  );
}
