import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { IdentitiesView } from "@/components/identities/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { may } from "@/lib/access";
import { Fault } from "@/lib/event";
import { findUnnamed } from "@/lib/search";
import { dropIdentity, saveIdentity } from "./actions";

export const metadata: Metadata = { title: "Identities" };

export default async function IdentitiesPage({ searchParams }: PageProps<"/identities">) {
  const { days } = await searchParams;
  const reader = await readerOf("/identities");
  const found = await answer(() => findUnnamed(reader, Number(days)), "/identities");
  if (found instanceof Fault) return <FaultPage fault={found} title="Identities" />;
  const acts = may(reader.person.role, "identities.manage") ? { save: saveIdentity, drop: dropIdentity } : undefined;
  return (
    <Page title="Identities" heading={false}>
      <IdentitiesView found={found} acts={acts} now={new Date()} zone={await zone()} />
    </Page>
  );
}
