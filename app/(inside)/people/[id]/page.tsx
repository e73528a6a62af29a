import type { Metadata } from "next";
import { answer, readerOf, zone } from "@/app/reader";
import { AskAdministrator } from "@/components/approvals/ask-administrator";
import { personAddress } from "@/components/people/address";
import { PersonView } from "@/components/people/person";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { listSessions, may, openPerson } from "@/lib/access";
import { Fault } from "@/lib/event";
import { askAdministrator, previewAdministrator } from "../../approvals/actions";
import * as actions from "../actions";

export const metadata: Metadata = { title: "Person" };

const acts = {
  role: actions.giveRole,
  scope: actions.giveScope,
  renew: actions.renewInvitation,
  withdraw: actions.withdraw,
  reset: actions.resetPassword,
  resetSecondFactor: actions.dropSecondFactor,
  release: actions.release,
  deactivate: actions.deactivate,
  reactivate: actions.reactivate,
  endSession: actions.endSession,
  endSessions: actions.endAllSessions,
};

export default async function PersonPage({ params }: PageProps<"/people/[id]">) {
  const { id } = await params;
  const address = personAddress(id);
  const reader = await readerOf(address);
  const allowed = (permission: Parameters<typeof may>[1]) => may(reader.person.role, permission);
  const found = await answer(async () => {
    const opened = await openPerson(reader, id);
    const sessions = allowed("session.revoke") ? await listSessions(reader, opened.person.id) : undefined;
    return { opened, sessions };
  }, address);
  if (found instanceof Fault) return <FaultPage fault={found} title="Person" />;
  return (
    <Page title={found.opened.person.name} heading={false}>
      <PersonView
        found={found.opened}
        sessions={found.sessions}
        acts={allowed("people.manage") ? acts : undefined}
        askAdministrator={
          <AskAdministrator
            person={found.opened.person}
            acts={{ preview: previewAdministrator, ask: askAdministrator }}
            size="small"
          />
        }
        looks={allowed("looks.view")}
        now={new Date()}
        zone={await zone()}
      />
    </Page>
  );
}
