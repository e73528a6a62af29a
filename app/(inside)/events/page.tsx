import type { Metadata } from "next";
import { cookies } from "next/headers";
import { answer, readerOf, zone } from "@/app/reader";
import { EventsView, SearchFault } from "@/components/event/page";
import { columnsCookie, keptColumns } from "@/components/search/results/keep-columns";
import { Page } from "@/components/shell/page";
import { Fault } from "@/lib/event";
import { readAsk, searchAddress, searchEntries } from "@/lib/search";
import { askReveal, previewReveal } from "../approvals/actions";
import { askForExport } from "../exports/actions";
import { save } from "../queries/actions";
import { openRows } from "./actions";

const acts = { reveal: { preview: previewReveal, ask: askReveal }, openRows, save, exportAll: askForExport };

export const metadata: Metadata = { title: "Events" };

export default async function EventsPage({ searchParams }: PageProps<"/events">) {
  const typed = await searchParams;
  const asked = readAsk(typed, await zone());
  const columns = asked.view.columns ?? keptColumns((await cookies()).get(columnsCookie)?.value);
  const ask = { ...asked, view: { ...asked.view, columns } };
  const address = searchAddress({ ...asked, zone: [typed.zone].flat()[0] && asked.zone });
  const found = await answer(async () => searchEntries(await readerOf(address), ask), address);
  const now = new Date();
  if (found instanceof Fault) return <SearchFault fault={found} ask={ask} now={now} />;
  return (
    <Page title="Events">
      <EventsView found={found} now={now} acts={acts} />
    </Page>
  );
}
