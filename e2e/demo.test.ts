import { expect, test } from "./demo.ts";
import { expectAccessible, expectNoSidewaysScroll, lines, sizes } from "./vouch.ts";

test.describe.configure({ mode: "serial" });

test("whoever opens the demo chooses whom to be, and finds who moved Acme from Gold to Basic", async ({
  page,
  demo,
}) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/signin/);
  const offers = page.getByRole("region", { name: "This is a demo. Whom do you want to be?" });
  await expect(offers.getByRole("button")).toHaveCount(5);
  await expectAccessible(page);
  await page.setViewportSize(sizes.narrow);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(sizes.wide);

  await demo.be(page, "compliance");
  await expect(page.getByText("Nothing in it happened.")).toBeVisible();
  await expect(page.getByText(/Integrity: verified up to entry/)).toBeVisible();

  await page.goto("/events?recordType=customers&recordId=C-10482");
  await expect(lines(page).first()).toContainText(
    "changed plan from Gold to Basic and 6 more fields on Acme Orthopaedics",
  );
  await expect(page.getByRole("table", { name: "Events" })).toContainText(
    "On behalf of dana.lee@harborclinicpay.example",
  );
});

test("the controller finds what waits for a second person", async ({ page, demo }) => {
  await demo.be(page, "approver");
  await page.goto("/approvals");
  await expect(page.getByText("make Jonas Weber an administrator").first()).toBeVisible();
});
