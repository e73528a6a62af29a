import { SearchX } from "lucide-react";
import { isAhead } from "@/app/reader";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { State } from "@/components/ui/state";

export default async function NoSuchPerson() {
  if (await isAhead()) return null;
  return (
    <Page title="Not found" heading={false}>
      <State
        as="h1"
        icon={<SearchX />}
        title="There is no such person"
        actions={<ButtonLink href="/people">Go to People</ButtonLink>}
      >
        <p>Accounts are never removed, only deactivated: the address is not right.</p>
      </State>
    </Page>
  );
}
