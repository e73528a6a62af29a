import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { WebhooksView } from "@/components/queries/webhooks/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault } from "@/lib/event";
import { listWebhooks } from "@/lib/search";
import { end, make, retry, test } from "./actions";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const found = await answer(async () => listWebhooks(await readerOf("/queries/webhooks")), "/queries/webhooks");
  if (found instanceof Fault) return <FaultPage fault={found} title="Webhooks" />;
  return (
    <Page title="Webhooks" heading={false}>
      <WebhooksView webhooks={found} acts={{ make, end, test, retry }} now={new Date()} zone={await zone()} />
    </Page>
  );
}
