import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { recordsAddress } from "@/components/record/address";
import { RecordsView } from "@/components/record/find";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault } from "@/lib/event";
import { findRecords, parseRecordsQuery } from "@/lib/search";

export const metadata: Metadata = { title: "Records" };

export default async function RecordsPage({ searchParams }: PageProps<"/records">) {
  const { query, problems } = parseRecordsQuery(await searchParams);
  const address = recordsAddress(query);
  const records = await answer(async () => findRecords(await readerOf(address), query), address);
  if (records instanceof Fault) return <FaultPage fault={records} title="Records" />;
  return (
    <Page title="Records">
      <RecordsView records={records} problems={problems} zone={await zone()} />
    </Page>
  );
}
