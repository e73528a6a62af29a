import { expect, test } from "vitest";
import type { Unnamed, UnnamedActor } from "@/lib/search";
import { headline, proposed, suggestedId, suggestedName } from "./words.ts";

const harbor = { id: "0190f7d2-6f1e-7000-8000-00000000d001", name: "harbor", kind: "postgres" };
const crm = { id: "0190f7d2-6f1e-7000-8000-00000000d002", name: "crm", kind: "postgres" };
const times = { firstAt: "2026-11-01T07:00:00.000000Z", lastAt: "2026-11-20T07:00:00.000000Z" };

function gap(overrides: Partial<UnnamedActor> = {}): UnnamedActor {
  return { actor: "etl", claimed: false, login: "etl", source: harbor, changes: "1", ...times, ...overrides };
}

function found(actors: UnnamedActor[], overrides: Partial<Unnamed> = {}): Unnamed {
  const rest = { more: 0, identities: [], sources: [harbor, crm], from: times.firstAt, cut: false };
  return { days: 30, anything: true, actors, ...rest, ...overrides };
}

test("the headline counts logins and changes that are still without a name", () => {
  const several = [
    gap({ changes: "12299" }),
    gap({ actor: "system", claimed: true }),
    gap({ source: crm, changes: "9007199254740993" }),
    gap({ login: "app", actor: "app", changes: "77", named: "App" }),
  ];
  expect(headline(found(several))).toBe(
    "2 logins made 9,007,199,254,753,293 changes in the last 30 days without a name.",
  );
  expect(headline(found([gap()]))).toBe("1 login made 1 change in the last 30 days without a name.");
  expect(headline(found([gap({ login: undefined })]))).toBe(
    "1 sender made 1 change in the last 30 days without a name.",
  );
  expect(headline(found([gap()], { more: 3 }))).toBe(
    "More than 1 sender made more than 1 change in the last 30 days without a name.",
  );
});

test("the headline says when there is nothing to name, and why", () => {
  expect(headline(found([gap({ named: "Etl" })]))).toBe("Every change in the last 30 days says who made it.");
  expect(headline(found([], { anything: false, days: 7 }))).toBe("No changes were recorded in the last 7 days.");
});

test("a name and an id to begin with", () => {
  expect(suggestedName("report_ro")).toBe("Report ro");
  expect(suggestedName("nightly-billing.sh")).toBe("Nightly billing");
  expect(suggestedId("Nightly_Billing.sh")).toBe("nightly-billing-sh");
  expect(suggestedId("--")).toBe("");
});

test("the form begins with the login alone, in its source where there are several", () => {
  const application = "psql";
  expect(proposed(gap({ application }), [harbor, crm]).matches).toEqual({
    login: ["etl"],
    application: [],
    source: [harbor.id],
  });
  expect(proposed(gap({ login: undefined, application }), [harbor]).matches).toEqual({
    login: [],
    application: ["psql"],
    source: [],
  });
});
