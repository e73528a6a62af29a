import { SearchX } from "lucide-react";
import { isAhead } from "@/app/reader";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { State } from "@/components/ui/state";

export default async function NoSuchRequest() {
  if (await isAhead()) return null;
  return (
    <Page title="Not found" heading={false}>
      <State
        as="h1"
        icon={<SearchX />}
        title="There is no such request"
        actions={<ButtonLink href="/approvals">Go to Approvals</ButtonLink>}
      >
        <p>Requests are never removed: the number in the address is not right.</p>
      </State>
    </Page>
  );
}
