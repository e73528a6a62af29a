import { SearchX } from "lucide-react";
import { isAhead } from "@/app/reader";
import { exportsAddress } from "@/components/exports/address";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { State } from "@/components/ui/state";

export default async function NoSuchExport() {
  if (await isAhead()) return null;
  return (
    <Page title="Not found" heading={false}>
      <State
        as="h1"
        icon={<SearchX />}
        title="There is no such export"
        actions={<ButtonLink href={exportsAddress()}>Go to Exports</ButtonLink>}
      >
        <p>What was exported stays in the list, with its certificate: the number in the address is not right.</p>
      </State>
    </Page>
  );
}
