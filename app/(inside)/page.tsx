import type { Metadata } from "next";
import { acts } from "@/app/acts";
import { answer, home, readerOf, zone } from "@/app/reader";
import { HomeView } from "@/components/home/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { may, type Principal } from "@/lib/access";
import { waitingFor } from "@/lib/approval";
import { Fault } from "@/lib/event";
import { countPinned, type PinnedCounts, readPinned, readToday } from "@/lib/search";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const reader = await readerOf("/");
  const state = await home();
  if (state instanceof Fault) return <FaultPage fault={state} title="Home" />;
  const found = await answer(() => Promise.all([readToday(reader), waitingFor(reader, acts), readPinned(reader)]), "/");
  if (found instanceof Fault) return <FaultPage fault={found} title="Home" />;
  const [today, waiting, pinned] = found;
  const { role } = reader.person;
  return (
    <Page title={state.demo?.name ?? "Home"} heading={false}>
      <HomeView
        home={state}
        today={today}
        waiting={waiting}
        pinned={pinned}
        counts={pinned.length > 0 ? counted(reader) : Promise.resolve({})}
        role={role}
        may={(permission) => may(role, permission)}
        now={new Date()}
        zone={await zone()}
      />
    </Page>
  );
}

/** Comes after the page; what cannot be counted is not, and is said so. */
function counted(reader: Principal): Promise<PinnedCounts> {
  return countPinned(reader).catch(() => ({}));
}
