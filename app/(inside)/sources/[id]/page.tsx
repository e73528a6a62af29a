import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { SourceView } from "@/components/sources/source";
import { may } from "@/lib/access";
import { Fault } from "@/lib/event";
import { openSource } from "@/lib/search";
import { pause, remove, rename, resume } from "../actions";

export const metadata: Metadata = { title: "Source" };

export default async function SourcePage({ params }: PageProps<"/sources/[id]">) {
  const { id } = await params;
  const reader = await readerOf(`/sources/${id}`);
  const opened = await answer(() => openSource(reader, id), `/sources/${id}`);
  if (opened instanceof Fault) return <FaultPage fault={opened} title="Source" />;
  const acts = may(reader.person.role, "sources.manage") ? { pause, resume, rename, remove } : undefined;
  return (
    <Page title={opened.source.name} heading={false}>
      <SourceView opened={opened} acts={acts} zone={await zone()} />
    </Page>
  );
}
