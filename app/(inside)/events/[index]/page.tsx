import type { Metadata } from "next";
import { answer, principal, readerOf, zone } from "@/app/reader";
import { entryAddress } from "@/components/entry/address";
import { EntryLink } from "@/components/entry/entry-link";
import { EntrySteps, EntryView, EventsCrumb } from "@/components/entry/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { may } from "@/lib/access";
import { Fault, grouped } from "@/lib/event";
import { openEntry } from "@/lib/search";
import { reveal } from "../actions";

export async function generateMetadata({ params }: PageProps<"/events/[index]">): Promise<Metadata> {
  return { title: `Entry ${grouped((await params).index)}` };
}

export default async function EntryPage({ params }: PageProps<"/events/[index]">) {
  const { index } = await params;
  const address = entryAddress(index);
  const opened = await answer(async () => openEntry(await readerOf(address), index), address);
  if (opened instanceof Fault) return <FaultPage fault={opened} title="Entry" />;
  const role = (await principal())?.person.role;
  return (
    <Page
      heading={false}
      title={
        <>
          <EventsCrumb /> <span className="px-1 text-ink-3">/</span> <span className="max-sm:sr-only">Entry </span>
          {grouped(opened.entry.index)}
        </>
      }
      actions={
        <>
          <EntryLink index={index} />
          <EntrySteps previous={opened.previous} next={opened.next} />
        </>
      }
    >
      <EntryView opened={opened} zone={await zone()} reveal={role && may(role, "values.reveal") ? reveal : undefined} />
    </Page>
  );
}
