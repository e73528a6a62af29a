import { ListSkeleton } from "@/components/event/skeleton";
import { Page } from "@/components/shell/page";

export default function EventsLoading() {
  return (
    <Page title="Events">
      <ListSkeleton says="Reading the entries" />
    </Page>
  );
}
