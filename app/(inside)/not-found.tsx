import { SearchX } from "lucide-react";
import { isAhead } from "@/app/reader";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { State } from "@/components/ui/state";

export default async function NotFoundInside() {
  if (await isAhead()) return null;
  return (
    <Page title="Not found" heading={false}>
      <State
        as="h1"
        icon={<SearchX />}
        title="There is no entry with this number"
        actions={<ButtonLink href="/events">Go to Events</ButtonLink>}
      >
        <p>
          Entries are numbered from 0 without gaps, so this one has not been recorded yet, or the address is not right.
        </p>
      </State>
    </Page>
  );
}
