import { redirect } from "next/navigation";
import { answer, readerOf } from "@/app/reader";
import { FaultPage } from "@/components/shell/fault";
import { Fault } from "@/lib/event";
import { runSearch } from "@/lib/search";

/** The address of a saved search, which stays the same: it leads to what is searched for now. */
export default async function SavedSearchPage({ params }: PageProps<"/queries/[id]">) {
  const { id } = await params;
  const own = `/queries/${encodeURIComponent(id)}`;
  const address = await answer(async () => runSearch(await readerOf(own), id), own);
  if (address instanceof Fault) return <FaultPage fault={address} title="Saved searches" />;
  redirect(address);
}
