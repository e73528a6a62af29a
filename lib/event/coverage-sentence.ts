/** What Vouch found out about coverage, as sentences. Pure. */
import { type CoverageState, coverageCauses } from "./coverage.ts";
import { readObservation } from "./observation.ts";
import { count, type Part, record, shownData, text } from "./part.ts";
import { countOf } from "./reading.ts";
import type { SeenEvent } from "./seen.ts";

const is: Record<CoverageState, string> = {
  captured: "captured",
  not_captured: "not captured",
  unknown: "not known to be captured",
  gone: "no longer there",
};

export const ofCoverage: Record<string, (event: SeenEvent) => Part[]> = {
  "coverage.observed": (event) => {
    const data = event.data?.map(({ name }) => ({ name, value: shownData(event, name) }));
    const observed = readObservation({
      type: event.type,
      ...(event.target && { target: event.target }),
      ...(data && { data }),
    });
    if (!observed) return [text("noted what is captured of "), sourceOf(event)];
    const { tables, state, cause } = observed;
    const [table, ...others] = tables ?? [];
    const verb = others.length > 0 ? "are" : "is";
    const what =
      table === undefined
        ? []
        : [others.length > 0 ? count(countOf(String(others.length + 1), "table")) : record(table), text(" of ")];
    return [text("observed that "), ...what, sourceOf(event), text(` ${verb} ${is[state]}: ${coverageCauses[cause]}`)];
  },
  "source.alarm_raised": (event) => [text("raised an alarm for "), sourceOf(event), ...alarmOf(event)],
  "source.alarm_ended": (event) => [text("ended an alarm for "), sourceOf(event), ...alarmOf(event)],
};

function sourceOf(event: SeenEvent): Part {
  const name = shownData(event, "source");
  return record(typeof name === "string" ? name : "a source");
}

function alarmOf(event: SeenEvent): Part[] {
  const says = shownData(event, "says");
  return typeof says === "string" ? [text(`: ${says}`)] : [];
}
