import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { AccountView } from "@/components/account/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { may, readAccount } from "@/lib/access";
import { Fault } from "@/lib/event";
import * as actions from "./actions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const reader = await readerOf("/account");
  const found = await answer(() => readAccount(reader), "/account");
  if (found instanceof Fault) return <FaultPage fault={found} title="Your account" />;
  const { role } = reader.person;
  return (
    <Page title="Your account" heading={false}>
      <AccountView
        found={found}
        acts={{ ...actions }}
        searches={may(role, "events.search")}
        looks={may(role, "looks.view")}
        now={new Date()}
        zone={await zone()}
      />
    </Page>
  );
}
