import { ListSkeleton } from "@/components/event/skeleton";
import { Page } from "@/components/shell/page";

export default function EntryLoading() {
  return (
    <Page title="Entry" heading={false}>
      <ListSkeleton says="Reading the entry" />
    </Page>
  );
}
