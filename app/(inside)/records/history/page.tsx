import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { answer, readerOf, zone } from "@/app/reader";
import { recordAddress } from "@/components/record/address";
import { instantOf } from "@/components/record/moment";
import { RecordsCrumb, RecordView } from "@/components/record/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault, keyText, words } from "@/lib/event";
import { openRecord, parseRecordQuery } from "@/lib/search";

type Search = PageProps<"/records/history">["searchParams"];

async function read(searchParams: Search) {
  const params = await searchParams;
  const at = [params.at].flat()[0];
  try {
    return parseRecordQuery({ ...params, at: at && instantOf(at, await zone()) });
  } catch (fault) {
    if (fault instanceof Fault) notFound();
    throw fault;
  }
}

export async function generateMetadata({ searchParams }: { searchParams: Search }): Promise<Metadata> {
  const { record } = (await read(searchParams)).query;
  return { title: `History of ${words(record.type)} ${keyText(record.id).slice(0, 100)}` };
}

export default async function RecordPage({ searchParams }: PageProps<"/records/history">) {
  const { query, problems } = await read(searchParams);
  const { record, ...more } = query;
  const address = recordAddress(record, more);
  const opened = await answer(async () => openRecord(await readerOf(address), query), address);
  if (opened instanceof Fault) return <FaultPage fault={opened} title="Record" />;
  return (
    <Page
      heading={false}
      title={
        <>
          <RecordsCrumb /> <span className="px-1 text-ink-3">/</span>{" "}
          <bdi>{opened.name ?? `${words(record.type)} ${keyText(record.id)}`}</bdi>
        </>
      }
    >
      <RecordView opened={opened} problems={problems} zone={await zone()} />
    </Page>
  );
}
