import { Legend } from "@/components/coverage/cells";
import { SourceSection } from "@/components/coverage/source";
import { utc } from "@/components/event/zone";
import type { Interval } from "@/lib/event";
import type { Coverage, SourceCoverage, Strip } from "@/lib/search";
import { Section } from "./section";
import { now } from "./story";

const at = (day: number, time = "00:00") => `2026-11-${String(day).padStart(2, "0")}T${time}:00.000000Z`;
const captured: Interval = { state: "captured", cause: "watched", from: at(1) };

function strip(table: string, intervals: Interval[], gaps: number, emptied: Strip["emptied"] = []): Strip {
  return { table, intervals, gaps, emptied, now: intervals.at(-1) };
}

const covered: SourceCoverage = {
  source: {
    id: "0190f7d2-6f1e-7000-8000-00000000d001",
    name: "harbor_billing",
    kind: "postgres",
    state: "capturing",
    tables: 4,
    captured: 3,
    missing: ["public.refund_notes"],
    alarms: [],
    lookedAt: at(20, "14:31"),
    createdAt: at(1),
  },
  strips: [
    strip("public.invoices", [captured], 0, [{ at: at(6, "12:00"), entry: "812" }]),
    strip(
      "public.customers",
      [
        { ...captured, to: at(9, "10:00") },
        { state: "not_captured", cause: "disabled_trigger", from: at(9, "10:00"), to: at(9, "10:14"), entry: "913" },
        { ...captured, from: at(9, "10:14") },
      ],
      1,
    ),
    strip(
      "public.intake_forms",
      [
        { ...captured, to: at(12) },
        { state: "unknown", cause: "disabled_trigger", from: at(12), to: at(15, "16:02"), entry: "1024" },
        { ...captured, from: at(15, "16:02") },
      ],
      1,
    ),
    strip("public.refund_notes", [{ state: "not_captured", cause: "disabled_trigger", from: at(17) }], 1),
  ],
  leftOut: ["public.sessions"],
};

const coverage: Coverage = {
  query: { from: "2026-11-01", to: "2026-11-20" },
  now: now.toISOString().replace("Z", "000Z"),
  tables: 4,
  captured: 3,
  unknown: 0,
  gaps: 3,
  sources: [covered],
  unreadable: 0,
  narrowed: false,
};

export function CoverageShown() {
  return (
    <Section name="coverage" title="Coverage: solid, hatched, dashed">
      <Legend />
      <SourceSection covered={covered} coverage={coverage} zone={utc} />
    </Section>
  );
}

export { coverage };
