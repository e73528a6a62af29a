import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { KeysView } from "@/components/keys/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { listKeys } from "@/lib/access";
import { Fault } from "@/lib/event";
import { endKey, newKey, replaceKey } from "./actions";

export const metadata: Metadata = { title: "API keys" };

export default async function KeysPage() {
  const found = await answer(async () => listKeys(await readerOf("/keys")), "/keys");
  if (found instanceof Fault) return <FaultPage fault={found} title="API keys" />;
  return (
    <Page title="API keys" heading={false}>
      <KeysView
        found={found}
        acts={{ make: newKey, replace: replaceKey, end: endKey }}
        now={new Date()}
        zone={await zone()}
      />
    </Page>
  );
}
