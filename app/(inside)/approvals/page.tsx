import type { Metadata } from "next";
import { acts } from "@/app/acts";
import { answer, readerOf, zone } from "@/app/reader";
import { approvalsAddress, readList } from "@/components/approvals/address";
import { ApprovalsView } from "@/components/approvals/list";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { listRequests } from "@/lib/approval";
import { Fault } from "@/lib/event";

export const metadata: Metadata = { title: "Approvals" };

export default async function ApprovalsPage({ searchParams }: PageProps<"/approvals">) {
  const query = readList(await searchParams);
  const address = approvalsAddress(query);
  const found = await answer(async () => listRequests(await readerOf(address), acts, query), address);
  if (found instanceof Fault) return <FaultPage fault={found} title="Approvals" />;
  return (
    <Page title="Approvals" heading={false}>
      <ApprovalsView found={found} now={new Date()} zone={await zone()} />
    </Page>
  );
}
