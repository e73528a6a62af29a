import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { looksAddress } from "@/components/looks/address";
import { LooksView } from "@/components/looks/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault } from "@/lib/event";
import { findWhoLooked, parseLookQuery } from "@/lib/search";

export const metadata: Metadata = { title: "Who looked" };

export default async function LooksPage({ searchParams }: PageProps<"/looks">) {
  const { query, problems } = parseLookQuery(await searchParams);
  const address = looksAddress(query);
  const page = await answer(async () => findWhoLooked(await readerOf(address), query), address);
  if (page instanceof Fault) return <FaultPage fault={page} title="Who looked" />;
  return (
    <Page title="Who looked" heading={false}>
      <LooksView page={page} problems={problems} now={new Date()} zone={await zone()} />
    </Page>
  );
}
