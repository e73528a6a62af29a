import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { exportsAddress, readBefore } from "@/components/exports/address";
import { ExportsView } from "@/components/exports/list";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault } from "@/lib/event";
import { listExports } from "@/lib/search";
import { endExport } from "./actions";

export const metadata: Metadata = { title: "Exports" };

export default async function ExportsPage({ searchParams }: PageProps<"/exports">) {
  const before = readBefore(await searchParams);
  const address = exportsAddress(before);
  const found = await answer(async () => listExports(await readerOf(address), before), address);
  if (found instanceof Fault) return <FaultPage fault={found} title="Exports" />;
  return (
    <Page title="Exports" heading={false}>
      <ExportsView found={found} cancel={endExport} zone={await zone()} />
    </Page>
  );
}
