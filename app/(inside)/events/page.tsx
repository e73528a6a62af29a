import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { EventsView } from "@/components/event/page";
import { eventsAddress } from "@/components/filter/address";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault } from "@/lib/event";
import { parseEventQuery, searchEvents } from "@/lib/search";
import { askReveal, previewReveal } from "../approvals/actions";

export const metadata: Metadata = { title: "Events" };

export default async function EventsPage({ searchParams }: PageProps<"/events">) {
  const typed = await searchParams;
  const { query, problems } = parseEventQuery(typed);
  const address = eventsAddress(query);
  const page = await answer(async () => searchEvents(await readerOf(address), query), address);
  if (page instanceof Fault) return <FaultPage fault={page} title="Events" />;
  return (
    <Page title="Events">
      <EventsView
        page={page}
        typed={typed}
        problems={problems}
        now={new Date()}
        zone={await zone()}
        reveal={{ preview: previewReveal, ask: askReveal }}
      />
    </Page>
  );
}
