import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { exportsAddress } from "@/components/exports/address";
import { ExportView } from "@/components/exports/export";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Link, linkStyle } from "@/components/ui/link";
import { Fault } from "@/lib/event";
import { openExport } from "@/lib/search";
import { endExport } from "../actions";

export async function generateMetadata({ params }: PageProps<"/exports/[number]">): Promise<Metadata> {
  return { title: `Export ${(await params).number.slice(0, 12)}` };
}

export default async function ExportPage({ params }: PageProps<"/exports/[number]">) {
  const { number } = await params;
  const address = `/exports/${encodeURIComponent(number)}`;
  const found = await answer(async () => openExport(await readerOf(address), number), address);
  if (found instanceof Fault) return <FaultPage fault={found} title="Exports" />;
  const title = (
    <>
      <Link href={exportsAddress()} className={linkStyle}>
        Exports
      </Link>
      <span className="px-2 text-ink-3">/</span>Export {found.number}
    </>
  );
  return (
    <Page title={title} heading={false}>
      <ExportView found={found} cancel={endExport} zone={await zone()} />
    </Page>
  );
}
