import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aTime } from "./builders.ts";
import {
  type CoverageState,
  coverageCauses,
  coverageOf,
  coverageOfWhole,
  coverageStates,
  coverageWithin,
  isGap,
  type Observation,
  standingAt,
} from "./coverage.ts";
import { observationData, readObservation } from "./observation.ts";

const causes = Object.keys(coverageCauses) as (keyof typeof coverageCauses)[];
const tables = ["public.a", "public.b"];

const observation: fc.Arbitrary<Observation> = fc
  .record({
    tables: fc.option(fc.subarray(tables, { minLength: 1 }), { nil: undefined }),
    from: fc.nat(40),
    lasts: fc.option(fc.integer({ min: -2, max: 20 }), { nil: undefined }),
    state: fc.constantFrom(...coverageStates),
    cause: fc.constantFrom(...causes),
    detail: fc.option(fc.string({ maxLength: 8 }), { nil: undefined }),
  })
  .map(({ from, lasts, tables: named, detail, ...said }) => ({
    ...said,
    source: "s",
    from: aTime(from),
    ...(named && { tables: named }),
    ...(lasts !== undefined && { to: aTime(from + lasts) }),
    ...(detail !== undefined && { detail }),
  }));

const worse: CoverageState[] = ["captured", "unknown", "not_captured", "gone"];

/** What the definition says of one moment: the last observation that holds then, of the table and of the whole, and the worse of the two. */
function byDefinition(observations: Observation[], table: string, time: string): CoverageState | undefined {
  const holds = ({ from, to }: Observation) => from <= time && (to === undefined || time < to);
  const own = observations.filter((each) => each.tables?.includes(table) && holds(each)).at(-1);
  const whole = observations.filter((each) => !each.tables && holds(each)).at(-1);
  if (!own) return undefined;
  return worse[Math.max(worse.indexOf(own.state), worse.indexOf(whole?.state ?? "captured"))];
}

describe("the intervals of a table", () => {
  test("say at every moment what the observations say, in order, without holes that were not there and without overlap", () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 12 }), (observations) => {
        const coverage = coverageOf(observations);
        for (const table of tables) {
          const intervals = coverage.get(table) ?? [];
          for (let second = 0; second <= 65; second++) {
            const time = aTime(second);
            expect(standingAt(intervals, time)?.state).toBe(byDefinition(observations, table, time));
          }
          for (const [at, { from, to }] of intervals.entries()) {
            if (to !== undefined) expect(from < to).toBe(true);
            if (at > 0) expect((intervals[at - 1]?.to ?? "~") <= from).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("an outage that proves harmless leaves no trace; one that does not stays where it was", () => {
    const all = { source: "s", tables: ["public.a"] };
    const seen: Observation[] = [
      { ...all, from: aTime(0), state: "captured", cause: "watched" },
      { source: "s", from: aTime(10), state: "unknown", cause: "connector_down" },
    ];
    const states = (observations: Observation[]) =>
      coverageOf(observations)
        .get("public.a")
        ?.map(({ state, from, to }) => [state, from, to]);
    expect(states(seen)).toEqual([
      ["captured", aTime(0), aTime(10)],
      ["unknown", aTime(10), undefined],
    ]);
    seen.push({ source: "s", from: aTime(10), state: "captured", cause: "answered_again" });
    expect(states(seen)).toEqual([["captured", aTime(0), undefined]]);
    seen.push({ ...all, from: aTime(12), to: aTime(40), state: "unknown", cause: "switched" });
    expect(states(seen)).toEqual([
      ["captured", aTime(0), aTime(12)],
      ["unknown", aTime(12), aTime(40)],
      ["captured", aTime(40), undefined],
    ]);
    expect(coverageOfWhole(seen).map(({ state }) => state)).toEqual(["captured"]);
  });

  test("that a whole source is captured again does not switch a table on that was off", () => {
    const coverage = coverageOf([
      { source: "s", tables: ["public.a"], from: aTime(0), state: "not_captured", cause: "disabled_trigger" },
      { source: "s", from: aTime(5), state: "unknown", cause: "connector_down" },
      { source: "s", from: aTime(5), state: "captured", cause: "answered_again" },
    ]);
    expect(coverage.get("public.a")).toMatchObject([{ state: "not_captured", cause: "disabled_trigger" }]);
    expect(coverage.get("public.a")?.[0]).not.toHaveProperty("to");
  });

  test("are cut to a period, and what is left out by choice is no gap", () => {
    const cut = coverageWithin([{ from: aTime(0), state: "captured", cause: "watched" }], aTime(3), aTime(4));
    expect(cut).toEqual([{ from: aTime(3), to: aTime(4), state: "captured", cause: "watched" }]);
    expect(isGap({ state: "not_captured", cause: "left_out" })).toBe(false);
    expect(isGap({ state: "unknown", cause: "switched" })).toBe(true);
  });
});

describe("an observation", () => {
  const target = { type: "source", id: "s" };

  test("comes back from its event as it went in", () => {
    fc.assert(
      fc.property(observation, (said) => {
        const event = { type: "coverage.observed", target, data: observationData(said, "billing") };
        expect(readObservation(event, "7")).toEqual({ ...said, entry: "7" });
      }),
    );
  });

  test("that cannot be read is none, rather than a guess", () => {
    const data = observationData({ source: "s", from: aTime(), state: "captured", cause: "watched" }, "billing");
    const without = (name: string, value?: string) =>
      data.map((field) => (field.name === name ? { ...field, value } : field));
    for (const wrong of [
      without("from", "yesterday"),
      without("state", "fine"),
      without("cause", "toString"),
      without("from"),
    ])
      expect(readObservation({ type: "coverage.observed", target, data: wrong })).toBeUndefined();
    expect(readObservation({ type: "coverage.observed", target: { type: "person", id: "s" }, data })).toBeUndefined();
    expect(readObservation({ type: "invoice.created", target, data })).toBeUndefined();
  });

  test("is also made by a source that stopped, and by one that refused what it could not take", () => {
    const text = (name: string, value: string) => ({ name, value });
    expect(readObservation({ type: "source.stopped", target, data: [text("from", aTime(1))] })).toEqual({
      source: "s",
      from: aTime(1),
      state: "unknown",
      cause: "restored",
    });
    const shed = [text("since", aTime(1)), text("until", aTime(2)), text("refused", "12")];
    expect(readObservation({ type: "source.shed", target, data: shed })).toEqual({
      source: "s",
      from: aTime(1),
      to: aTime(2),
      state: "not_captured",
      cause: "shed_load",
    });
  });
});
