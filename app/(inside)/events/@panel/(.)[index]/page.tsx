import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readerOf, zone } from "@/app/reader";
import { entryAddress } from "@/components/entry/address";
import { EntryView } from "@/components/entry/page";
import { EntryPanel } from "@/components/entry/panel";
import { FaultState } from "@/components/shell/fault";
import { may } from "@/lib/access";
import { Fault, grouped } from "@/lib/event";
import { openEntry } from "@/lib/search";
import { reveal } from "../../actions";

export async function generateMetadata({ params }: PageProps<"/events/[index]">): Promise<Metadata> {
  return { title: `Entry ${grouped(unmarked((await params).index))}` };
}

/** The development server puts the marker of this folder before the number, once for each time that routes have changed. */
function unmarked(index: string): string {
  return index.replace(/^(?:\(\.\))+/, "");
}

/** What the page of an entry shows, beside the list that it was opened from. A refusal stands there too: the list stays. */
export default async function EntryInPanel({ params }: PageProps<"/events/[index]">) {
  const index = unmarked((await params).index);
  const opened = await open(index, entryAddress(index));
  return (
    <EntryPanel index={index}>
      {opened instanceof Fault ? (
        <FaultState fault={opened} />
      ) : (
        <EntryView
          opened={opened.entry}
          zone={await zone()}
          place="panel"
          reveal={may(opened.role, "values.reveal") ? reveal : undefined}
        />
      )}
    </EntryPanel>
  );
}

async function open(index: string, address: string) {
  try {
    const reader = await readerOf(address);
    return { entry: await openEntry(reader, index), role: reader.person.role };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    if (fault.code === "unauthenticated") redirect(`/signin?ended=yes&next=${encodeURIComponent(address)}`);
    return fault;
  }
}
