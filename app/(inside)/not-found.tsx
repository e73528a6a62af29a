import { isAhead } from "@/app/reader";
import { NotFoundState } from "@/components/shell/not-found";
import { Page } from "@/components/shell/page";

export default async function NotFoundInside() {
  if (await isAhead()) return null;
  return (
    <Page title="Not found" heading={false}>
      <NotFoundState />
    </Page>
  );
}
