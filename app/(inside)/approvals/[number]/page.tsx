import type { Metadata } from "next";
import { acts } from "@/app/acts";
import { answer, readerOf, zone } from "@/app/reader";
import { RequestView } from "@/components/approvals/request";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Link, linkStyle } from "@/components/ui/link";
import { openRequest } from "@/lib/approval";
import { Fault } from "@/lib/event";
import { decideRequest, openRevealed, withdrawRequest } from "../actions";

export async function generateMetadata({ params }: PageProps<"/approvals/[number]">): Promise<Metadata> {
  return { title: `Request ${(await params).number.slice(0, 12)}` };
}

export default async function RequestPage({ params }: PageProps<"/approvals/[number]">) {
  const { number } = await params;
  const address = `/approvals/${encodeURIComponent(number)}`;
  const found = await answer(async () => openRequest(await readerOf(address), acts, number), address);
  if (found instanceof Fault) return <FaultPage fault={found} title="Approvals" />;
  const title = (
    <>
      <Link href="/approvals" className={linkStyle}>
        Approvals
      </Link>
      <span className="px-2 text-ink-3">/</span>Request {found.number}
    </>
  );
  return (
    <Page title={title} heading={false}>
      <RequestView
        request={found}
        zone={await zone()}
        acts={{ decide: decideRequest, withdraw: withdrawRequest, open: openRevealed }}
      />
    </Page>
  );
}
