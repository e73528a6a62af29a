import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { answer, principal } from "@/app/reader";
import { Entrance } from "@/components/shell/entrance";
import { FaultState } from "@/components/shell/fault";
import { currentOffer } from "@/lib/access";
import { Fault } from "@/lib/event";
import { insideAddress } from "../address";
import { EnrolForm } from "./form";

export const metadata: Metadata = { title: "Set up a second factor" };

export default async function EnrolPage({ searchParams }: PageProps<"/signin/enrol">) {
  const next = insideAddress((await searchParams).next);
  const offer = await answer(currentOffer, "/signin");
  // once it is set up the session is whole, and the form still shows the recovery codes: it is drawn all the same
  if (!offer && !(await principal())) redirect(`/signin?next=${encodeURIComponent(next)}`);
  if (offer instanceof Fault) {
    return (
      <Entrance>
        <FaultState fault={offer} />
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Set up a second factor"
      intro="Your role needs one: beside the password, a code of an app on your phone. It takes a minute."
    >
      <EnrolForm offer={offer} next={next} />
    </Entrance>
  );
}
