"use client";
import { useEffect, useState } from "react";
import type { MadeKey } from "@/lib/access";
import { minuteTime } from "../event/time";
import { useZone } from "../event/zone-here";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy";
import { Note } from "../ui/note";

/** The secret, for the only time, and a line that tries it. */
export function Secret({ of: { secret, system, categories, expiresAt }, done }: { of: MadeKey; done: () => void }) {
  const zone = useZone();
  const [place, setPlace] = useState("");
  useEffect(() => setPlace(location.origin), []);
  const event = `{"id":"try-1","type":"connection.tested","category":"${categories[0]}","target":{"type":"connection"}}`;
  const line = `curl ${place}/api/events -H 'Authorization: Bearer ${secret}' -H 'Content-Type: application/json' -d '${event}'`;
  return (
    <div className="grid gap-4">
      <Note look="attention">You see this secret once. Vouch keeps only its hash and cannot show it again.</Note>
      <Copied what="the secret" value={secret} label={`Secret of the key for ${system}`} />
      <Copied what="the line" value={line} label="A line that tries it" />
      <p className="text-dense text-ink-2">
        {expiresAt ? `It works until ${minuteTime(expiresAt, zone)}.` : "It works until somebody revokes it."}
      </p>
      <div>
        <Button look="primary" onClick={done}>
          I have stored the secret
        </Button>
      </div>
    </div>
  );
}

/** Something to copy, in full. */
export function Copied({ label, value, what }: { label: string; value: string; what: string }) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <p className="text-dense font-[560]">{label}</p>
      <code className="block rounded-control border border-line bg-sunken px-3 py-2 text-meta wrap-anywhere">
        {value}
      </code>
      <div>
        <CopyButton value={value} what={what} />
      </div>
    </div>
  );
}
