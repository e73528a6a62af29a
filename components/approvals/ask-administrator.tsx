"use client";
import type { ButtonLook } from "../ui/button";
import type { AskActs } from "./acts";
import { AskButton } from "./ask";

/**
 * The way to a new administrator, for the page of a person: it takes a second one to agree. `acts`: previewAdministrator and
 * askAdministrator of app/(inside)/approvals/actions.ts.
 */
export function AskAdministrator({
  person: { id, name },
  acts,
  ...look
}: { person: { id: string; name: string }; acts: AskActs<string> } & ButtonLook) {
  return (
    <AskButton
      {...look}
      given={id}
      acts={acts}
      says="Ask to make administrator"
      title={`Ask to make ${name} an administrator`}
      does="Ask for a second person"
    />
  );
}
