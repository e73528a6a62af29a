import type { Metadata } from "next";
import { answer, readerOf } from "@/app/reader";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { ConnectView } from "@/components/sources/connect-page";
import { authorise } from "@/lib/access";
import { Fault } from "@/lib/event";
import { openSource } from "@/lib/search";
import { connect, inspect, preview } from "../../actions";

export const metadata: Metadata = { title: "Change what is recorded" };

export default async function ChangeSourcePage({ params }: PageProps<"/sources/[id]/change">) {
  const { id } = await params;
  const address = `/sources/${id}/change`;
  const reader = await readerOf(address);
  const opened = await answer(async () => {
    await authorise(reader, "sources.manage", { target: { type: "source" } });
    return openSource(reader, id);
  }, address);
  if (opened instanceof Fault) return <FaultPage fault={opened} title="Change what is recorded" />;
  const { source, where } = opened;
  return (
    <Page title={source.name} heading={false}>
      <ConnectView
        acts={{ inspect, preview, connect }}
        source={{ id, name: source.name, unfinished: source.unfinished }}
        where={where}
      />
    </Page>
  );
}
