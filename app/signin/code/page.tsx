import type { Metadata } from "next";
import { Entrance } from "@/components/shell/entrance";
import { FaultState } from "@/components/shell/fault";
import { ButtonLink } from "@/components/ui/button";
import { Fault } from "@/lib/event";
import { insideAddress } from "../address";
import { waitingFor } from "../step";
import { CodeForm } from "./form";

export const metadata: Metadata = { title: "Second step" };

export default async function CodePage({ searchParams }: PageProps<"/signin/code">) {
  const next = insideAddress((await searchParams).next);
  const waiting = await waitingFor("code", next);
  if (waiting instanceof Fault) {
    return (
      <Entrance>
        <FaultState fault={waiting} />
      </Entrance>
    );
  }
  if (!waiting) {
    // also drawn for a moment after the code was right, while the browser goes on: a redirect here would make that two visits
    return (
      <Entrance title="You are signed in">
        <ButtonLink href={next} look="primary">
          Go on
        </ButtonLink>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Second step"
      intro={
        <>
          The password of <bdi>{waiting.person.email}</bdi> is right. Now the code of your authenticator.
        </>
      }
    >
      <CodeForm next={next} />
    </Entrance>
  );
}
