import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { peopleAddress } from "@/components/people/address";
import { PeopleView } from "@/components/people/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { listPeople, may, type RosterQuery } from "@/lib/access";
import { Fault } from "@/lib/event";
import { invite } from "./actions";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: PageProps<"/people">) {
  const { text, state } = await searchParams;
  const query = {
    ...(typeof text === "string" && { text }),
    ...(typeof state === "string" && { state }),
  } as RosterQuery;
  const address = peopleAddress(query);
  const reader = await readerOf(address);
  const found = await answer(() => listPeople(reader, query), address);
  if (found instanceof Fault) return <FaultPage fault={found} title="People" />;
  const inviting = may(reader.person.role, "people.manage") ? invite : undefined;
  return (
    <Page title="People" heading={false}>
      <PeopleView found={found} invite={inviting} now={new Date()} zone={await zone()} />
    </Page>
  );
}
