import { expect, test } from "vitest";
import type { OpenedRequest } from "@/lib/approval";
import { approvalsAddress, readList } from "./address";
import { anyOf, standing, timeLeft } from "./words";

test("the time left is said in the two units that matter, never below nothing", () => {
  const [second, minute, hour] = [1000, 60_000, 3_600_000];
  expect(timeLeft(21 * minute + 48 * second + 999)).toBe("21 min 48 s");
  expect(timeLeft(59 * second)).toBe("59 s");
  expect(timeLeft(23 * hour + 59 * minute + 59 * second)).toBe("23 h 59 min");
  expect(timeLeft(47 * hour)).toBe("47 h 0 min");
  expect(timeLeft(71 * hour)).toBe("2 days");
  expect(timeLeft(-5)).toBe("0 s");
});

test("names are few, however many there are", () => {
  expect(anyOf([])).toBe("nobody");
  expect(anyOf(["Ada"])).toBe("Ada");
  expect(anyOf(["Ada", "Ben"])).toBe("Ada or Ben");
  expect(anyOf(["Ada", "Ben", "Cy", "Dee", "Eve"])).toBe("Ada, Ben, Cy or 2 more");
});

test("each state says whether anything has been done", () => {
  const said = (over: Partial<OpenedRequest>) =>
    standing({
      state: "waiting",
      carriedOut: "by the asker",
      asker: { name: "Oona" },
      mine: false,
      needed: 1,
      decisions: [],
      ...over,
    } as unknown as OpenedRequest);
  expect(said({})).toBe("Waits for a decision. Nothing has been done.");
  expect(said({ needed: 3, decisions: [{}] as never })).toBe("Waits for 2 more of 3 approvals. Nothing has been done.");
  expect(said({ state: "approved", mine: true })).toBe("Approved. You may open it once.");
  expect(said({ state: "expired", decisions: [{}] as never })).toBe("Expired: approved, and not opened in time.");
  expect(said({ state: "expired" })).toContain("before anybody decided");
  expect(said({ state: "used", carriedOut: "on approval" })).toBe("Carried out, as it was approved.");
});

test("the address of a list holds what was chosen, and what is damaged is left out", () => {
  const chosen = { list: "decided", kind: "role.administrator", before: 214 } as const;
  const params = Object.fromEntries(new URL(approvalsAddress(chosen), "http://vouch").searchParams);
  expect(readList(params)).toEqual(chosen);
  expect(readList({ list: "everything", kind: "x".repeat(61), before: "1e9" })).toEqual({ list: "waiting" });
  expect(readList({ list: ["mine", "decided"], before: "-4" })).toEqual({ list: "mine" });
});
