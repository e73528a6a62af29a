import type { Metadata } from "next";
import { answer, readerOf } from "@/app/reader";
import { EntrySteps, EntryView, EventsCrumb } from "@/components/entry/page";
import { entryAddress } from "@/components/filter/address";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault, grouped } from "@/lib/event";
import { openEntry } from "@/lib/search";

export async function generateMetadata({ params }: PageProps<"/events/[index]">): Promise<Metadata> {
  return { title: `Entry ${grouped((await params).index)}` };
}

export default async function EntryPage({ params }: PageProps<"/events/[index]">) {
  const { index } = await params;
  const address = entryAddress(index);
  const opened = await answer(async () => openEntry(await readerOf(address), index), address);
  if (opened instanceof Fault) return <FaultPage fault={opened} title="Entry" />;
  return (
    <Page
      heading={false}
      title={
        <>
          <EventsCrumb /> <span className="px-1 text-ink-3">/</span> <span className="max-sm:sr-only">Entry </span>
          {grouped(opened.entry.index)}
        </>
      }
      actions={<EntrySteps previous={opened.previous} next={opened.next} />}
    >
      <EntryView opened={opened} />
    </Page>
  );
}
