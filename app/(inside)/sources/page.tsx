import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { SourcesView } from "@/components/sources/list";
import { may } from "@/lib/access";
import { Fault } from "@/lib/event";
import { listSourceStates } from "@/lib/search";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage() {
  const reader = await readerOf("/sources");
  const list = await answer(() => listSourceStates(reader), "/sources");
  if (list instanceof Fault) return <FaultPage fault={list} title="Sources" />;
  return (
    <Page title="Sources" heading={false}>
      <SourcesView list={list} manages={may(reader.person.role, "sources.manage")} zone={await zone()} />
    </Page>
  );
}
