import { CircleAlert, Lock, SearchX, ServerOff } from "lucide-react";
import type { Fault } from "@/lib/event";
import { ButtonLink } from "../ui/button";
import { State } from "../ui/state";
import { Again } from "./again";
import { Page } from "./page";

/** What the library refused, in the place where the answer would have stood. */
export function FaultPage({ fault, title }: { fault: Fault; title: string }) {
  return (
    <Page title={title} heading={false}>
      <FaultState fault={fault} />
    </Page>
  );
}

export function FaultState({ fault, as = "h1" }: { fault: Fault; as?: "h1" | "h3" }) {
  const home = (
    <ButtonLink href="/" look="plain">
      Go to Home
    </ButtonLink>
  );
  switch (fault.code) {
    case "forbidden":
      return (
        <State as={as} icon={<Lock />} title="You may not open this" actions={home}>
          <p>{fault.message}</p>
          <p>This attempt was recorded.</p>
        </State>
      );
    case "not-found":
      return (
        <State as={as} icon={<SearchX />} title="There is nothing here" actions={home}>
          <p>{fault.message}</p>
        </State>
      );
    case "unavailable":
      return (
        <State
          as={as}
          alert
          icon={<ServerOff className="text-attention" />}
          title="The ledger cannot be read right now"
          actions={
            <>
              <Again />
              {home}
            </>
          }
        >
          <p>{fault.message}</p>
          <p>Capture goes on meanwhile: events wait in their outboxes.</p>
        </State>
      );
    default:
      return (
        <State as={as} alert icon={<CircleAlert />} title="This cannot be shown" actions={home}>
          <p>{fault.message}</p>
        </State>
      );
  }
}
