import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { QueriesView } from "@/components/queries/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { may } from "@/lib/access";
import { Fault } from "@/lib/event";
import { listSearches } from "@/lib/search";
import * as acts from "./actions";

export const metadata: Metadata = { title: "Saved searches" };

export default async function QueriesPage() {
  const reader = await readerOf("/queries");
  const found = await answer(() => listSearches(reader), "/queries");
  if (found instanceof Fault) return <FaultPage fault={found} title="Saved searches" />;
  const { role } = reader.person;
  const { change, share, pin, remove, restore, alert } = acts;
  return (
    <Page title="Saved searches" heading={false}>
      <QueriesView
        found={found}
        acts={{ change, share, pin, remove, restore, alert }}
        may={{
          share: may(role, "queries.share"),
          alert: may(role, "subscriptions.manage"),
          send: may(role, "alerts.send"),
          webhooks: may(role, "webhooks.manage"),
          administer: role === "administrator",
        }}
        now={new Date()}
        zone={await zone()}
      />
    </Page>
  );
}
