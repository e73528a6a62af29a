import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { coverageAddress } from "@/components/coverage/address";
import { CoverageView } from "@/components/coverage/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault } from "@/lib/event";
import { parseCoverageQuery, readCoverage } from "@/lib/search";

export const metadata: Metadata = { title: "Coverage" };

export default async function CoveragePage({ searchParams }: PageProps<"/coverage">) {
  const { query, problems } = parseCoverageQuery(await searchParams, new Date().toISOString().slice(0, 10));
  const address = coverageAddress(query);
  const coverage = await answer(async () => readCoverage(await readerOf(address), query), address);
  if (coverage instanceof Fault) return <FaultPage fault={coverage} title="Coverage" />;
  return (
    <Page title="Coverage" heading={false}>
      <CoverageView coverage={coverage} problems={problems} zone={await zone()} />
    </Page>
  );
}
