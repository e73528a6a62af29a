"use client";
import type { MadeLink } from "@/lib/access";
import { minuteTime } from "../event/time";
import { useZone } from "../event/zone-here";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy";
import { Note } from "../ui/note";

/** A link for somebody, for the only time, and whether a mail with it went out. */
export function HandOver({ link: { address, person, expiresAt, mail }, done }: { link: MadeLink; done: () => void }) {
  const zone = useZone();
  return (
    <div className="grid gap-4">
      <Note look="attention">
        You see this link once. Whoever has it can choose the password of this account: give it to nobody else.
      </Note>
      <code className="block rounded-control border border-line bg-sunken px-3 py-2 text-meta wrap-anywhere">
        {address}
      </code>
      <div>
        <CopyButton value={address} what="the link" />
      </div>
      <div className="prose-wrap grid gap-1.5 text-dense text-ink-2">
        <p role="status">
          {mail.outcome === "sent" && `A mail with it is on its way to ${person.email}.`}
          {mail.outcome === "off" && `No mail is set up in this Vouch, so bring it to ${person.email} yourself.`}
          {mail.outcome === "failed" &&
            `${mail.sentence} The link works all the same: bring it to ${person.email} yourself.`}
        </p>
        <p>It works once, until {minuteTime(expiresAt, zone)}. A link that was made for them before works no longer.</p>
      </div>
      <div>
        <Button look="primary" onClick={done}>
          Done
        </Button>
      </div>
    </div>
  );
}
