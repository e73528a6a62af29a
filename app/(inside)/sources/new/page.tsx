import type { Metadata } from "next";
import { answer, readerOf } from "@/app/reader";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { ConnectView } from "@/components/sources/connect-page";
import { authorise } from "@/lib/access";
import { Fault } from "@/lib/event";
import { connect, inspect, preview } from "../actions";

export const metadata: Metadata = { title: "Connect a database" };

export default async function NewSourcePage() {
  const reader = await readerOf("/sources/new");
  const allowed = await answer(
    () => authorise(reader, "sources.manage", { target: { type: "source" } }),
    "/sources/new",
  );
  if (allowed instanceof Fault) return <FaultPage fault={allowed} title="Connect a database" />;
  return (
    <Page title="Connect a database" heading={false}>
      <ConnectView acts={{ inspect, preview, connect }} />
    </Page>
  );
}
